/// What a request might name: the places that could carry it, as the vendor's wizard offers them, and what excludes the
/// others.
package struct Choices: Sendable {
    package let zones: [Zone]
    package let vpcs: [Candidate]
    package let buckets: [Candidate]
    /// Network ranges that are free for a cluster of its own.
    package let ranges: [String]

    package init(zones: [Zone], vpcs: [Candidate], buckets: [Candidate], ranges: [String]) {
        self.zones = zones
        self.vpcs = vpcs
        self.buckets = buckets
        self.ranges = ranges
    }

    /// The two reasons for which the wizard does not offer a zone or a vSwitch.
    package enum Exclusion: String, Sendable {
        /// The zone cannot supply the machines.
        case stock
        /// There are fewer free addresses than nodes.
        case addresses
    }

    /// A zone and the vSwitches in it.
    package struct Zone: Sendable {
        package let id: String
        package let vSwitches: [VSwitch]
        /// What its stock lacks.
        package let shortages: [FindingView]

        package init(_ id: String, vSwitches: [VSwitch], shortages: [FindingView]) {
            self.id = id
            self.vSwitches = vSwitches
            self.shortages = shortages
        }

        package var excludedBy: [Exclusion] {
            (shortages.isEmpty ? [] : [.stock])
                + (vSwitches.contains { $0.shortages.isEmpty } ? [] : [.addresses])
        }

        /// What excludes one of its vSwitches: that the zone has no stock, or that it is short of addresses itself.
        package func excludes(_ vSwitch: VSwitch) -> [Exclusion] {
            (shortages.isEmpty ? [] : [.stock]) + (vSwitch.shortages.isEmpty ? [] : [.addresses])
        }
    }

    /// A vSwitch and the addresses in it.
    package struct VSwitch: Sendable {
        package let id: String
        package let vpc: String
        /// As the cloud counts them; what other workflows claim of them is in the shortages.
        package let freeAddresses: Int
        package let shortages: [FindingView]

        package init(_ id: String, of vpc: String, freeAddresses: Int, shortages: [FindingView]) {
            self.id = id
            self.vpc = vpc
            self.freeAddresses = freeAddresses
            self.shortages = shortages
        }
    }

    /// Something that might be named, and what does not hold of it.
    package struct Candidate: Sendable {
        package let id: String
        package let name: String?
        package let findings: [FindingView]

        package init(_ id: String, named name: String? = nil, findings: [FindingView]) {
            self.id = id
            self.name = name
            self.findings = findings
        }

        /// Whether nothing that does not hold of it would block.
        package var isOffered: Bool { !findings.contains(where: \.isBlocking) }
    }
}
