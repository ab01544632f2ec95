package import Wording

/// A phase in which what was found can be mended.
package protocol RepairablePhase {
    /// What does not hold.
    var findings: [Finding] { get }
    /// What is being mended, in the order in which it was asked for; `nil` if nothing is.
    var repairs: [Repair]? { get }
}

extension RepairablePhase {
    /// What the workflow is to ask for next itself to mend what was found; `nil` if nothing is.
    package var nextRepair: Repair? { repairs?.first(where: \.isOwn) }

    var underRepair: FindingsUnderRepair { FindingsUnderRepair(findings: findings, repairs: repairs) }
}

/// What was found, and what of it is being mended: how both change, the same for every kind of order.
struct FindingsUnderRepair {
    let findings: [Finding]
    let repairs: [Repair]?

    /// With what was ordered besides.
    func ordered(_ order: RepairOrder) -> Self {
        let pending = repairs ?? []
        return with(findings, pending + order.repairs.filter { !pending.contains($0) })
    }

    /// What was mended is no longer found.
    func repaired(_ receipt: RepairReceipt) -> Self {
        without(receipt.repair) { receipt.repair.mends($0) ? nil : $0 }
    }

    /// What could not be mended is found as before, with the refusal.
    func refused(_ refusal: RepairRefusal) -> Self {
        without(refusal.repair) { refusal.repair.mends($0) ? $0.refused(refusal.refusal) : $0 }
    }

    /// What is still to be mended once something else is found.
    static func remaining(_ repairs: [Repair]?, of findings: [Finding]) -> [Repair]? {
        let remaining = (repairs ?? []).filter { repair in findings.contains { repair.mends($0) } }
        return remaining.isEmpty ? nil : remaining
    }

    private func without(_ repair: Repair, _ change: (Finding) -> Finding?) -> Self {
        guard let repairs, repairs.contains(repair) else { return self }
        return with(findings.compactMap(change), repairs.filter { $0 != repair })
    }

    private func with(_ findings: [Finding], _ repairs: [Repair]) -> Self {
        Self(findings: findings, repairs: repairs.isEmpty ? nil : repairs)
    }
}

extension Reason {
    /// What was found has been mended, and was not looked at again.
    package static var mended: Self {
        Self("mended", LocalizedText("what was found is mended; to be looked at again", zh: "已修正；待重新检查"))
    }
}
