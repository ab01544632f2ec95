import Documents
import Foundation
import Logging
import Provisioning
import RealtimeCompute
import RealtimeComputeKinds
import SimulatedCloud
import Workflow
import WorkflowEngine
import WorkflowSQLite

/// Orders that have been confirmed, with a cloud of their own that can carry them all.
final class Fleet {
    /// Where the cloud is kept.
    enum Place {
        case inMemory
        case inFile(String)
    }

    private let provisioner: Provisioner
    private let cloud: SimulatedCloud
    private let journal: SQLiteJournal
    private(set) var orders: [WorkflowID] = []

    init(of size: Int, store: String, cloud place: Place) async throws {
        let world = try WorldFile.read(
            try Document(text: Rehearsal.world(clusterStart: "1m"), source: "world"), id: "simulated-bench",
            realNow: .systemTime)
        switch place {
        case .inMemory:
            cloud = try SimulatedCloud(
                inMemory: world, realNow: { .systemTime }, newRequestID: { RequestID(rawValue: "bench") })
        case .inFile(let path):
            try SimulatedCloud.make(at: path, holding: world, force: false)
            cloud = try SimulatedCloud(at: path)
        }
        journal = try SQLiteJournal.openOrCreate(store)
        provisioner = Provisioner(
            journal: journal, registry: .standard, cloud: cloud, clock: JumpingClock(cloud: cloud),
            operatorActor: Actor(.operator, id: "bench"), logger: .silent)
        for number in 1...size {
            let document = try Document(text: Rehearsal.manifest(named: "fleet\(number)"), source: "manifest")
            let id = try await provisioner.place(try provisioner.registry.manifest(in: document)).id
            _ = try await provisioner.decide(.confirm, on: id)
            orders.append(id)
        }
    }

    /// Walks every order to its end.
    func walk(concurrency: Int) async throws {
        let results = try await provisioner.run(
            orders, until: nil, concurrency: concurrency, shouldStop: { false }, report: { _ in })
        for result in results {
            guard case .settled = result.ending else {
                preconditionFailure("an order of the fleet comes to its end: \(result.ending)")
            }
        }
        try cloud.flush()
    }

    /// Requires that each order was bought once and has its project: reads the whole cloud into memory.
    func requireWhole() throws {
        let made = try cloud.overview().state
        precondition(made.purchases.count == orders.count, "each order of the fleet is bought once")
        precondition(made.projects.count == orders.count, "each order of the fleet has its project")
    }

    func close() throws { try journal.close() }
}
