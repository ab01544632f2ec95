package import Provisioning
package import RealtimeCompute
import Workflow
import WorkflowEngine

extension ExclusiveOrders {
    /// Judges every place of the order's region as if the order named it, by the same prerequisites.
    ///
    /// What other workflows claim counts; what a workflow of the order's own name claims does not.
    package func choices(for request: OrderSpecification, in environment: Environment) async throws -> Choices? {
        try await Places(of: request, in: environment).choices
    }
}

/// The places of a region, each looked at once, and an order that might be in any of them.
private struct Places {
    /// So many network ranges are enough to choose from.
    private static let rangesOffered = 5

    let specification: OrderSpecification
    let environment: Environment
    let observations: Observations
    let vpcs: [VPC]
    let vSwitches: [VSwitch]
    let buckets: [Bucket]
    let zones: [ZoneID]
    /// The workflow that asks, if it has been placed: its claims are its own.
    let asking: WorkflowID?

    init(of specification: OrderSpecification, in environment: Environment) async throws {
        let cloud = environment.cloud
        self.specification = specification
        self.environment = environment
        observations = Observations(of: cloud, in: specification.region)
        vpcs = try await cloud.vpcs(in: specification.region).value
        buckets = try await cloud.buckets(in: specification.region).value
        var vSwitches: [VSwitch] = []
        for vpc in vpcs { vSwitches += try await observations.vSwitches(of: vpc.id).value }
        self.vSwitches = vSwitches
        let listed = try await cloud.zones(in: specification.region).value
        zones = Set(listed + vSwitches.map(\.zone)).sorted { $0.rawValue < $1.rawValue }
        observations.know(vpcs, vSwitches, buckets)
        asking = try await environment.workflow(specification.name.rawValue)?.id
    }

    var choices: Choices {
        get async throws {
            Choices(
                zones: try await choicesOfZones, vpcs: try await choicesOfVPCs, buckets: try await choicesOfBuckets,
                ranges: try await freeRanges)
        }
    }

    private var choicesOfZones: [Choices.Zone] {
        get async throws {
            var choices: [Choices.Zone] = []
            for zone in zones {
                var inside: [Choices.VSwitch] = []
                for vSwitch in vSwitches where vSwitch.zone == zone {
                    let shortages = try await findings {
                        $0.vSwitch = vSwitch.id
                    } of: {
                        $0.prerequisitesOfItsVSwitch
                    }
                    inside.append(
                        Choices.VSwitch(
                            vSwitch.id.rawValue, of: vSwitch.vpc.rawValue, freeAddresses: vSwitch.freeAddresses,
                            shortages: shortages))
                }
                let shortages = try await findings {
                    $0.zone = zone
                } of: {
                    $0.prerequisitesOfItsZone
                }
                choices.append(Choices.Zone(zone.rawValue, vSwitches: inside, shortages: shortages))
            }
            return choices
        }
    }

    private var choicesOfVPCs: [Choices.Candidate] {
        get async throws {
            var choices: [Choices.Candidate] = []
            for vpc in vpcs {
                let findings = try await findings {
                    $0.vpc = vpc.id
                } of: {
                    $0.prerequisitesOfItsVPC
                }
                choices.append(Choices.Candidate(vpc.id.rawValue, named: vpc.name, findings: findings))
            }
            return choices
        }
    }

    private var choicesOfBuckets: [Choices.Candidate] {
        get async throws {
            var choices: [Choices.Candidate] = []
            for bucket in buckets {
                let findings = try await findings {
                    $0.bucket = bucket.name
                } of: {
                    $0.prerequisitesOfItsBucket
                }
                choices.append(Choices.Candidate(bucket.name.rawValue, findings: findings))
            }
            return choices
        }
    }

    /// The first few private ranges that the order's VPC leaves free.
    private var freeRanges: [String] {
        get async throws {
            var free: [String] = []
            for range in AddressRange.privateRanges where free.count < Self.rangesOffered {
                let findings = try await findings {
                    $0.cidr = range
                } of: {
                    $0.prerequisitesOfItsRange
                }
                if findings.isEmpty { free.append(range.description) }
            }
            return free
        }
    }

    /// What does not hold of the order with its cluster in another place.
    private func findings(
        _ place: (inout ClusterSpecification) -> Void, of prerequisites: (OrderSpecification) -> [any Prerequisite]
    ) async throws -> [FindingView] {
        var placed = specification
        place(&placed.cluster)
        let inspection = try await Inspection(
            of: prerequisites(placed), with: observations,
            others: { try await environment.claims(on: $0, exceptOf: asking) }, at: environment.now)
        return inspection.findings.map(FindingView.init)
    }
}

extension AddressRange {
    /// The /16 of the private ranges (RFC 1918), those first that people choose least: round tens of 10.0.0.0/8.
    fileprivate static var privateRanges: [Self] {
        let tens = stride(from: 10, through: 250, by: 10).map { "10.\($0).0.0/16" }
        let shared = (16...31).map { "172.\($0).0.0/16" } + ["192.168.0.0/16"]
        return (tens + shared).compactMap { AddressRange($0) }
    }
}
