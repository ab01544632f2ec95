import Documents
import Foundation
import GRDB
import Testing
import TransparencyLog
import Workflow

/// What an audit finds, and what only a checkpoint kept elsewhere can show.
struct AuditTests {
    @Test func `a log that nobody has touched verifies, against every checkpoint`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let result = try await sandbox.run(
            ["audit", "verify", "--json", "--checkpoint", sandbox.path("now")] + context.keptCheckpoint)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try result.json["size"] == .integer(context.size))
        #expect(try result.json["orders"] == .integer(2))
        #expect(try result.json["checkpoints"].items == [.integer(context.kept), .integer(context.size)])
        #expect(try result.json["signaturesChecked"] == .boolean(true))
        #expect(try await sandbox.run("store", "check").status == 0)
    }

    @Test func `every edited line is found, at its position`() async throws {
        let context = try await AuditedStore()
        var chance = SeededGenerator(seed: 6962)
        for position in 1...context.size {
            let leaf = try context.sandbox.leaves()[position - 1]
            let place = Int.random(in: 0..<leaf.count, using: &chance)
            var edited = leaf
            edited[place] ^= 1
            try context.sandbox.tamper { try $0.setLeaf(edited, at: position) }
            try await context.expectBroken(at: position)
            try context.sandbox.tamper { try $0.setLeaf(leaf, at: position) }
        }
        #expect(try await context.sandbox.run("audit", "verify").status == 0)
    }

    @Test func `what is wrong first is named, though what comes later cannot even be read`() async throws {
        let context = try await AuditedStore()
        try context.sandbox.tamper {
            try $0.replace(#""authid":""#, with: #""authid":"x"#, at: 2)
            try $0.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try $0.execute(sql: "UPDATE transition SET subtrees = x'00' WHERE position = 5")
        }
        try await context.expectBroken(at: 2)
    }

    @Test func `an edit with all hashes made anew is found where it is not lawful, or by a checkpoint`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        // Another actor: nothing in the log itself says that it was not so.
        try sandbox.tamper { database in
            try database.replace(#""authid":""#, with: #""authid":"x"#, at: 2)
            try database.makeHashesAnew()
        }
        let unknowing = try await sandbox.run("audit", "verify")
        #expect(unknowing.status == 0)
        #expect(unknowing.errors.contains("No checkpoint was given"))
        try await context.expectBroken(at: context.kept, context.keptCheckpoint)

        // A confirmation despite findings, consistent in itself: what follows does not go on from it.
        try sandbox.tamper { database in
            try database.replace(#""despiteFindings":false"#, with: #""despiteFindings":true"#, at: 2)
            try database.makeHashesAnew()
        }
        try await context.expectBroken(at: 3)
    }

    @Test func `swapped, deleted and inserted entries are found`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let original = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        for (position, change) in [
            (4, { (database: Database) in try database.swap(4, 5) }),
            (3, { database in try database.delete([3]) }),
            (
                2,
                { database in
                    try database.delete([2]); try database.renumber()
                }
            ),
        ] {
            try sandbox.tamper { try change($0) }
            try await context.expectBroken(at: position)
            try sandbox.tamper { try $0.makeHashesAnew() }
            try await context.expectBroken(at: position)
            try original.write(to: URL(fileURLWithPath: sandbox.store))
        }
    }

    @Test func `a deleted order is found`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let before = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        try sandbox.tamper { database in
            try database.execute(
                sql: "DELETE FROM transition WHERE workflow = (SELECT id FROM workflow WHERE name = 'trial')")
            try database.execute(sql: "DELETE FROM workflow WHERE name = 'trial'")
            try database.makeHashesAnew()
        }
        try await context.expectBroken(at: 5)
        // With only its row gone, the log still knows it.
        try before.write(to: URL(fileURLWithPath: sandbox.store))
        try sandbox.tamper { try $0.execute(sql: "DELETE FROM workflow WHERE name = 'trial'") }
        try await context.expectBroken(at: nil)
    }

    @Test(arguments: [
        "name = 'other'", "region = 'cn-hangzhou'", "region = NULL", "phase = 'paid'", "isFinished = 1",
        "kind = 'shared-order'", "definitionVersion = 7", "version = 1", "createdAt = '2021-03-01T01:02:06.000Z'",
        "updatedAt = '2022-03-01T01:02:06.000Z'",
    ])
    func `an order that is kept otherwise than its history says is found`(_ change: String) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try sandbox.tamper { try $0.execute(sql: "UPDATE workflow SET \(change)") }
        let verified = try await sandbox.run("audit", "verify")
        #expect(verified.status == 22, "\(verified.output)\(verified.errors)")
        #expect([12, 22].contains(try await sandbox.run("store", "check").status))
    }

    /// Its last transition is given to an order that never was, which every constraint of the store allows.
    @Test func `an order that was set back is found, though every line of the log is as it was written`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        try sandbox.tamper { database in
            try database.execute(
                sql: """
                    CREATE TEMP TABLE phantom AS SELECT * FROM workflow WHERE name = 'risk';
                    UPDATE phantom SET number = 99, id = substr(id, 1, 25) || 'Z', name = 'phantom', isFinished = 1;
                    INSERT INTO workflow SELECT * FROM phantom;
                    UPDATE transition SET workflow = (SELECT id FROM workflow WHERE name = 'phantom')
                    WHERE workflow = (SELECT id FROM workflow WHERE name = 'risk')
                        AND version = (SELECT version FROM workflow WHERE name = 'risk');
                    UPDATE workflow SET version = version - 1 WHERE name = 'risk';
                    UPDATE workflow SET (phase, updatedAt) = (
                        SELECT "to", at FROM transition
                        WHERE transition.workflow = workflow.id AND transition.version = workflow.version
                    ) WHERE name = 'risk';
                    DROP TABLE phantom;
                    """)
        }
        try await context.expectBroken(at: nil, context.keptCheckpoint)
        #expect([12, 22].contains(try await sandbox.run("store", "check").status))
    }

    @Test func `a store that was rolled back is found by a checkpoint, at the first entry that is missing`()
        async throws
    {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let older = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        try await sandbox.reach("running")
        let later = try await sandbox.checkpoint("later")
        #expect(later > context.size)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: sandbox.store + suffix) }
        try older.write(to: URL(fileURLWithPath: sandbox.store))
        #expect(try await sandbox.run(["audit", "verify"] + context.keptCheckpoint).status == 0)
        try await context.expectBroken(at: context.size + 1, ["--checkpoint", sandbox.path("later")])
        // Nor is the later checkpoint written over by one of the older log.
        let signed = try await sandbox.run("audit", "checkpoint", "--to", sandbox.path("later"))
        #expect(signed.status == 22, "\(signed.errors)")
        // The tail deleted and the order set back is the same.
        try sandbox.tamper { database in
            try database.execute(sql: "DELETE FROM transition WHERE position = \(context.size)")
        }
        try await context.expectBroken(at: context.size, ["--checkpoint", sandbox.path("now")])
    }

    @Test func `another key signs for nothing`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let stranger = SigningKey(name: String(context.key.prefix { $0 != "+" }))
        let text = try String(contentsOfFile: sandbox.path("kept"), encoding: .utf8)
        let checkpoint = try #require(SignedCheckpoint(parsing: text)).checkpoint
        let forged = try sandbox.file("forged", SignedCheckpoint(checkpoint, signedBy: stranger).note.description)
        try await context.expectBroken(at: context.kept, ["--checkpoint", forged])
        try await context.expectBroken(
            at: context.kept, context.keptCheckpoint + ["--verifier", stranger.verifier.description])
        // The key's file exchanged: nothing is signed.
        try Data((stranger.secretText + "\n").utf8).write(to: URL(fileURLWithPath: sandbox.store + ".key"))
        let signed = try await sandbox.run("audit", "checkpoint", "--json")
        #expect(signed.status == 12)
        #expect(try signed.error["error"]["code"] == .text("key-of-another"))
        #expect(!signed.errors.contains("PRIVATE"))
    }

    @Test func `one order's proof does not prove another's, and no other line`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let proof = sandbox.path("risk.tlog-proof")
        #expect(try await sandbox.run("audit", "prove", "risk", "--version", "3", "--to", proof).status == 0)
        let holds = try await sandbox.run(
            "audit", "verify", proof, "--verifier", context.key, "--order", "risk", "--json")
        #expect(holds.status == 0, "\(holds.errors)")
        #expect(try holds.json["version"] == .integer(3))
        #expect(try holds.json["event"] == .text("purchaseBegun"))
        let other = try await sandbox.run("audit", "verify", proof, "--verifier", context.key, "--order", "trial")
        #expect(other.status == 22)
        #expect(other.errors.contains("the proof is of order risk"))

        let text = try String(contentsOfFile: proof, encoding: .utf8)
        let otherLeaf = try context.sandbox.leaves()[4].base64EncodedString()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var exchanged = lines
        exchanged[1] = "extra " + otherLeaf
        var moved = lines
        moved[2] = "index 1"
        var shortened = lines
        shortened.remove(at: 3)
        for (name, forged) in [("exchanged", exchanged), ("moved", moved), ("shortened", shortened)] {
            let file = try sandbox.file(name, forged.joined(separator: "\n"))
            #expect(try await sandbox.run("audit", "verify", file, "--verifier", context.key).status == 22, "\(name)")
        }
    }

    @Test func `a key is changed by a line of the log that both have signed`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let secret = try String(contentsOfFile: sandbox.store + ".key", encoding: .utf8)
        let new = try await sandbox.run("audit", "key", "--change").output.trimmingCharacters(in: .newlines)
        #expect(new != context.key)
        #expect(try await sandbox.run("audit", "key").output.hasPrefix(new))
        #expect(try String(contentsOfFile: sandbox.store + ".key", encoding: .utf8) != secret)
        #expect(try await sandbox.checkpoint("after") == context.size + 1)
        let all = context.keptCheckpoint + ["--checkpoint", sandbox.path("after")]
        for key in [context.key, new] {
            let result = try await sandbox.run(["audit", "verify", "--verifier", key] + all)
            #expect(result.status == 0, "\(result.errors)")
        }
        // The old key signs for nothing from then on.
        let old = try #require(SigningKey(secret.trimmingCharacters(in: .newlines)))
        let text = try String(contentsOfFile: sandbox.path("after"), encoding: .utf8)
        let checkpoint = try #require(SignedCheckpoint(parsing: text)).checkpoint
        let forged = try sandbox.file("forged", SignedCheckpoint(checkpoint, signedBy: old).note.description)
        try await context.expectBroken(at: context.size + 1, ["--checkpoint", forged])
        // Orders go on, and the store is sound.
        try await sandbox.reach("running")
        #expect(try await sandbox.run("store", "check").status == 0)
        #expect(try await sandbox.run("audit", "verify").status == 0)
    }

    @Test func `growth across a change of key is proven with both keys`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let new = try await sandbox.run("audit", "key", "--change").output.trimmingCharacters(in: .newlines)
        _ = try await sandbox.checkpoint("after")
        let growth = sandbox.path("growth")
        let proven = try await sandbox.run(
            "audit", "consistency", sandbox.path("kept"), sandbox.path("after"), "--to", growth)
        #expect(proven.status == 0, "\(proven.errors)")
        let verify = ["audit", "verify", growth] + context.keptCheckpoint
        for keys in [[context.key, new], [new, context.key]] {
            let result = try await sandbox.run(verify + keys.flatMap { ["--verifier", $0] } + ["--json"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(try result.json["signaturesChecked"] == .boolean(true))
        }
        for key in [context.key, new] {
            #expect(try await sandbox.run(verify + ["--verifier", key]).status == 22)
        }
        // Of the store and of exports one key leads to the others.
        #expect(try await sandbox.run("audit", "verify", "--verifier", new, "--verifier", context.key).status == 64)
    }

    @Test func `what is neither a public key nor a file is told as both`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        for mistyped in [String(context.key.dropLast(2)), context.key + "x", "sluice", sandbox.path("nowhere")] {
            let result = try await sandbox.run("audit", "verify", "--verifier", mistyped, "--json")
            #expect(result.status == 66, "\(result.errors)")
            let error = try result.error["error"]
            #expect(error["code"] == .text("unknown-verifier"))
            #expect(error["message"].text?.contains("is not a public key, and there is no file") == true)
            #expect(error["hint"].text?.contains("NAME+ID+KEY") == true)
        }
        let file = try sandbox.file("other", "not a key")
        let other = try await sandbox.run("audit", "verify", "--verifier", file)
        #expect(other.status == 65 && other.errors.contains("neither a public key nor a file with one"))
    }

    @Test func `nothing is signed that does not verify, unless it is asked for`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let kept = sandbox.store + ".checkpoint"
        try FileManager.default.removeItem(atPath: kept)
        let leaf = try sandbox.leaves()[1]
        try sandbox.tamper { try $0.replace(#""authid":""#, with: #""authid":"x"#, at: 2) }
        let refused = try await sandbox.run("audit", "checkpoint", "--to", sandbox.path("signed"))
        #expect(refused.status == 22)
        #expect(refused.errors.contains("from position 2 on"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: sandbox.path("signed")))
        let knowingly = try await sandbox.run("audit", "checkpoint", "--to", sandbox.path("signed"), "--no-verify")
        #expect(knowingly.status == 0, "\(knowingly.errors)")
        #expect(!FileManager.default.fileExists(atPath: kept), "nothing was verified")
        // What was changed is mended; from then on only what is new is looked at.
        try sandbox.tamper { try $0.setLeaf(leaf, at: 2) }
        _ = try await sandbox.checkpoint("signed")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: kept))
        #expect(try Data(contentsOf: URL(fileURLWithPath: sandbox.path("signed"))) == bytes)
        try sandbox.tamper { try $0.replace(#""authid":""#, with: #""authid":"x"#, at: 2) }
        #expect(try await sandbox.run("audit", "checkpoint").status == 0)
        // Without what was kept, or with what is none any more, all of it is.
        for damage in [Data(), Data("nothing".utf8), bytes.dropLast(), bytes.replacing(at: bytes.count - 8)] {
            try damage.write(to: URL(fileURLWithPath: kept))
            let again = try await sandbox.run("audit", "checkpoint")
            #expect(again.status == 22)
            #expect(again.errors.contains("everything is verified again"), "\(again.errors)")
        }
    }

    @Test func `a checkpoint beside the store that is not of its log is 22`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let older = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        try await sandbox.reach("running")
        _ = try await sandbox.checkpoint("later")
        let kept = sandbox.store + ".checkpoint"
        let ofLater = try Data(contentsOf: URL(fileURLWithPath: kept))
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: sandbox.store + suffix) }
        try older.write(to: URL(fileURLWithPath: sandbox.store))
        let rolledBack = try await sandbox.run("audit", "checkpoint")
        #expect(rolledBack.status == 22)
        #expect(rolledBack.errors.contains("does not go on from the checkpoint"), "\(rolledBack.errors)")
        #expect(rolledBack.errors.contains(kept))
        #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == ofLater)

        let other = try await AuditedStore()
        let foreign = try Data(contentsOf: URL(fileURLWithPath: other.sandbox.store + ".checkpoint"))
        try foreign.write(to: URL(fileURLWithPath: kept))
        #expect(try await sandbox.run("audit", "checkpoint").status == 22)
        try FileManager.default.removeItem(atPath: kept)
        #expect(try await sandbox.run("audit", "checkpoint").status == 0)
    }

    @Test func `since a checkpoint only what came after it is verified`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let since = ["audit", "verify", "--since", sandbox.path("kept")]
        let whole = try await sandbox.run("audit", "verify", "--json").json
        let result = try await sandbox.run(since + ["--json", "--checkpoint", sandbox.path("now")])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try result.json["since"] == .integer(context.kept))
        #expect(try result.json["size"] == whole["size"] && result.json["root"] == whole["root"])
        #expect(try result.json["orders"] == .integer(1), "the withdrawn order has nothing new")
        #expect(whole["since"] == .null)
        #expect(try result.json["checkpoints"].items == [.integer(context.kept), .integer(context.size)])
        // Nothing new, and an earlier checkpoint.
        let nothing = try await sandbox.run(
            ["audit", "verify", "--since", sandbox.path("now"), "--json"] + context.keptCheckpoint)
        #expect(nothing.status == 0, "\(nothing.errors)")
        #expect(try nothing.json["root"] == whole["root"] && nothing.json["orders"] == .integer(0))
        #expect(try await sandbox.run(since + [sandbox.path("kept")]).status == 64)
    }

    @Test(arguments: [false, true])
    func `an export of lines that are not as they were written is not signed`(wasVerified: Bool) async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        // What was verified before is not verified again, and its lines are compared all the same.
        if wasVerified { #expect(try await sandbox.run("audit", "checkpoint").status == 0) }
        try sandbox.tamper { try $0.replace(#""authid":""#, with: #""authid":"x"#, at: 2) }
        let (lines, checkpoint) = (sandbox.path("e.jsonl"), sandbox.path("e.jsonl.checkpoint"))
        #expect(try await sandbox.run("audit", "export", "--to", lines).status == 22)
        #expect(!FileManager.default.fileExists(atPath: lines))
        #expect(!FileManager.default.fileExists(atPath: checkpoint))
        // As they are kept, they can still be looked at.
        #expect(try await sandbox.run("audit", "export").output.contains(#""authid":"x"#))
    }

    @Test func `since a checkpoint every edited line after it is found, and the lines that orders go on from`()
        async throws
    {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let since = ["--since", sandbox.path("kept")]
        // Of the lines up to the checkpoint, the order that goes on rests on its last: the third of risk.
        let restsOn = 4
        for position in 1...context.size {
            let leaf = try sandbox.leaves()[position - 1]
            var edited = leaf
            edited[leaf.count / 2] ^= 1
            try sandbox.tamper { try $0.setLeaf(edited, at: position) }
            if position > context.kept || position == restsOn {
                try await context.expectBroken(at: position, since)
            } else {
                #expect(try await sandbox.run(["audit", "verify"] + since).status == 0, "\(position)")
            }
            try sandbox.tamper { try $0.setLeaf(leaf, at: position) }
        }
        // Hashes made anew: the root is no longer the checkpoint's, or what follows is not lawful.
        let original = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        try sandbox.tamper { database in
            try database.replace(#""authid":""#, with: #""authid":"x"#, at: 2)
            try database.makeHashesAnew()
        }
        try await context.expectBroken(at: context.kept, since)
        try original.write(to: URL(fileURLWithPath: sandbox.store))
        try sandbox.tamper { database in
            try database.delete([context.kept + 1])
            try database.renumber()
            try database.makeHashesAnew()
        }
        try await context.expectBroken(at: context.kept + 1, since)
        // A log that is shorter than the checkpoint.
        try original.write(to: URL(fileURLWithPath: sandbox.store))
        try sandbox.tamper { try $0.delete(Array(context.kept...context.size)) }
        try await context.expectBroken(at: context.kept, since)
    }

    @Test func `since a checkpoint of before a change of key, and of after it`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        _ = try await sandbox.run("audit", "key", "--change")
        _ = try await sandbox.checkpoint("changed")
        try await sandbox.reach("running")
        for since in ["kept", "now", "changed"] {
            let result = try await sandbox.run(
                "audit", "verify", "--since", sandbox.path(since), "--verifier", context.key)
            #expect(result.status == 0, "\(since): \(result.errors)")
        }
        let stranger = SigningKey(name: String(context.key.prefix { $0 != "+" }))
        let text = try String(contentsOfFile: sandbox.path("kept"), encoding: .utf8)
        let forged = SignedCheckpoint(try #require(SignedCheckpoint(parsing: text)).checkpoint, signedBy: stranger)
        let file = try sandbox.file("forged", forged.note.description)
        try await context.expectBroken(at: context.kept, ["--since", file])
    }

    @Test func `no secret is in the store, its history or its exports`() async throws {
        let context = try await AuditedStore()
        let sandbox = context.sandbox
        let secret = try String(contentsOfFile: sandbox.store + ".key", encoding: .utf8)
        let seed = try #require(secret.split(separator: "+", maxSplits: 4).last?.trimmingCharacters(in: .newlines))
        _ = try await sandbox.run("audit", "export", "--to", sandbox.path("all.jsonl"))
        for file in ["sluice.db", "all.jsonl", "all.jsonl.checkpoint", "kept"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: sandbox.path(file)))
            #expect(bytes.range(of: Data(seed.utf8)) == nil, "\(file)")
        }
        let mode = try FileManager.default.attributesOfItem(atPath: sandbox.store + ".key")[.posixPermissions]
        #expect(mode as? Int == 0o600)
        // One that others may read is not used.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: sandbox.store + ".key")
        let refused = try await sandbox.run("audit", "checkpoint", "--json")
        #expect(refused.status == 12)
        #expect(try refused.error["error"]["code"] == .text("key-unprotected"))
    }
}

