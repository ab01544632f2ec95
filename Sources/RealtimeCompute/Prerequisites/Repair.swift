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

    func mends(_ finding: Finding) -> Bool { finding.check == check && finding.resource == resource }
}

/// The operator has told sluice to mend findings.
package struct RepairOrder: Codable, Equatable, Sendable {
    package let repairs: [Repair]

    package init(_ repairs: [Repair]) {
        self.repairs = repairs
    }

    /// Whether each of them mends something that was found.
    func isGrounded(in findings: [Finding]) -> Bool {
        repairs.allSatisfy { repair in findings.contains { repair.mends($0) } }
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
