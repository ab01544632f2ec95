package import Wording
package import Workflow

extension Check {
    package static let roleNeeded = Self(rawValue: "role.needed")
}

/// `role.needed`: no order of the store still has a cluster to create, which needs what is to be taken from the role.
package struct NoClusterIsToCome: Prerequisite {
    package static let check = Check.roleNeeded

    let role: RoleName
    /// The orders that have, by name.
    let orders: [String]

    package init(on role: RoleName, but orders: [String]) {
        self.role = role
        self.orders = orders
    }

    package var resource: String { "role/\(role)" }

    package func observe(_ observations: Observations) async throws -> Answer<Void>? { Answer((), requestID: nil) }

    package func judge(_ observation: Void, others: [HeldClaim]) -> [Finding] {
        orders.isEmpty ? [] : [finding(observed: orders.joined(separator: ", "), required: "no cluster to create")]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        LocalizedText(
            "orders still have a cluster to create: \(finding.observed)", zh: "仍有订单需要创建集群：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Wait until their clusters run.", zh: "请等待其集群运行。")
    }
}
