import Testing

@testable import AlibabaWire

struct ServiceActionTests {
    @Test(arguments: [
        (VendorService.ram, "GetRole", "ram:GetRole"), (.bss, "QueryOrders", "bssapi:QueryOrders"),
        (.foas, "CreateCluster", "stream:CreateCluster"),
        (.foasconsole, "CreateInstance", "stream:CreateVvpInstance"),
        (.foasconsole, "DescribeInstances", "stream:DescribeVvpInstances"),
        (.foasconsole, "CreateNamespace", "stream:CreateVvpNamespace"),
        (.foasconsole, "ModifyNamespaceSpecV2", "stream:ModifyVvpNamespaceSpec"),
        (.foasconsole, "ModifyInstanceSpec", "stream:ModifyVvpInstanceSpec"),
        (.ros, "DeleteStack", "ros:DeleteStack"),
    ])
    func `the action that RAM grants for a call`(service: VendorService, call: String, action: String) {
        #expect(service.action(of: call) == action)
    }
}
