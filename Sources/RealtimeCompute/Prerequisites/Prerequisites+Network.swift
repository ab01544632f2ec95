import Workflow

/// `vpc.exists`: the VPC exists, in the order's region.
struct VPCExists: Prerequisite {
    let check = Check.vpcExists

    func resource(for order: OrderSpecification) -> String { "vpc/\(order.cluster.vpc)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<VPC?>? {
        try await observations.vpc(order.cluster.vpc)
    }

    func judge(_ vpc: VPC?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard vpc?.region != order.region else { return [] }
        let observed = vpc?.region.rawValue ?? "absent"
        return [Finding(check, resource: resource(for: order), observed: observed, required: order.region.rawValue)]
    }
}

/// `vpc.named`: the VPC has a name of the user's own; the service recognises no other.
struct VPCIsNamed: Prerequisite {
    let check = Check.vpcNamed

    func resource(for order: OrderSpecification) -> String { "vpc/\(order.cluster.vpc)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<VPC?>? {
        try await observations.vpc(order.cluster.vpc)
    }

    func judge(_ vpc: VPC?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let vpc, vpc.name?.isEmpty ?? true else { return [] }
        return [Finding(check, resource: resource(for: order), observed: "unnamed", required: "named")]
    }
}

/// `vswitch.exists`: the vSwitch exists, in that VPC, in the order's zone.
struct VSwitchExists: Prerequisite {
    let check = Check.vSwitchExists

    func resource(for order: OrderSpecification) -> String { "vswitch/\(order.cluster.vSwitch)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<VSwitch?>? {
        try await observations.vSwitch(order.cluster.vSwitch)
    }

    func judge(_ vSwitch: VSwitch?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        if let vSwitch, vSwitch.vpc == order.cluster.vpc, vSwitch.zone == order.cluster.zone { return [] }
        return [
            Finding(
                check,
                resource: resource(for: order),
                observed: vSwitch.map { "\($0.vpc), \($0.zone)" } ?? "absent",
                required: "\(order.cluster.vpc), \(order.cluster.zone)"
            )
        ]
    }
}

/// `vswitch.addresses`: the vSwitch has as many free addresses as the cluster has nodes, less what other orders claim.
struct VSwitchHasAddresses: Prerequisite {
    let check = Check.vSwitchAddresses

    func resource(for order: OrderSpecification) -> String { "vswitch/\(order.cluster.vSwitch)" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<VSwitch?>? {
        try await observations.vSwitch(order.cluster.vSwitch)
    }

    func judge(_ vSwitch: VSwitch?, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let vSwitch else { return [] }
        let holders = others.holding(claimed(by: order))
        let free = vSwitch.freeAddresses - holders.reduce(0) { $0 + $1.amount }
        guard free < order.capacity.nodes else { return [] }
        return [
            Finding(
                check,
                resource: resource(for: order),
                observed: String(max(0, free)),
                required: String(order.capacity.nodes),
                claimedBy: holders
            )
        ]
    }

    func claims(_ vSwitch: VSwitch?, for order: OrderSpecification) -> [Claim] {
        guard let vSwitch else { return [] }
        return [Claim(claimed(by: order), amount: order.capacity.nodes, limit: vSwitch.freeAddresses)]
    }

    func contested(by order: OrderSpecification) -> [String] { [claimed(by: order)] }

    private func claimed(by order: OrderSpecification) -> String { "vswitch/\(order.cluster.vSwitch)/addresses" }
}

/// `network.cidr`: the cluster's own network range overlaps neither the VPC nor its vSwitches.
struct ClusterRangeIsApart: Prerequisite {
    struct Neighbours: Sendable {
        let vpc: VPC?
        let vSwitches: [VSwitch]
    }

    let check = Check.networkCIDR

    func resource(for order: OrderSpecification) -> String {
        "cidr/" + (order.cluster.cidr?.description ?? "none")
    }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<Neighbours>? {
        guard order.cluster.cidr != nil else { return nil }
        let vpc = try await observations.vpc(order.cluster.vpc)
        let vSwitches = try await observations.cloud.vSwitches(of: order.cluster.vpc)
        return Answer(Neighbours(vpc: vpc.value, vSwitches: vSwitches.value), requestID: vSwitches.requestID)
    }

    func judge(_ neighbours: Neighbours, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard let range = order.cluster.cidr else { return [] }
        let ranges =
            (neighbours.vpc.map { [("vpc/\($0.id)", $0.cidr)] } ?? [])
            + neighbours.vSwitches.map { ("vswitch/\($0.id)", $0.cidr) }
        let overlapped = ranges.filter { $0.1.overlaps(range) }
        guard !overlapped.isEmpty else { return [] }
        return [
            Finding(
                check,
                resource: resource(for: order),
                observed: "overlaps " + overlapped.map { "\($0.0) \($0.1)" }.joined(separator: ", "),
                required: "no overlap"
            )
        ]
    }
}

extension [HeldClaim] {
    /// Who holds how much of `resource`.
    func holding(_ resource: String) -> [Finding.ClaimHolder] {
        filter { $0.claim.resource == resource }
            .map { Finding.ClaimHolder(order: $0.holder, name: $0.holderName, amount: $0.claim.amount) }
    }
}
