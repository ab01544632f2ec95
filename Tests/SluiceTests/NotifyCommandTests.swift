import Documents
import Foundation
import Testing

/// Receivers of notifications, told by the program itself.
struct NotifyCommandTests {
    private let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private var told: URL { sandbox.directory.appendingPathComponent("told") }
    private var command: [String] { ["notify", "--once", "--exec", "cat >> '\(told.path)'"] }

    /// What the receiver has been told, oldest first.
    private func notifications() throws -> [JSONValue] {
        guard FileManager.default.fileExists(atPath: told.path) else { return [] }
        return try String(contentsOf: told, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
    }

    private func types() throws -> [String] { try notifications().compactMap { $0["type"].text } }

    @Test func `a receiver is told of what happens after he is known`() async throws {
        try await sandbox.makeCloud()
        #expect(try await sandbox.run(command).status == 0, "without a store there is nothing to tell")
        try await sandbox.run("order", "place", Sandbox.example("two-projects.yaml"))
        #expect(try await sandbox.run(command).status == 0)
        #expect(try types() == [])
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        #expect(try await sandbox.run(command).status == 0)
        #expect(try types() == ["sluice.order.ask"])
    }

    @Test func `whoever was there before the store is told of its first order`() async throws {
        try await sandbox.makeCloud()
        let telling = try sandbox.start(["notify", "--on", "ask", "--exec", "cat >> '\(told.path)'"])
        // Until it has looked for a store that is not there.
        try await Task.sleep(for: .seconds(2))
        try await sandbox.run("order", "place", Sandbox.example("two-projects.yaml"))
        let deadline = ContinuousClock.now + .seconds(60)
        while try notifications().isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try types() == ["sluice.order.ask"])
        telling.signal(SIGTERM)
        _ = try await telling.end()
    }

    @Test func `from a draft that asks to the order that is provisioned`() async throws {
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("two-projects.yaml"))
        #expect(try await sandbox.run(command).status == 0)
        #expect(try types() == [])
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        #expect(try await sandbox.run(command).status == 0)
        #expect(try types() == ["sluice.order.ask", "sluice.order.provisioned"])
        let last = try #require(try notifications().last)
        #expect(last["subject"] == .text("risk"))
        #expect(last["data"]["phase"] == .text("provisioned"))
        #expect(try await sandbox.run(command).status == 0)
        #expect(try notifications().count == 2, "nothing is told twice that was taken")
    }

    @Test func `who does not take it is told again, under the same id, before anything else`() async throws {
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("two-projects.yaml"))
        let picky = ["notify", "--once", "--exec", "cat >> '\(told.path)'; test -e '\(told.path).ready'"]
        #expect(try await sandbox.run(picky).status == 0)
        try await sandbox.confirm()
        try await sandbox.run("order", "withdraw", "reports", "--reason", "x")
        let failed = try await sandbox.run(picky)
        #expect(failed.status == 13)
        #expect(failed.errors.contains("kept in the store"))
        try Data().write(to: URL(fileURLWithPath: told.path + ".ready"))
        #expect(try await sandbox.run(picky).status == 0)
        let ids = try notifications().compactMap { $0["id"].text }
        #expect(ids.count == 2)
        #expect(Set(ids).count == 1)
    }

    /// The system's own tracer delivers the kill, so that it comes exactly at that write to the store.
    @Test func `killed at any write, it tells of everything all the same`() async throws {
        var point = 1
        while true {
            let sandbox = try Sandbox()
            let told = sandbox.directory.appendingPathComponent("told").path
            let command = ["notify", "--once", "--exec", "cat >> '\(told)'"]
            try await sandbox.makeCloud()
            try await sandbox.run("order", "place", Sandbox.example("two-projects.yaml"))
            #expect(try await sandbox.run(command).status == 0)
            for name in ["risk", "pay-as-you-go"] {
                try await sandbox.run("order", "place", Sandbox.example("\(name).yaml"))
            }
            let tracer = [
                "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64",
                "-e", "inject=pwrite64:signal=SIGKILL:when=\(point)",
            ]
            let killed = try await sandbox.run(command, under: tracer)
            #expect(try await sandbox.run(command).status == 0, "point \(point)")
            let subjects = try String(contentsOfFile: told, encoding: .utf8).split(separator: "\n").compactMap {
                try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))["subject"].text
            }
            // Told again at most what was told and not noted; nothing is left out, and nothing overtakes.
            let distinct = subjects.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
            #expect(distinct == ["risk", "trial"], "point \(point): \(subjects)")
            #expect(subjects.count <= 3, "point \(point): \(subjects)")
            guard killed.status != 0 else {
                #expect(point > 3, "it writes more than \(point) times")
                return
            }
            #expect(killed.status == 128 + 9, "point \(point): \(killed.errors)")
            point += 1
        }
    }

    @Test func `a run tells while it runs, and what it ends with`() async throws {
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let run = try await sandbox.run(
            "run", "risk", "--until", "paid", "--on", "provisioned,ask,failed", "--exec", "cat >> '\(told.path)'")
        #expect(run.status == 0)
        #expect(try types() == [])
        try await sandbox.reach("provisioned")
        let late = try await sandbox.run(
            "run", "risk", "--on", "provisioned,ask,failed", "--exec", "cat >> '\(told.path)'")
        #expect(late.status == 0)
        #expect(try types() == ["sluice.order.provisioned"])
    }

    @Test(arguments: [
        ["notify"], ["notify", "--webhook", "ftp://x"], ["notify", "--webhook", "http://127.0.0.1:1", "--exec", "x"],
        ["notify", "--exec", "x", "--on", "nothing"], ["notify", "--once", "--webhook", "http://127.0.0.1:1"],
    ])
    func `what cannot be meant is refused`(arguments: [String]) async throws {
        try await sandbox.makeCloud()
        #expect(try await sandbox.run(arguments).status == 64)
    }

    @Test func `a webhook that nobody answers is told of later, and its secret is nowhere`() async throws {
        try await sandbox.makeCloud()
        let secret = sandbox.directory.appendingPathComponent("secret")
        try Data("a-secret-of-some-length-0123456789".utf8).write(to: secret)
        let hook = ["notify", "--once", "--webhook", "http://127.0.0.1:1/", "--secret-file", secret.path, "--verbose"]
        try await sandbox.run("order", "place", Sandbox.example("two-projects.yaml"))
        #expect(try await sandbox.run(hook).status == 0)
        try await sandbox.confirm()
        let failed = try await sandbox.run(hook)
        #expect(failed.status == 13)
        #expect(!failed.errors.contains("a-secret"))
        let store = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        #expect(store.range(of: Data("a-secret".utf8)) == nil)
        #expect(try await sandbox.run("store", "check").status == 0)
    }
}
