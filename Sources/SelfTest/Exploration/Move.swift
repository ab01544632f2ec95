import Provisioning
import RealtimeCompute
import SimulatedCloud
import Workflow
import WorkflowEngine

/// What may happen next in a situation: by Sluice, by its operator, by the world, or by time alone.
enum Move: Sendable {
    case command(Command)
    /// A command whose calls meet a fault.
    case fault(FaultScript, Command)
    case set(String, String)
    case stall
    case unstall
    case buyInConsole
    case tick
}

extension Situation {
    /// The moves that can matter in this phase.
    ///
    /// - Parameter isShared: whether others buy in the same account, without keys.
    func moves(isShared: Bool) -> [Move] {
        let id = record.id
        var moves: [Move] = [.tick, .command(.advance(id))]
        switch state {
        case .drafted(let drafted):
            moves += [
                .command(.confirm(id, despiteFindings: false)), .command(.confirm(id, despiteFindings: true)),
                .command(.decide(.withdraw, id)), .command(.amend(id, Explorer.amended[1])),
            ]
            if drafted.trail.epoch == 1, drafted.purchaseRefusal == nil { moves += toggles }
        case .confirmed(let confirmed):
            moves += [.command(.decide(.withdraw, id))]
            if isShared, confirmed.trail.epoch == 1, cloud.purchases.isEmpty { moves.append(.buyInConsole) }
        case .purchasing(let purchasing):
            moves +=
                [.command(.decide(.withdraw, id))]
                + cloud.purchases.map { .command(.adopt(id, $0.purchase.orderNumber)) }
            // Every further epoch is like the one before it.
            if purchasing.trail.epoch == 1 { moves.append(.command(.decide(.repurchase, id))) }
            if isShared, cloud.purchases.count < 2 { moves.append(.buyInConsole) }
        case .paid:
            moves += toggles
        case .blocked, .ready:
            moves += toggles + [.command(.amend(id, Explorer.amended[0]))]
        case .starting(let starting):
            moves += [.stall, .unstall, destroy(starting.cluster.id)].compactMap(\.self)
        case .overdue(let overdue):
            moves += [.unstall, destroy(overdue.cluster.id)].compactMap(\.self)
        case .running(let running):
            moves += [
                .command(.amend(id, Explorer.amended[1])), .command(.amend(id, Explorer.amended[2])),
                destroy(running.cluster.id),
            ].compactMap(\.self)
        case .provisioned, .withdrawn, .failed:
            return []
        }
        return moves
    }

    /// A prerequisite breaks, or is mended.
    private var toggles: [Move] {
        [.set("bucket/risk-udf", "{ acl: public-read }"), .set("bucket/risk-udf", "{ acl: private }")]
    }

    private func destroy(_ cluster: ClusterID) -> Move? {
        guard cloud.clusters.contains(where: { $0.id == cluster && $0.status != .destroyed }) else { return nil }
        return .set("cluster/\(cluster)", "{ status: DESTROYED }")
    }
}
