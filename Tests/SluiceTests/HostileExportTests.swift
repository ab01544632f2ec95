import Documents
import Foundation
import Testing

/// Exports made to mislead an audit, or to break it.
struct HostileExportTests {
    /// The lines of an order that came as far as a phase.
    private func lines(_ sandbox: Sandbox, to phase: String) async throws -> [String] {
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach(phase)
        return try sandbox.leaves().map { String(decoding: $0, as: UTF8.self) }
    }

    private func verify(_ sandbox: Sandbox, _ text: String) async throws -> Sandbox.Result {
        let path = sandbox.path("export")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try await sandbox.run("audit", "verify", path, "--json")
    }

    private func expect(
        _ result: Sandbox.Result, _ problem: String, at position: Int, _ location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(result.status == 22, "\(result.status) \(result.errors)", sourceLocation: location)
        let details = try result.error["error"]["details"]
        #expect(details["problem"] == .text(problem), "\(result.errors)", sourceLocation: location)
        #expect(details["position"] == .integer(position), "\(result.errors)", sourceLocation: location)
    }

    @Test(arguments: [
        "", "1", "[]", "[1]", #"[""]"#, "{}", #"{"data":1}"#, #"{"data":[]}"#, #"{"data":{}}"#, "null", "\u{0}",
        #"{"authid":"a","authtype":"operator","data":{"event":1}}"#, String(repeating: "[", count: 100_000),
    ]) func `a line of any other kind is told from a log's`(line: String) async throws {
        let sandbox = try Sandbox()
        try expect(try await verify(sandbox, line + "\n"), "not-a-line", at: 1)
    }

    @Test func `a file of nothing but ends of lines is told at its first`() async throws {
        let sandbox = try Sandbox()
        try expect(
            try await verify(sandbox, String(repeating: "\n", count: 6_000_000)), "not-a-line", at: 1)
    }

    @Test func `numbers that nothing can be reckoned with are no history`() async throws {
        let sandbox = try Sandbox()
        let lines = try await lines(sandbox, to: "running")
        let last = try #require(lines.last)
        #expect(last.contains(#""event":"clusterRunning""#))
        for number in [Int.max, Int.min, -1, 1_000_000_001] {
            let forged = last.replacing(/"computeUnits":\d+/, with: "\"computeUnits\":\(number)")
            #expect(forged != last)
            try expect(
                try await verify(sandbox, (lines.dropLast() + [forged]).joined(separator: "\n") + "\n"), "unreadable",
                at: lines.count)
        }
    }

    @Test func `no line says that an older definition wrote it to be compared less strictly`() async throws {
        let sandbox = try Sandbox()
        let lines = try await lines(sandbox, to: "paid")
        for (old, new) in [(1, 0), (1, -1)] {
            let forged = lines.map { $0.replacing("\"definition\":\(old)", with: "\"definition\":\(new)") }
            try expect(try await verify(sandbox, forged.joined(separator: "\n") + "\n"), "unlawful", at: 1)
        }
    }

    @Test func `what was known already is no transition`() async throws {
        let sandbox = try Sandbox()
        let lines = try await lines(sandbox, to: "starting")
        let last = try #require(lines.last)
        let position = lines.count + 1
        let digits = String(repeating: "0", count: 20 - String(position).count) + String(position)
        let again = last.replacing(/"version":\d+/, with: "\"version\":\(position)")
            .replacing(/(?<id>"id":"[0-9A-Z]{26}-)\d+"/) { "\($0.output.id)\(position)\"" }
            .replacing(/"sequence":"\d+"/, with: "\"sequence\":\"\(digits)\"")
            .replacing("\"from\":\"ready\"", with: "\"from\":\"starting\"")
        let result = try await verify(sandbox, (lines + [again]).joined(separator: "\n") + "\n")
        try expect(result, "unlawful", at: position)
        #expect(result.errors.contains("clusterCreated changes nothing there"))
    }

    @Test func `an export that lacks only its last end of line is whole`() async throws {
        let sandbox = try Sandbox()
        let lines = try await lines(sandbox, to: "paid")
        let text = lines.joined(separator: "\n")
        #expect(try await verify(sandbox, text).status == 0)
        try expect(try await verify(sandbox, String(text.dropLast())), "not-a-line", at: lines.count)
    }

    @Test func `an amendment of nothing but how a letter is composed verifies`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(changed: [("freeAddresses: 200", "freeAddresses: 2")])
        let manifest = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
        for (name, letter) in [("composed", "\u{E9}"), ("decomposed", "e\u{301}")] {
            let text = manifest.replacing("Risk control", with: "Risk " + letter)
            try Data(text.utf8).write(to: URL(fileURLWithPath: sandbox.path(name)))
        }
        #expect(try await sandbox.run("order", "place", sandbox.path("composed")).status == 0)
        // Without other findings the amendment would be none.
        try await sandbox.run("cloud", "set", "vswitch/vsw-prod-f", "freeAddresses=200")
        #expect(try await sandbox.run("order", "amend", "risk", sandbox.path("decomposed")).status == 0)
        let amended = try #require(try sandbox.leaves().last.map { String(decoding: $0, as: UTF8.self) })
        #expect(amended.unicodeScalars.contains("\u{301}"))
        let result = try await sandbox.run("audit", "verify")
        #expect(result.status == 0, "\(result.errors)")
    }
}
