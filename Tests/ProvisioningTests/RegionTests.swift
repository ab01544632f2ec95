import CanonicalJSON
import Foundation
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
        let lines = states.map { state in
            let entry = HistoryEntry(
                position: 1, workflow: WorkflowID(rawValue: "W"), kind: Definition.kind, version: 2, event: "moved",
                from: "a", to: "b", definitionVersion: 1, state: WrittenValue(CanonicalJSON.text(state)),
                evidence: WrittenValue("{}"),
                actor: Actor(.operator, id: "op"), requestID: nil, at: .earliest)
            return LoggedTransition(entry, in: "store", recordedAt: .earliest).bytes
        }
        #expect(try regions(after: lines) == states.map(Definition.region), "\(Definition.kind)")
    }

    /// A line that cannot be read is told of by whoever reads it, and keeps no store from being migrated.
    @Test func `a damaged line has no region`() throws {
        #expect(try regions(after: [Data([0x00, 0xFF, 0x7B])]) == [nil])
    }

    /// The regions that the migration gives to workflows whose histories end with these lines.
    private func regions(after lines: [Data]) throws -> [String?] {
        let migration = try #require(SQLiteMigrations.all.first { $0.name == "V0004_regions" })
        return try DatabaseQueue().write { database in
            try database.execute(
                sql: """
                    CREATE TABLE workflow (id TEXT, version INTEGER);
                    CREATE TABLE transition (workflow TEXT, version INTEGER, leaf BLOB);
                    """)
            for (number, line) in lines.enumerated() {
                try database.execute(sql: "INSERT INTO workflow VALUES (?, 2)", arguments: ["W\(number)"])
                try database.execute(sql: "INSERT INTO transition VALUES (?, 2, ?)", arguments: ["W\(number)", line])
            }
            try database.execute(sql: migration.sql)
            return try String?.fetchAll(database, sql: "SELECT region FROM workflow ORDER BY rowid")
        }
    }
}
