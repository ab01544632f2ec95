import Crypto
import Foundation
import Workflow
import WorkflowEngine

/// What a transition was when it was written: SHA-256 over the digest of the one before it and all that is stored of it.
///
/// A byte that has changed since, by damage or by hand, shows when the history is read again.
struct TransitionDigest {
    let bytes: Data

    /// - Parameter previous: the digest of the workflow's transition before; empty for the first.
    init(of commit: Commit, after previous: Data) {
        let workflow = commit.workflow
        self.init(
            after: previous,
            [
                workflow.id.rawValue, String(workflow.version), commit.event, commit.from, workflow.phase,
                String(workflow.definitionVersion), workflow.state, commit.evidence, commit.actor.type.rawValue,
                commit.actor.id, commit.requestID, workflow.updatedAt.description,
            ])
    }

    init(of entry: HistoryEntry, after previous: Data) {
        self.init(
            after: previous,
            [
                entry.workflow.rawValue, String(entry.version), entry.event, entry.from, entry.to,
                String(entry.definitionVersion), entry.state, entry.evidence, entry.actor.type.rawValue,
                entry.actor.id, entry.requestID, entry.at.description,
            ])
    }

    /// Each field goes in with its length, so that no two rows are the same bytes.
    private init(after previous: Data, _ fields: [String?]) {
        var hash = SHA256()
        hash.update(data: previous)
        for field in fields {
            let text = Data((field ?? "").utf8)
            hash.update(data: Data("\(field == nil ? "-" : String(text.count)):".utf8))
            hash.update(data: text)
        }
        bytes = Data(hash.finalize())
    }
}
