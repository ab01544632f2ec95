import Documents
import Foundation
import Testing

/// A process that is stopped, but not dead, keeps its locks; and a clock that jumps under a process that runs.
struct StoppedProcessTests {
    @Test(arguments: [SIGKILL, SIGCONT])
    func `who stopped while advancing an order keeps it, until he goes on or dies`(end: Int32) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(speed: 6000)
        try await sandbox.confirm()
        try await sandbox.run("order", "place", Sandbox.example("two-projects.yaml"))
        let stopped = try await sandbox.startStopping(["run", "risk"])

        let impatient = try await sandbox.run("advance", "risk", "--json")
        #expect(impatient.status == 15)
        #expect(try impatient.error["error"]["code"] == .text("order-busy"))
        // Stopped within its commit, it holds the writers' lock as well: who writes waits, and who reads does not.
        let writer = try sandbox.start(["order", "withdraw", "reports", "--reason", "too late"])
        for command in [
            ["order", "list"], ["order", "show", "reports"], ["history", "risk"], ["store", "check"],
            ["store", "backup", sandbox.path("copy.db")],
        ] {
            let result = try await sandbox.run(command)
            #expect(result.status == 0, "\(command): \(result.errors)")
        }
        #expect(try await sandbox.run("order", "show", "reports", "--json").json["phase"] == .text("drafted"))

        kill(stopped.child, end)
        #expect(try await writer.end().status == 0)
        #expect(try await sandbox.run("order", "show", "reports", "--json").json["phase"] == .text("withdrawn"))
        // The tracer counts for each thread: another one's first write stops the process again.
        while end == SIGCONT, stopped.tracer.isRunning {
            kill(stopped.child, SIGCONT)
            try await Task.sleep(for: .milliseconds(20))
        }
        let ended = try await stopped.tracer.end()
        #expect(ended.status == (end == SIGKILL ? 128 + SIGKILL : 0), "\(ended.errors)")
        if end == SIGKILL {
            #expect(try await sandbox.run("advance", "risk").status == 0)
            #expect(try await sandbox.run("run", "risk").status == 0)
        }
        try await sandbox.expectProvisioned()
        #expect(try await sandbox.run("store", "check", "--store", sandbox.path("copy.db")).status == 0)
    }

    @Test func `who is stopped while it only waits holds nothing`() async throws {
        let sandbox = try Sandbox()
        // Slow enough that the order is waited for until the clock is moved.
        try await sandbox.makeCloud(speed: 1)
        try await sandbox.confirm()
        let running = try sandbox.start(["run", "risk"])
        #expect(try await running.hasSaid("ready → starting"))
        // It looks at its cloud now and then, and holds locks as it does: stopped elsewhere, it lets others by.
        try await running.stop(holdingNoneOf: [sandbox.store + ".lock", sandbox.cloud])

        #expect(try await [0, 20].contains(sandbox.run("advance", "risk").status))
        #expect(try await sandbox.run("cloud", "clock", "advance", "40m").status == 0)
        try await sandbox.reach("provisioned")
        running.signal(SIGCONT)
        #expect(try await running.end().status == 0)
        try await sandbox.expectProvisioned()
    }

    @Test func `days that pass at once while an order runs change what is due, and nothing else`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(
            speed: 60, changed: [("clusterStart:", "sales: { exclusive: { closes: null } }\n  clusterStart:")])
        try await sandbox.confirm()
        let running = try sandbox.start(["run", "risk"])
        for said in ["purchasing → paid", "ready → starting"] {
            #expect(try await running.hasSaid(said))
            #expect(try await sandbox.run("cloud", "clock", "advance", "3d").status == 0)
        }
        let ended = try await running.end()
        #expect(ended.status == 0, "\(ended.errors)")
        try await sandbox.expectProvisioned()
        let history = try await sandbox.run("history", "risk", "--json")
        #expect(history.status == 0)
        let times = try history.json.items.compactMap { $0["at"].text }
        #expect(times == times.sorted())
        #expect(times.last ?? "" >= "2021-04-04", "a jump came while it ran")
        let now = try await sandbox.cloudShow()["now"].text ?? ""
        #expect(now >= "2021-04-07", "no jump is lost")
    }

    @Test func `a clock that jumps all the time, under processes that run all the time, buys once`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud(
            speed: 600, changed: [("clusterStart:", "sales: { exclusive: { closes: null } }\n  clusterStart:")])
        try await sandbox.confirm()
        let runs = try (0..<3).map { _ in try sandbox.start(["run", "risk"]) }
        for _ in 0..<12 {
            let jumped = try await sandbox.run("cloud", "clock", "advance", "1d7h")
            #expect(jumped.status == 0, "\(jumped.errors)")
        }
        for run in runs {
            let ended = try await run.end()
            #expect([0, 15].contains(ended.status), "\(ended.status) \(ended.errors)")
        }
        #expect(try await sandbox.run("resume").status == 0)
        try await sandbox.expectProvisioned()
        let now = try await sandbox.cloudShow()["now"].text ?? ""
        #expect(now >= "2021-04-16T13", "no jump is lost")
    }
}

extension Sandbox {
    /// Starts the program and has it stopped at its first write to the store's log: in a commit, with its locks held.
    fileprivate func startStopping(_ arguments: [String]) async throws -> (tracer: Running, child: Int32) {
        let trace = try file("trace", "")
        let tracer = try start(
            arguments,
            under: [
                "/usr/bin/strace", "-f", "-qq", "-o", trace, "-e", "trace=pwrite64", "-P", store + "-wal", "-e",
                "inject=pwrite64:signal=SIGSTOP:when=1",
            ])
        while true {
            try #require(tracer.isRunning, "the program is stopped before it ends")
            let told = try String(contentsOfFile: trace, encoding: .utf8)
            if told.contains("stopped by SIGSTOP"), let child = tracer.child { return (tracer, child) }
            await Task.yield()
        }
    }
}

extension Running {
    /// Stops the process where no lock on any of these files is held.
    fileprivate func stop(holdingNoneOf files: [String]) async throws {
        while true {
            signal(SIGSTOP)
            // A thread that is in the kernel leaves it first, and may come to a lock by then.
            while try !hasStopped() {
                try #require(isRunning, "it is stopped before it ends")
                await Task.yield()
            }
            if try !files.contains(where: isLocked) { return }
            signal(SIGCONT)
            // Stopped again at once, it would not have come any further.
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    /// Whether every thread of the process has stopped.
    private func hasStopped() throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task").allSatisfy { thread in
            let file = "/proc/\(pid)/task/\(thread)/stat"
            // It may have ended since.
            guard let stat = try? String(contentsOfFile: file, encoding: .utf8) else { return true }
            // The state follows the name in brackets, which may hold anything.
            return stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].hasPrefix(") T")
        }
    }

    /// Whether anyone holds a lock on the file, or on a part of it.
    private func isLocked(_ path: String) throws -> Bool {
        let file = unsafe open(path, O_RDWR)
        try #require(file >= 0, "\(path) can be opened")
        defer { close(file) }
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        let asked = unsafe fcntl(file, F_GETLK, &lock)
        try #require(asked == 0)
        return lock.l_type != Int16(F_UNLCK)
    }

    /// The process that this one has started, if it has one.
    fileprivate var child: Int32? {
        let list = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
        return list?.split(separator: " ").first.flatMap { Int32($0) }
    }
}
