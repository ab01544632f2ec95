import Documents
import Foundation
import Testing

/// The real program, killed for real.
@Suite(.serialized)
struct CrashTests {
    /// How many writes an undisturbed run of the happy example makes, at least.
    private static let fewestWrites = 60
    /// From one write at which a run is killed to the next.
    private static let stride = ProcessInfo.processInfo.environment["SLUICE_TEST_LONG"] == nil ? 27 : 9

    /// Kills `run` at its N-th write to the store's and the cloud's files, for every ninth N until a run passes untouched.
    ///
    /// The system's own tracer delivers the kill, so that it comes exactly there. Every third N if the long tests are
    /// asked for.
    @Test(arguments: 0..<3)
    func `killed at any write and resumed, a run ends provisioned, bought once`(offset: Int) async throws {
        var point = 1 + offset
        while true {
            let sandbox = try Sandbox()
            try await sandbox.makeCloud(speed: 6000)
            try await sandbox.confirm()
            let tracer = [
                "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64",
                "-e", "inject=pwrite64:signal=SIGKILL:when=\(point)",
            ]
            let killed = try await sandbox.run(["run", "risk"], under: tracer)
            try await sandbox.expectResumes(after: point)
            guard killed.status != 0 else {
                #expect(point > Self.fewestWrites, "a run makes more writes than \(point)")
                return
            }
            #expect(killed.status == 128 + 9, "point \(point): \(killed.errors)")
            point += Self.stride
        }
    }

    @Test func `killed again and again, wherever it is, an order ends provisioned`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 3000)
        try await sandbox.confirm()
        for said in [
            "purchasing → paid", "paid → ready", "ready → starting", "starting → starting", "starting → running",
        ] {
            let running = try sandbox.start(["run", "risk"])
            _ = try await running.hasSaid(said)
            running.signal(SIGKILL)
            _ = try await running.end()
        }
        #expect(try await sandbox.run("resume").status == 0)
        try await sandbox.expectProvisioned()
    }

    @Test func `killed while several orders run, all of them resume`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 3000)
        for name in ["risk", "two-projects", "pay-as-you-go"] {
            try await sandbox.confirm(Sandbox.example("\(name).yaml"))
        }
        let running = try sandbox.start(["run"])
        _ = try await running.hasSaid("ready → starting")
        running.signal(SIGKILL)
        _ = try await running.end()
        let resumed = try await sandbox.run("resume", "--json")
        #expect(resumed.status == 0)
        #expect(try resumed.json.items.map { $0["phase"].text } == Array(repeating: "provisioned", count: 3))
        let cloud = try await sandbox.cloudShow()
        #expect(cloud["purchases"]["count"] == .integer(3))
        #expect(cloud["clusters"].items.count == 3)
        #expect(cloud["projects"].items.count == 4)
    }

    @Test func `a disk that cannot sync stops a run with 12, and nothing is lost`() async throws {
        for point in [1, 2, 3, 5, 8] {
            let sandbox = try Sandbox()
            try await sandbox.makeCloud(speed: 6000)
            try await sandbox.confirm()
            let tracer = [
                "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-P",
                sandbox.store + "-wal",
                "-e", "inject=fdatasync:error=EIO:when=\(point)",
            ]
            let failed = try await sandbox.run(["run", "risk", "--json"], under: tracer)
            #expect(failed.status == 12, "\(failed.errors)")
            #expect(try failed.error["error"]["code"] == .text("store-io-error"))
            try await sandbox.expectResumes(after: point)
        }
    }
}

extension Sandbox {
    /// Resumes, answers the one question that a kill may leave, and checks that all was done once.
    fileprivate func expectResumes(after point: Int) async throws {
        let resumed = try await run("resume")
        if resumed.status == 10 {
            let shown = try await run("order", "show", "risk", "--json").json
            #expect(shown["phase"] == .text("purchasing"), "point \(point)")
            #expect(try await cloudShow()["purchases"]["count"] == .integer(0), "point \(point)")
            #expect(try await run("order", "repurchase", "risk", "--reason", "it never left").status == 0)
            #expect(try await run("run", "risk").status == 0)
        } else {
            #expect(resumed.status == 0, "point \(point): \(resumed.errors)")
        }
        try await expectProvisioned()
    }
}
