import ArgumentParser
import Provisioning
import TransparencyLog
import WorkflowEngine
import WorkflowSQLite

struct AuditGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Prove the history: export it, sign for it, verify it without sluice's store.",
        discussion: """
            Every transition of every order is a line of a log whose lines are hashed into a Merkle tree (RFC 6962). A \
            checkpoint is the root of the tree, signed (C2SP tlog-checkpoint). Whoever keeps a checkpoint elsewhere can \
            tell later whether anything up to it was changed, removed or put in.

              sluice audit key                         the public key: give it to whoever is to verify
              sluice audit checkpoint --to FILE        sign for the log as it is now; keep FILE elsewhere
              sluice audit export --to FILE            every line, and a checkpoint beside
              sluice audit verify FILE --verifier KEY  without the store
              sluice audit verify --checkpoint FILE    the store, against what was kept
              sluice audit verify --since FILE         what came since in the store, and no more
            """,
        subcommands: [
            AuditKey.self, AuditVerify.self, AuditCheckpoint.self, AuditProve.self, AuditConsistency.self,
            AuditExport.self,
        ]
    )
}

/// Runs an audit, and makes of what it finds a failure that can be told.
func reporting<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch let problem as LogAudit.Problem {
        throw Unverified(problem)
    } catch JournalError.unusable(let fault) {
        throw Unverified(fault.message)
    }
}

extension Context {
    /// The store to be audited.
    ///
    /// - Throws: ``NoStore``.
    func journalToAudit() throws -> SQLiteJournal {
        guard let journal = try journalForReading() else { throw NoStore(path: storePath) }
        return journal
    }

    /// What signs for the log.
    var signer: LogSigner {
        get throws {
            LogSigner(registry: registry, keyFile: try keyFile()) { [console] in console.note($0) }
        }
    }

    /// Signs for the first `size` lines of the log.
    func checkpoint(of journal: SQLiteJournal, size: Int) throws -> SignedCheckpoint {
        try signer.checkpoint(of: journal, size: size)
    }
}
