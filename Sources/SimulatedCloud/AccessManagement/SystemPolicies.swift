import RealtimeCompute

/// The vendor's own policies, which exist in every world.
///
/// Their contents are facts: the vendor's published policies, and the RAM documentation.
enum SystemPolicies {
    static let documents: [PolicyName: String] = [
        "AliyunOSSFullAccess": statements([["oss:*"]]),
        "AliyunStreamRolePolicy": statements([
            ["ots:List*", "ots:DescribeTable", "ots:Get*", "ots:*Row"],
            ["dhs:Create*", "dhs:List*", "dhs:Get*", "dhs:PutRecords", "dhs:DeleteTopic"],
            ["log:List*", "log:Get*", "log:Post*"],
            ["mns:List*", "mns:Get*", "mns:Send*", "mns:Publish*", "mns:Subscribe"],
            ["drds:DescribeDrdsInstance", "drds:ModifyDrdsIpWhiteList"],
            ["rds:Describe*", "rds:ModifySecurityIps*"],
            ["vpc:DescribeVpcs", "vpc:DescribeVSwitches"],
            [
                "ecs:CreateSecurityGroup", "ecs:AuthorizeSecurityGroup", "ecs:CreateNetworkInterface",
                "ecs:DescribeNetworkInterfaces", "ecs:AttachNetworkInterface",
                "ecs:DescribeNetworkInterfacePermissions", "ecs:CreateNetworkInterfacePermission",
            ],
            ["oss:*"],
        ]),
    ]

    /// A policy that allows each group of actions on every resource.
    private static func statements(_ groups: [[String]]) -> String {
        let statements = groups.map { actions in
            let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
            return #"{"Effect":"Allow","Action":[\#(list)],"Resource":"*"}"#
        }
        return #"{"Version":"1","Statement":[\#(statements.joined(separator: ","))]}"#
    }
}