extension Database {
    fileprivate func setLeaf(_ leaf: Data, at position: Int) throws {
        try execute(sql: "UPDATE transition SET leaf = ? WHERE position = ?", arguments: [leaf, position])
    }

    fileprivate func replace(_ text: String, with other: String, at position: Int) throws {
        try execute(
            sql: "UPDATE transition SET leaf = CAST(replace(CAST(leaf AS TEXT), ?, ?) AS BLOB) WHERE position = ?",
            arguments: [text, other, position])
    }

    fileprivate func swap(_ one: Int, _ other: Int) throws {
        for (from, to) in [(one, 1000), (other, one), (1000, other)] {
            try execute(sql: "UPDATE transition SET position = \(to) WHERE position = \(from)")
        }
    }

    fileprivate func delete(_ positions: [Int]) throws {
        for position in positions { try execute(sql: "DELETE FROM transition WHERE position = \(position)") }
    }

    /// Closes the gaps in the positions.
    fileprivate func renumber() throws {
        let positions = try Int.fetchAll(self, sql: "SELECT position FROM transition ORDER BY position")
        for (index, position) in positions.enumerated() {
            try execute(sql: "UPDATE transition SET position = \(index + 1) WHERE position = \(position)")
        }
    }

    /// Makes every hash of the log anew, as whoever knows how the log is made would.
    fileprivate func makeHashesAnew() throws {
        var frontier = Frontier()
        for row in try Row.fetchAll(self, sql: "SELECT position, leaf FROM transition ORDER BY position") {
            let complete = frontier.append(MerkleHash(leaf: row["leaf"]))
            try execute(
                sql: "UPDATE transition SET subtrees = ? WHERE position = ?",
                arguments: [complete.map(\.bytes).reduce(Data(), +), row["position"] as Int])
        }
    }
}

extension Data {
    /// These bytes with one of them changed to another letter of base64.
    fileprivate func replacing(at offset: Int) -> Data {
        var bytes = self
        bytes[offset] = bytes[offset] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return bytes
    }
}
