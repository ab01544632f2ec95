import Foundation
import Testing
import TransparencyLog

/// An export that is read in several pieces, with an order that spans all of them.
struct LongExportTests {
    private static let size = 3000

    /// A sandbox with a long export in it, its checkpoint beside, and the public key.
    private struct AuditedStore {
        let sandbox: Sandbox
        let export: String
        let lines: [String]
        let key: String

        init() async throws {
            sandbox = try Sandbox()
            try await sandbox.makeCloud()
            try await sandbox.run("order", "place", Sandbox.example("pay-as-you-go.yaml"))
            try await sandbox.run("order", "withdraw", "trial", "--reason", "test")
            let template = try sandbox.leaves().map { String(decoding: $0, as: UTF8.self) }
            let id = try #require(template[0].firstMatch(of: /"subject":"orders\/([^"]+)"/)?.1)
            lines = (1...LongExportTests.size).map { position in
                // The first order is placed at the beginning and withdrawn at the end; others come and go between.
                let isPlaced = position == 1 || (position.isMultiple(of: 2) && position < LongExportTests.size)
                let number = position == LongExportTests.size ? 0 : position / 2
                return template[isPlaced ? 0 : 1].replacing(id, with: id.prefix(20) + String(100_000 + number))
                    .replacing(/"sequence":"\d+"/, with: "\"sequence\":\"" + Self.digits(position) + "\"")
            }
            #expect(lines.map(\.utf8.count).reduce(0, +) > 1 << 22, "it is read in several pieces")
            export = sandbox.path("long.jsonl")
            var frontier = Frontier()
            for line in lines { frontier.append(MerkleHash(leaf: Data(line.utf8))) }
            let origin = try #require(template[0].firstMatch(of: /"source":"([^"]+)"/)?.1)
            let signing = SigningKey(name: String(origin))
            key = signing.verifier.description
            let checkpoint = SignedCheckpoint(
                Checkpoint(origin: signing.name, size: frontier.size, root: frontier.root), signedBy: signing)
            try Data(checkpoint.note.description.utf8).write(to: URL(fileURLWithPath: export + ".checkpoint"))
        }

        static func digits(_ position: Int) -> String {
            String(repeating: "0", count: 20 - String(position).count) + String(position)
        }

        /// Verifies an export of these lines.
        func verify(_ lines: [String], _ options: String...) async throws -> Sandbox.Result {
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: export))
            return try await sandbox.run(["audit", "verify", export, "--verifier", key] + options)
        }
    }

    @Test func `the first of all faults is named, wherever it is and whatever comes after it`() async throws {
        let context = try await AuditedStore()
        let sound = try await context.verify(context.lines)
        #expect(sound.status == 0, "\(sound.errors)")
        #expect(sound.output.hasPrefix("verified: 3000 entries, 1500 orders, "))

        let unlawful = { (position: Int) in
            { (lines: inout [String]) in
                lines[position - 1] = lines[position - 1].replacing(#""reason":"test""#, with: #""reason":"best""#)
                    .replacing(#""reason":"best"},"from""#, with: #""reason":"test"},"from""#)
            }
        }
        let swapped = { (position: Int) in { (lines: inout [String]) in lines.swapAt(position - 1, position) } }
        let again = { (lines: inout [String]) in
            lines.append(
                lines[2].replacing(/"sequence":"\d+"/, with: "\"sequence\":\"" + AuditedStore.digits(3001) + "\""))
        }
        let spaced = { (position: Int) in
            { (lines: inout [String]) in
                lines[position - 1] = lines[position - 1].replacing(#""phase":"#, with: #""phase": "#)
            }
        }
        let ofAnotherKind = { (position: Int) in
            { (lines: inout [String]) in
                lines[position - 1] = lines[position - 1].replacing("dev.sluice.order.", with: "dev.sluice.other.")
                    .replacing(#""subject":"orders/"#, with: #""subject":"other/"#)
            }
        }
        let forgeries: [(position: Int, said: String, [(inout [String]) -> Void])] = [
            (2801, "does not lead to what is stored", [unlawful(2801)]),
            (2801, "does not lead to what is stored", [unlawful(2801), unlawful(2899), swapped(2900)]),
            (1201, "out of order", [swapped(1201), unlawful(2801)]),
            (2999, "does not lead to what is stored", [unlawful(2999)]),
            (3000, "does not lead to what is stored", [unlawful(3000)]),
            (
                3000, "not the one of the checkpoint",
                [{ $0[10] = $0[10].replacing(#""authid":""#, with: #""authid":"x"#) }]
            ),
            (3000, "it is missing", [{ $0.removeLast() }]),
            (3001, "had ended before it", [again]),
            // What a state should be is not known where the replay does not come to it.
            (2801, "not a line of this log", [spaced(2801)]),
            (2801, "not a line of this log", [unlawful(2801), spaced(2801), swapped(2900)]),
            (2801, "does not lead to what is stored", [unlawful(2801), spaced(2803)]),
            (2801, "not a line of this log", [ofAnotherKind(2800), ofAnotherKind(2801), spaced(2801)]),
            (3001, "not a line of this log", [again, spaced(3001)]),
        ]
        for (position, said, changes) in forgeries {
            var lines = context.lines
            for change in changes { change(&lines) }
            let result = try await context.verify(lines)
            #expect(result.status == 22)
            #expect(
                result.errors.contains("from position \(position) on") && result.errors.contains(said),
                "\(position) \(said): \(result.errors)")
        }
    }

    @Test func `hashes alone tell whether an export is the one of its checkpoint, and nothing else`() async throws {
        let context = try await AuditedStore()
        let sound = try await context.verify(context.lines, "--hashes-only")
        #expect(sound.status == 0, "\(sound.errors)")
        #expect(sound.output.hasPrefix("verified: 3000 entries, sluice/"))
        #expect(sound.errors.contains("no order was replayed"))
        for place in [0, 2499, 2999] {
            var edited = context.lines
            edited[place] = edited[place].replacing(#""authid":""#, with: #""authid":"x"#)
            let result = try await context.verify(edited, "--hashes-only")
            #expect(result.status == 22 && result.errors.contains("not the one of the checkpoint"), "\(result.errors)")
        }
        #expect(try await context.verify(context.lines.dropLast(), "--hashes-only").status == 22)
        #expect(try await context.verify(context.lines + ["{}"], "--hashes-only").status == 22)
        #expect(try await context.verify([], "--hashes-only").status == 22)
        #expect(try await context.sandbox.run("audit", "verify", "--hashes-only").status == 64)
        try FileManager.default.removeItem(atPath: context.export + ".checkpoint")
        #expect(try await context.verify(context.lines, "--hashes-only").status == 64)
    }

    @Test func `a file of one endless line is told from an export`() async throws {
        let sandbox = try Sandbox()
        let path = sandbox.path("endless")
        try Data(repeating: UInt8(ascii: "{"), count: 40 << 20).write(to: URL(fileURLWithPath: path))
        let result = try await sandbox.run("audit", "verify", path)
        #expect(
            result.status == 65 && result.errors.contains("a line is too long"), "\(result.status) \(result.errors)")
    }
}
