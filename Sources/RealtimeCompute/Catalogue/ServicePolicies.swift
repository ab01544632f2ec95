/// The policies that Realtime Compute's roles have, and one of ours.
///
/// Their contents are facts of the vendor's documentation: "authorise a role in exclusive mode" and "grant permissions to a
/// role" of fully managed Flink.
package enum ServicePolicies {
    /// The account's own policies that Sluice can make, by name; any other name is one of the vendor's own.
    package static let documents: [PolicyName: String] = [
        byHand: document(allow(Figures.requiredActions)),
        managed[0]: document(
            allow(["oss:ListBuckets"], on: ["acs:oss:*:*:*"]),
            allow(
                [
                    "AssociateEipAddress", "AttachNetworkInterface", "AuthorizeSecurityGroup",
                    "AuthorizeSecurityGroupEgress", "CreateNetworkInterface", "CreateNetworkInterfacePermission",
                    "CreateSecurityGroup", "DeleteNetworkInterface", "DeleteNetworkInterfacePermission",
                    "DeleteSecurityGroup", "DescribeNetworkInterfacePermissions", "DescribeNetworkInterfaces",
                    "DescribeSecurityGroupAttribute", "DescribeSecurityGroupReferences", "DescribeSecurityGroups",
                    "DetachNetworkInterface", "JoinSecurityGroup", "LeaveSecurityGroup",
                    "ModifyNetworkInterfaceAttribute", "ModifySecurityGroupAttribute", "ModifySecurityGroupPolicy",
                    "ModifySecurityGroupRule", "RevokeSecurityGroup", "RevokeSecurityGroupEgress",
                    "UnassociateEipAddress",
                ].map { "ecs:\($0)" }),
            allow(["arms:ListDashboards"]),
            allow(
                [
                    "DescribeVpcAttribute", "DescribeVpcs", "DescribeVSwitchAttributes", "DescribeVSwitches",
                    "DescribeRouteTableList", "DescribeRouteTables", "DescribeRouteEntryList",
                    "DescribeRouterInterfaceAttribute", "DescribeRouterInterfaces", "DescribeVRouters",
                ].map { "vpc:\($0)" })),
        managed[1]: document(
            allow(
                [
                    "AddBackendServers", "AddListenerWhiteListItem", "AddTags", "AddVServerGroupBackendServers",
                    "CreateLoadBalancer", "CreateLoadBalancerHTTPListener", "CreateLoadBalancerHTTPSListener",
                    "CreateLoadBalancerTCPListener", "CreateLoadBalancerUDPListener", "CreateRules",
                    "CreateVServerGroup", "DeleteLoadBalancer", "DeleteLoadBalancerListener", "DeleteRules",
                    "DeleteServerCertificate", "DeleteVServerGroup", "DescribeHealthStatus",
                    "DescribeListenerAccessControlAttribute", "DescribeLoadBalancerAttribute",
                    "DescribeLoadBalancerHTTPListenerAttribute", "DescribeLoadBalancerHTTPListenerAttributes",
                    "DescribeLoadBalancerHTTPSListenerAttribute", "DescribeLoadBalancerTCPListenerAttribute",
                    "DescribeLoadBalancerUDPListenerAttribute", "DescribeLoadBalancers", "DescribeRegions",
                    "DescribeRules", "DescribeServerCertificates", "DescribeTags", "DescribeVServerGroupAttribute",
                    "DescribeVServerGroups", "ModifyLoadBalancerInstanceSpec", "ModifyLoadBalancerInternetSpec",
                    "ModifyLoadBalancerPayType", "RemoveBackendServers", "RemoveListenerWhiteListItem",
                    "RemoveVServerGroupBackendServers", "SetBackendServers", "SetListenerAccessControlStatus",
                    "SetLoadBalancerHTTPListenerAttribute", "SetLoadBalancerHTTPSListenerAttribute",
                    "SetLoadBalancerName", "SetLoadBalancerStatus", "SetLoadBalancerTCPListenerAttribute",
                    "SetLoadBalancerUDPListenerAttribute", "SetRule", "SetServerCertificateName",
                    "SetVServerGroupAttribute", "StartLoadBalancerListener", "StopLoadBalancerListener",
                    "UploadServerCertificate",
                ].map { "slb:\($0)" })),
        managed[2]: document(allow(["ram:*"], on: ["acs:ram:*:*:domain/*", "acs:ram:*:*:application/*"])),
        noClusterCreation: document(#"{"Effect":"Deny","# + body(Figures.actionsOfCreation, on: ["*"])),
    ]

    /// What the role of exclusive mode is given when it is authorised by one click: a policy of the vendor's.
    package static let oneClick = [PolicyName(rawValue: Figures.oneClickPolicy)]
    /// What it is given when it is authorised by hand.
    package static let byHandTogether = [byHand, "AliyunOSSFullAccess"]
    private static let byHand: PolicyName = "AliyunStreamDefaultRolePolicy"
    /// The three of the role of fully managed Flink.
    package static let managed: [PolicyName] = [
        "AliyunStreamAsiDefaultRolePolicy0", "AliyunStreamAsiDefaultRolePolicy1", "FlinkServerlessPolicy",
    ]
    /// Ours: it denies what only the making of a cluster needs, whatever else grants it, and is taken off to give it back.
    package static let noClusterCreation: PolicyName = "SluiceNoClusterCreation"

    /// Whose a policy of this name is.
    package static func type(of name: PolicyName) -> PolicyType { documents[name] == nil ? .system : .custom }

    private static func document(_ statements: String...) -> String {
        #"{"Version":"1","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    private static func allow(_ actions: [String], on resources: [String] = ["*"]) -> String {
        #"{"Effect":"Allow","# + body(actions, on: resources)
    }

    private static func body(_ actions: [String], on resources: [String]) -> String {
        #""Action":[\#(list(actions))],"Resource":[\#(list(resources))]}"#
    }

    private static func list(_ words: [String]) -> String { words.map { "\"\($0)\"" }.joined(separator: ",") }
}
