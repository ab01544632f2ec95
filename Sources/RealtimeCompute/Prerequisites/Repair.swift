package import Wording
package import Workflow

/// A prerequisite that sluice is told to mend: what is changed, so that it holds.
package struct Repair: Codable, Equatable, Sendable {
    /// How it is mended.
    package enum Way: Codable, Equatable, Sendable {
        /// The bucket's versioning is suspended.
        case suspendVersioning
        /// The bucket is made private.
        case makePrivate
        /// The VPC is given a name.
        case nameVPC(String)
        /// A workflow of its own changes a role.
        case changeRole(by: String)
    }

    package let check: Check
    /// What is changed: `bucket/risk-udf`.
    package let resource: String
    package let way: Way

    package init(_ check: Check, on resource: String, by way: Way) {
        self.check = check
        self.resource = resource
        self.way = way
    }

    /// The id of what is changed.
    package var id: String { resource.split(separator: "/", maxSplits: 1).last.map(String.init) ?? resource }

    /// Whether the workflow that has the finding asks for it itself.
    package var isOwn: Bool {
        switch way {
        case .suspendVersioning, .makePrivate, .nameVPC: true
        case .changeRole: false
        }
    }

    fileprivate func mends(_ finding: Finding) -> Bool { finding.check == check && finding.resource == resource }
}

/// The operator has told sluice to mend findings.
package struct RepairOrder: Codable, Equatable, Sendable {
    package let repairs: [Repair]

    package init(_ repairs: [Repair]) {
        self.repairs = repairs
    }
}

/// What was to be changed is as it was to be.
package struct RepairReceipt: Codable, Equatable, Sendable {
    package let repair: Repair
    package let at: Timestamp

    package init(of repair: Repair, at time: Timestamp) {
        self.repair = repair
        at = time
    }
}

/// The change was refused.
package struct RepairRefusal: Codable, Equatable, Sendable {
    package let repair: Repair
    package let refusal: CloudRefusal

    package init(of repair: Repair, because refusal: CloudRefusal) {
        self.repair = repair
        self.refusal = refusal
    }
}

/// What is found, and what of it is being mended; the same for every kind of order.
struct Mendings: Equatable {
    /// What does not hold.
    var findings: [Finding]
    /// What is being mended, in the order in which it was asked for; `nil` if nothing is.
    var repairs: [Repair]?

    /// What has happened to it.
    enum Event {
        case ordered(RepairOrder)
        case repaired(RepairReceipt)
        case refused(RepairRefusal)
    }

    /// After something has happened; `nil` if what was ordered mends nothing that was found.
    func after(_ event: Event) -> Self? {
        switch event {
        case .ordered(let order):
            guard order.repairs.allSatisfy({ repair in findings.contains { repair.mends($0) } }) else { return nil }
            let pending = repairs ?? []
            return with(findings, pending + order.repairs.filter { !pending.contains($0) })
        case .repaired(let receipt):
            // What it mends is no longer found.
            return without(receipt.repair) { receipt.repair.mends($0) ? nil : $0 }
        case .refused(let refusal):
            return without(refusal.repair) { refusal.repair.mends($0) ? $0.refused(refusal.refusal) : $0 }
        }
    }

    private func without(_ repair: Repair, _ change: (Finding) -> Finding?) -> Self {
        guard let repairs, repairs.contains(repair) else { return self }
        return with(findings.compactMap(change), repairs.filter { $0 != repair })
    }

    private func with(_ findings: [Finding], _ repairs: [Repair]) -> Self {
        Self(findings: findings, repairs: repairs.isEmpty ? nil : repairs)
    }

    /// What is still to be mended once something else is found.
    static func remaining(_ repairs: [Repair]?, of findings: [Finding]) -> [Repair]? {
        let remaining = (repairs ?? []).filter { repair in findings.contains { repair.mends($0) } }
        return remaining.isEmpty ? nil : remaining
    }
}

extension Reason {
    /// What was found has been mended, and was not looked at again.
    package static var mended: Self {
        Self("mended", LocalizedText("what was found is mended; to be looked at again", zh: "已修正；待重新检查"))
    }
}
