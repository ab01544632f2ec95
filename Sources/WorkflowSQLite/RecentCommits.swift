import GRDB
import TransparencyLog
import Workflow
import WorkflowEngine

/// What this connection knows of its store without asking: what it has committed or read itself, as long as no other
/// connection has committed since.
///
/// Used on the connection's own queue alone. Whatever a transaction has noted is forgotten with it if it is not committed.
final class RecentCommits {
    /// A workflow as this connection left or found it.
    struct Known {
        let workflow: StoredWorkflow
        /// `nil` if they have not been asked for.
        let claims: Set<Claim>?
    }

    /// So many workflows that what they take stays small.
    private static let most = 2048

    /// SQLite's own count of the commits of other connections.
    private var dataVersion: Int64?
    private var workflows: [WorkflowID: Known] = [:]
    /// The end of the log, and of the subtrees that are complete there those that are known, by level.
    private(set) var last: Int?
    private var subtrees: [Int: MerkleHash] = [:]

    /// Forgets all that another connection may have changed since.
    func refresh(_ database: Database) throws {
        let current: Int64? = try database.value("PRAGMA data_version")
        if current != dataVersion { forget() }
        dataVersion = current
    }

    /// Forgets everything.
    func forget() {
        dataVersion = nil
        workflows.removeAll(keepingCapacity: true)
        last = nil
        subtrees.removeAll(keepingCapacity: true)
    }

    // MARK: - Workflows

    func known(_ id: WorkflowID) -> Known? { workflows[id] }

    func note(_ workflow: StoredWorkflow, claiming claims: Set<Claim>?) {
        if workflows.count == Self.most { workflows.removeAll(keepingCapacity: true) }
        workflows[workflow.id] = Known(workflow: workflow, claims: claims)
    }

    // MARK: - The log

    /// The root of the subtree of 2^`level` leaves that ends the log; `nil` if it is not known.
    func subtree(atLevel level: Int) -> MerkleHash? { subtrees[level] }

    /// Notes the end of the log, whose last leaf has completed a subtree of this level.
    func note(end position: Int, completing level: Int, _ root: MerkleHash) {
        for lower in 0..<level { subtrees[lower] = nil }
        subtrees[level] = root
        last = position
    }
}
