import Foundation
import GRDB
import RealtimeCompute
import Testing
import Workflow

@testable import SimulatedCloud

struct CloudFileTests {
    @Test func `what a cloud has answered is there when it is opened again`() async throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(at: .systemTime), force: false)
        let cloud = try SimulatedCloud(at: place.path)
        let receipt = try await cloud.purchase(World.purchase, key: "key").value
        // Not closed: as if the process had been killed.
        let again = try SimulatedCloud(at: place.path)
        #expect(
            try await again.purchases(matching: World.query("key")).value.map(\.orderNumber) == [receipt.orderNumber])
        #expect(again.id == cloud.id)
    }

    @Test func `two processes share one cloud, its clock and its stock`() async throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(at: .systemTime), force: false)
        let one = try SimulatedCloud(at: place.path)
        let other = try SimulatedCloud(at: place.path)
        for _ in 0..<5 {
            _ = try await one.purchase(World.purchase, key: "a")
            _ = try await other.purchase(World.purchase, key: "b")
        }
        let numbers = try await one.purchases(matching: World.query("a", "b")).value.map(\.orderNumber)
        #expect(Set(numbers).count == 10)
        let before = try one.now()
        try other.advanceClock(by: .seconds(86_400))
        #expect(try one.now() - before >= .seconds(86_400))
    }

    @Test func `more than comes to be in one transaction has come to be all the same`() async throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(at: .systemTime), force: false)
        let cloud = try SimulatedCloud(at: place.path)
        let count = SimulatedCloud.mostEvents + 50
        let late = try #require(FaultScript("purchase:late=10h"))
        for _ in 0..<count {
            try cloud.change { state, now, _ in state.add(late, at: now) }
            await #expect(throws: CloudError.self) { try await cloud.purchase(World.purchase, key: "key") }
        }
        #expect(try await cloud.purchases(matching: World.query("key")).value.isEmpty)
        try cloud.advanceClock(by: .seconds(11 * 3600))
        let other = try SimulatedCloud(at: place.path)
        #expect(try await other.purchases(matching: World.query("key")).value.count == count)
        #expect(try await cloud.purchases(matching: World.query("key")).value.count == count)
    }

    @Test func `looks are counted when they are written down`() async throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(at: .systemTime), force: false)
        let cloud = try SimulatedCloud(at: place.path)
        _ = try await cloud.callerIdentity()
        _ = try await cloud.vpc("vpc-prod", in: "cn-beijing")
        _ = try await cloud.vpc("vpc-prod", in: "cn-beijing")
        try cloud.flush()
        try cloud.flush()
        #expect(try SimulatedCloud(at: place.path).overview().state.calls == ["get-caller-identity": 1, "get-vpc": 2])
    }

    @Test func `a file is made whole, for its owner alone, and replaces another only by force`() throws {
        let place = try Place()
        let path = place.directory.appendingPathComponent("new/cloud.db").path
        let world = try World.read(at: .systemTime)
        try SimulatedCloud.make(at: path, holding: world, force: true)
        let files = try FileManager.default.contentsOfDirectory(atPath: place.directory.path + "/new")
        #expect(files == ["cloud.db"])
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(throws: UnusableCloud(path: path, reason: .exists)) {
            try SimulatedCloud.make(at: path, holding: world, force: false)
        }
        try SimulatedCloud.make(at: path, holding: world, force: true)
    }

    @Test func `what is no cloud is refused, saying so`() throws {
        let place = try Place()
        #expect(throws: UnusableCloud(path: place.path, reason: .absent)) { try SimulatedCloud(at: place.path) }
        for contents in [Data(), Data("no database".utf8), Data(repeating: 7, count: 8192)] {
            try contents.write(to: URL(fileURLWithPath: place.path))
            #expect(throws: UnusableCloud(path: place.path, reason: .foreign)) { try SimulatedCloud(at: place.path) }
        }
    }

    @Test func `a database of another kind is refused, and not changed by looking`() throws {
        let place = try Place()
        let other = try DatabaseQueue(path: place.path)
        try other.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL; CREATE TABLE x (id)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: place.path))
        #expect(throws: UnusableCloud(path: place.path, reason: .foreign)) { try SimulatedCloud(at: place.path) }
        #expect(throws: UnusableCloud(path: place.path, reason: .foreign)) {
            try SimulatedCloud.make(at: place.path, holding: try World.read(), force: true)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: place.path)) == before)
    }

    @Test func `the journal of a cloud that was killed is not rolled back into the one that replaces it`() throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(), force: false)
        // What lies in it does not matter: it must be gone before the new file has the name.
        try Data("hot".utf8).write(to: URL(fileURLWithPath: place.path + "-journal"))
        try SimulatedCloud.make(at: place.path, holding: try World.read(), force: true)
        #expect(!FileManager.default.fileExists(atPath: place.path + "-journal"))
        #expect(throws: Never.self) { try SimulatedCloud(at: place.path).overview() }
    }

    @Test func `every lookup is answered by its index, in order, and reads no more than it gives`() throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(), force: false)
        try DatabaseQueue(path: place.path).read { database in
            let planner = Planner(on: database)
            var tables = CloudTables()
            try tables.visit(with: planner)
            #expect(planner.plans.count >= 4 * 20)
            for plan in planner.plans {
                #expect(plan.contains("SEARCH") && plan.contains("_by_") && !plan.contains("SCAN"))
            }
        }
    }

    /// How SQLite would answer every lookup.
    private final class Planner: TableVisitor {
        private let database: Database
        private(set) var plans: [String] = []

        init(on database: Database) {
            self.database = database
        }

        func visit<Record>(_: inout CloudTable<Record>) throws {
            for index in Record.Index.allCases {
                for (isFrom, isThrough) in [(false, false), (true, false), (false, true), (true, true)] {
                    let sql = StoredTable<Record>.lookup(index, isFrom: isFrom, isThrough: isThrough)
                    let bounds = Array(repeating: 0, count: (isFrom ? 1 : 0) + (isThrough ? 1 : 0))
                    let rows = try Row.fetchAll(
                        database, sql: "EXPLAIN QUERY PLAN " + sql,
                        arguments: StatementArguments(["x"]) + StatementArguments(bounds) + [1])
                    plans.append(rows.map { $0["detail"] as String }.joined(separator: "; "))
                }
            }
        }
    }

    @Test func `a cloud of a later release is refused, saying so, and not changed`() throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(), force: false)
        try DatabaseQueue(path: place.path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        let before = try Data(contentsOf: URL(fileURLWithPath: place.path))
        let error = #expect(throws: UnusableCloud.self) { try SimulatedCloud(at: place.path) }
        #expect(error?.reason == .other("it was made by a later release of sluice"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: place.path)) == before)
    }

    @Test func `a cloud of an earlier layout is laid out anew, and nothing of it is lost`() throws {
        let place = try Place()
        let world = try World.read(at: .systemTime)
        try SimulatedCloud.make(at: place.path, holding: world, force: false)
        let before = try SimulatedCloud(at: place.path).overview().state
        // A layout without one of the tables, and without an index of another.
        try DatabaseQueue(path: place.path).writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    DROP TABLE renewal;
                    DROP INDEX instance_by_shared;
                    ALTER TABLE instance DROP COLUMN shared;
                    ALTER TABLE instance DROP COLUMN sharedAt;
                    PRAGMA user_version = 1
                    """)
        }
        #expect(try SimulatedCloud(at: place.path).overview().state == before)
        let version = try DatabaseQueue(path: place.path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        #expect(version == CloudSchema.version)
        #expect(try SimulatedCloud(at: place.path).overview().state == before)
    }

    @Test func `a record that cannot be read is told, and never taken for one that is not there`() async throws {
        let place = try Place()
        try SimulatedCloud.make(at: place.path, holding: try World.read(at: .systemTime), force: false)
        try await DatabaseQueue(path: place.path).writeWithoutTransaction {
            try $0.execute(sql: "UPDATE vpc SET record = '{}'")
        }
        let cloud = try SimulatedCloud(at: place.path)
        #expect(throws: UnusableCloud(path: place.path, reason: .foreign)) { try cloud.overview() }
        let error = await #expect(throws: CloudError.self) { try await cloud.vpc("vpc-prod", in: "cn-beijing") }
        #expect(error?.code == "CloudUnreachable")
        let receipt = try await cloud.purchase(World.purchase, key: "key").value
        let instance = try #require(try await cloud.instance(boughtWith: receipt.orderNumber, in: "cn-beijing").value)
        let refused = await #expect(throws: CloudError.self) {
            try await cloud.createCluster(World.cluster, on: instance, in: "cn-beijing")
        }
        #expect(refused?.code == "CloudUnreachable")
    }

    private final class Place {
        let directory: URL
        var path: String { directory.appendingPathComponent("cloud.db").path }

        init() throws {
            directory = FileManager.default.temporaryDirectory.appendingPathComponent("cloud-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: directory) }
    }
}
