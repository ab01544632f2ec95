import CanonicalJSON

/// A machine model of exclusive mode, with what the vendor publishes about it.
///
/// Usable CUs and cluster bounds are empirical figures which the vendor gives "for reference"; prices are its list
/// prices of 2021 in CNY. Source: "Exclusive mode cluster configuration" and "Billing methods" of the Realtime Compute
/// documentation.
package enum MachineModel: String, CaseIterable, Codable, Sendable, CodingKeyRepresentable {
    case ecs4c16g = "Ecs_4c16g"
    case ecs8c32g = "Ecs_8c32g"
    case ecs16c64g = "Ecs_16c64g"
    case ecs24c96g = "Ecs_24c96g"
    case ecs32c128g = "Ecs_32c128g"
    case ecs56c224g = "Ecs_56c224g"
    case ecs64c256g = "Ecs_64c256g"

    /// Cores.
    package var cores: Int {
        switch self {
        case .ecs4c16g: 4
        case .ecs8c32g: 8
        case .ecs16c64g: 16
        case .ecs24c96g: 24
        case .ecs32c128g: 32
        case .ecs56c224g: 56
        case .ecs64c256g: 64
        }
    }

    /// Memory, in GB: four for each core.
    package var memory: Int { 4 * cores }

    /// The CUs that one slave of this model gives; the system and the talk between nodes take the rest of its cores.
    package var usableComputeUnits: ComputeUnits {
        switch self {
        case .ecs4c16g: 3
        case .ecs8c32g: 6
        case .ecs16c64g: 13
        case .ecs24c96g: 21
        case .ecs32c128g: 28
        case .ecs56c224g: 52
        case .ecs64c256g: 60
        }
    }

    /// The most CUs of a cluster whose masters are of this model; `nil` where the vendor states no bound.
    package var largestCluster: ComputeUnits? {
        switch self {
        case .ecs4c16g: 80
        case .ecs8c32g: 160
        case .ecs16c64g: 800
        case .ecs24c96g, .ecs32c128g, .ecs56c224g, .ecs64c256g: nil
        }
    }

    /// The list price of one machine for a month, in fen.
    package var monthlyFen: Int {
        switch self {
        case .ecs4c16g: 850_00
        case .ecs8c32g: 1450_00
        case .ecs16c64g: 2710_00
        case .ecs24c96g: 3950_00
        case .ecs32c128g: 5180_00
        case .ecs56c224g: 8780_00
        case .ecs64c256g: 9950_00
        }
    }

    /// The list price of one machine for an hour, in fen.
    package var hourlyFen: Int {
        switch self {
        case .ecs4c16g: 2_23
        case .ecs8c32g: 3_84
        case .ecs16c64g: 7_06
        case .ecs24c96g: 9_23
        case .ecs32c128g: 13_50
        case .ecs56c224g: 23_16
        case .ecs64c256g: 23_59
        }
    }
}

extension MachineModel: CanonicalValue {}
