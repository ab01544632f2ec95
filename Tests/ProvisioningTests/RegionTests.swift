import GRDB
import RealtimeCompute
import SQLiteMigrations
import Testing
import Workflow
import WorkflowEngine

/// In which region a workflow is found.
struct RegionTests {
    /// The migration reads from the log what new transitions are told by their definition.
    @Test func `the regions of an older store are those that its definitions tell`() throws {
        try requireSame(ExclusiveOrder.self, Samples.states)
        try requireSame(SharedOrder.self, SharedOrder.Samples.states)
        try requireSame(SharedScaling.self, SharedScaling.Samples.states)
        try requireSame(WorkspaceOrder.self, WorkspaceOrder.Samples.states)
        try requireSame(ClusterRenewal.self, ClusterRenewal.Samples.states)
        try requireSame(RoleChange.self, RoleChange.Samples.states)
        try requireSame(ClusterScaling.self, ScalingPlan.samples.states)
        try requireSame(ClusterRelease.self, ReleasePlan.samples.states)
        try requireSame(WorkspaceScaling.self, WorkspaceScalingPlan.samples.states)
        try requireSame(WorkspaceRelease.self, WorkspaceReleasePlan.samples.states)
    }

    private func requireSame<Definition: Workflow>(_ definition: Definition.Type, _ states: [Definition.State]) throws {
        let migration = try #require(SQLiteMigrations.all.first { $0.name == "V0004_regions" })
        let regions = try DatabaseQueue().write { database in
            try database.execute(
                sql: """
                    CREATE TABLE workflow (id TEXT, version INTEGER);
                    CREATE TABLE transition (workflow TEXT, version INTEGER, leaf BLOB);
                    """)
            for (number, state) in states.enumerated() {
                let entry = HistoryEntry(
                    position: 1, workflow: WorkflowID(rawValue: "W\(number)"), kind: Definition.kind, version: 2,
                    event: "moved", from: "a", to: "b", definitionVersion: 1, state: CanonicalJSON.text(state),
                    evidence: "{}", actor: Actor(.operator, id: "op"), requestID: nil, at: .earliest)
                let leaf = LoggedTransition(entry, in: "store", recordedAt: .earliest).bytes
                try database.execute(sql: "INSERT INTO workflow VALUES (?, 2)", arguments: ["W\(number)"])
                try database.execute(sql: "INSERT INTO transition VALUES (?, 2, ?)", arguments: ["W\(number)", leaf])
            }
            try database.execute(sql: migration.sql)
            return try String?.fetchAll(database, sql: "SELECT region FROM workflow ORDER BY rowid")
        }
        #expect(regions == states.map(Definition.region), "\(Definition.kind)")
    }

    /// A line that cannot be read is told of by whoever reads it, and keeps no store from being migrated.
    @Test func `a damaged line has no region`() throws {
        let migration = try #require(SQLiteMigrations.all.first { $0.name == "V0004_regions" })
        let region = try DatabaseQueue().write { database in
            try database.execute(
                sql: """
                    CREATE TABLE workflow (id TEXT, version INTEGER);
                    CREATE TABLE transition (workflow TEXT, version INTEGER, leaf BLOB);
                    INSERT INTO workflow VALUES ('W', 1);
                    INSERT INTO transition VALUES ('W', 1, x'00ff7b');
                    """)
            try database.execute(sql: migration.sql)
            return try String?.fetchOne(database, sql: "SELECT region FROM workflow") ?? nil
        }
        #expect(region == nil)
    }
}
