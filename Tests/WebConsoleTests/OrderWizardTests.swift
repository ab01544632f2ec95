import Documents
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import Testing

@testable import WebConsole

struct OrderWizardTests {
    private static let answers = [
        "name": "risk", "region": "cn-beijing", "method": "subscription", "months": "12", "masterModel": "Ecs_4c16g",
        "masterCount": "3", "slaveModel": "Ecs_8c32g", "slaveCount": "6", "clusterName": "risk_cluster",
        "clusterDescription": "Risk: \"control\" # 1", "zone": "cn-beijing-f", "vpc": "vpc-prod", "vSwitch": "vsw-1",
        "bucket": "risk-udf", "cidr": "10.10.0.0/16", "project1": "risk_rt", "project1Units": "30", "project2": "",
        "project2Units": "", "project3": "risk_ml", "project3Units": "4",
    ]

    private func manifest(_ changes: [String: String] = [:]) throws -> any AnyManifest {
        let wizard = OrderWizard(Form(Self.answers.merging(changes) { $1 }))
        return try Registry.standard.manifest(in: try Document(text: wizard.manifest, source: "manifest"))
    }

    @Test func `a manifest of the wizard is read as it was answered`() throws {
        let wizard = OrderWizard(Form(Self.answers.merging(["project2": "risk_ab", "project2Units": "2"]) { $1 }))
        let specification = try ExclusiveOrders().read(try Document(text: wizard.manifest, source: "manifest"))
        #expect(specification.cluster.description == "Risk: \"control\" # 1")
        #expect(specification.projects.map(\.name.rawValue) == ["risk_rt", "risk_ab", "risk_ml"])
        #expect(specification.cluster.cidr?.description == "10.10.0.0/16")
        #expect(specification.masters.count == 3)
        #expect(specification.slaves.count == 6)
    }

    @Test(arguments: [("name", "a: b\n  kind: evil"), ("clusterDescription", "x\ny"), ("months", "0"), ("vpc", "")])
    func `an answer stays one value, whatever it holds`(field: String, answer: String) throws {
        #expect(throws: InvalidDocument.self) {
            try manifest([field: answer, "project2": "risk_ab", "project2Units": "2"])
        }
    }

    @Test func `pay-as-you-go has no months`() throws {
        let wizard = OrderWizard(Form(Self.answers.merging(["method": "pay-as-you-go"]) { $1 }))
        #expect(!wizard.manifest.contains("months"))
    }

    @Test func `there is always one row for projects to fill in`() {
        #expect(OrderWizard(in: "cn-beijing").projectRows.count == 1)
        #expect(OrderWizard(Form(Self.answers)).projectRows.count == 4)
        #expect(!OrderWizard(in: "cn-beijing").isBegun)
    }

    @Test func `places are judged before the rest is known`() throws {
        let wizard = OrderWizard(in: "cn-beijing")
        #expect(throws: InvalidDocument.self) {
            try Registry.standard.manifest(in: try Document(text: wizard.manifest, source: "manifest"))
        }
        _ = try Registry.standard.manifest(in: try Document(text: wizard.completed, source: "manifest"))
    }
}
