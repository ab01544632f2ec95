import RealtimeCompute
import SimulatedCloud

/// The rules that every kind that mends prerequisites keeps in its requests.
enum RepairRules {
    /// Whether a request is the one that a repair is made by, on what it is to mend.
    static func asks(_ request: WatchedRequest, for repair: Repair?) -> Bool {
        guard let repair, request.subject == repair.id else { return false }
        return switch repair.way {
        case .suspendVersioning: request.call == .suspendVersioning
        case .makePrivate: request.call == .makePrivate
        case .nameVPC: request.call == .nameVPC
        // A workflow of its own asks for it.
        case .changeRole: false
        }
    }
}
