import Documents
import Provisioning
import Wording

extension Console {
    /// Prints what may be chosen, each line with a mark, and below what excludes it.
    func print(_ choices: Choices) {
        heading(LocalizedText("zones and vSwitches", zh: "可用区和交换机"))
        for zone in choices.zones {
            line(zone.id, isOffered: zone.excludedBy.isEmpty, because: zone.excludedBy)
            reasons(zone.shortages)
            for vSwitch in zone.vSwitches {
                let free = self(
                    LocalizedText("\(vSwitch.freeAddresses) free addresses", zh: "空闲地址 \(vSwitch.freeAddresses) 个"))
                let excludedBy = zone.excludes(vSwitch)
                line(
                    "\(vSwitch.id)  \(style.dim("\(vSwitch.vpc), \(free)"))", isOffered: excludedBy.isEmpty,
                    because: excludedBy, indentation: "    ")
                reasons(vSwitch.shortages)
            }
        }
        heading(LocalizedText("VPCs", zh: "专有网络"))
        choices.vpcs.forEach(candidate)
        heading(LocalizedText("buckets", zh: "存储空间"))
        choices.buckets.forEach(candidate)
        heading(LocalizedText("free ranges for the cluster", zh: "可用的集群网段"))
        choices.ranges.forEach { print("    \($0)") }
    }

    private func heading(_ text: LocalizedText) { print(style.bold(self(text))) }

    private func line(
        _ text: String, isOffered: Bool, because exclusions: [Choices.Exclusion] = [], indentation: String = "  "
    ) {
        let mark = isOffered ? style.green("✓") : style.red("✗")
        let words = exclusions.map { self($0.words) }.joined(separator: ", ")
        print("\(indentation)\(mark) \(text)" + (words.isEmpty ? "" : "  \(words)"))
    }

    private func candidate(_ candidate: Choices.Candidate) {
        let name = candidate.name.map { "  \(style.dim($0.escapingControls()))" } ?? ""
        line(candidate.id + name, isOffered: candidate.isOffered)
        reasons(candidate.findings)
    }

    private func reasons(_ findings: [FindingView]) {
        for finding in findings { print("        \(style.dim(finding.check))  \(self(finding.message))") }
    }
}

extension Choices.Exclusion {
    fileprivate var words: LocalizedText {
        switch self {
        case .stock: LocalizedText("no stock", zh: "库存不足")
        case .addresses: LocalizedText("too few addresses", zh: "地址不足")
        }
    }
}

extension Choices {
    /// The choices as scripts see them.
    ///
    /// Field names are part of the contract with scripts.
    func json(in language: Language) -> JSONValue {
        [
            "zones": .list(zones.map(\.json)),
            "vpcs": .list(vpcs.map { $0.json(in: language) }),
            "buckets": .list(buckets.map { $0.json(in: language) }),
            "ranges": .list(ranges.map { .text($0) }),
        ]
    }
}

extension Choices.Zone {
    fileprivate var json: JSONValue {
        [
            "id": .text(id), "offered": .boolean(excludedBy.isEmpty), "excludedBy": .exclusions(excludedBy),
            "vSwitches": .list(
                vSwitches.map { vSwitch in
                    let exclusions = excludes(vSwitch)
                    return [
                        "id": .text(vSwitch.id), "vpc": .text(vSwitch.vpc),
                        "freeAddresses": .integer(vSwitch.freeAddresses), "offered": .boolean(exclusions.isEmpty),
                        "excludedBy": .exclusions(exclusions),
                    ]
                }),
        ]
    }
}

extension Choices.Candidate {
    fileprivate func json(in language: Language) -> JSONValue {
        .fields([
            "id": .text(id), "name": name.map { .text($0) }, "offered": .boolean(isOffered),
            "findings": .list(findings.map { JSONValue($0, in: language) }),
        ])
    }
}

extension JSONValue {
    fileprivate static func exclusions(_ exclusions: [Choices.Exclusion]) -> Self {
        .list(exclusions.map { .text($0.rawValue) })
    }
}
