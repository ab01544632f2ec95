extension OrderSpecification {
    /// The parts of a manifest that may be changed together or not at all.
    enum Part: String, CaseIterable {
        case name = "metadata.name"
        case region = "spec.region"
        case billing = "spec.billing"
        case masters = "spec.masters"
        case slaves = "spec.slaves"
        case cluster = "spec.cluster"
        case projects = "spec.projects"
        case storage = "spec.storage"
        case timing = "spec.timing"
    }

    /// Those of `parts` in which `other` differs, by their paths.
    func changes(to other: Self, in parts: Set<Part>) -> [String] {
        Part.allCases.filter { parts.contains($0) && !agrees(with: other, in: $0) }.map(\.rawValue)
    }

    private func agrees(with other: Self, in part: Part) -> Bool {
        switch part {
        case .name: name == other.name
        case .region: region == other.region
        case .billing: billing == other.billing
        case .masters: masters == other.masters
        case .slaves: slaves == other.slaves
        case .cluster: cluster == other.cluster
        case .projects: projects == other.projects
        case .storage: storage == other.storage
        case .timing: timing == other.timing
        }
    }
}
