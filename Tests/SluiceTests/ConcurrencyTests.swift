import Documents
import Foundation
import Testing

struct ConcurrencyTests {
    @Test func `two processes on one order: one advances, the others are told, and change nothing`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<8 { group.addTask { try await sandbox.run("advance", "risk").status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.contains(0))
        #expect(statuses.allSatisfy { [0, 15, 20].contains($0) })
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == .integer(1))
        #expect(try await sandbox.run("store", "check").status == 0)
    }

    @Test func `an order that another process is advancing is busy, and so is every command that would change it`()
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let lock = try ByteLock(byte: 2, of: sandbox.store + ".lock")
        for command in [
            ["advance", "risk"], ["run", "risk"], ["order", "confirm", "risk"],
            ["order", "withdraw", "risk", "--reason", "x"], ["order", "amend", "risk", Sandbox.example("risk.yaml")],
        ] {
            let result = try await sandbox.run(command + ["--json"])
            #expect(result.status == 15, "\(command)")
            #expect(try result.error["error"]["code"] == .text("order-busy"))
        }
        #expect(try await sandbox.run("order", "show", "risk", "--json").json["version"] == .integer(2))
        lock.release()
        #expect(try await sandbox.run("advance", "risk").status == 0)
    }

    @Test func `a writer waits for its turn, and readers do not`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.run("order", "place", Sandbox.example("risk.yaml"))
        let lock = try ByteLock(byte: 0, of: sandbox.store + ".lock")
        let writer = try sandbox.start(["order", "withdraw", "risk", "--reason", "x"])
        for _ in 0..<3 {
            #expect(try await sandbox.run("order", "show", "risk", "--json").json["phase"] == .text("drafted"))
        }
        lock.release()
        #expect(try await writer.end().status == 0)
        #expect(try await sandbox.run("order", "show", "risk", "--json").json["phase"] == .text("withdrawn"))
    }

    @Test func `a simulated cloud that others keep locked is waited for, then told of, and can be read`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        // SQLite's lock of who is about to write.
        let lock = try ByteLock(byte: 0x4000_0001, of: sandbox.cloud)
        #expect(try await sandbox.run("cloud", "show").status == 0)
        let jumped = try await sandbox.run("cloud", "clock", "advance", "1h", "--json")
        #expect(jumped.status == 15)
        #expect(try jumped.error["error"]["code"] == .text("cloud-busy"))
        #expect(jumped.errors.contains("for 30s"))
        lock.release()
        #expect(try await sandbox.run("cloud", "clock", "advance", "1h").status == 0)
    }

    @Test func `many processes place, and none is lost`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let text = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<12 {
                let manifest = try sandbox.file(
                    "m\(number).yaml", text.replacing("name: risk\n", with: "name: risk\(number)\n"))
                group.addTask { try await sandbox.run("order", "place", manifest).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 0, count: 12))
        #expect(try await sandbox.run("order", "list", "--json").json.items.count == 12)
        #expect(try await sandbox.run("store", "check").status == 0)
    }
}

/// A lock on one byte of a file, as the program takes it.
private final class ByteLock {
    private let descriptor: Int32

    init(byte: Int, of path: String) throws {
        descriptor = unsafe open(path, O_RDWR)
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        request.l_start = byte
        request.l_len = 1
        // F_OFD_SETLK of Linux, a lock of this opening of the file.
        let result = unsafe fcntl(descriptor, 37, &request)
        try #require(result == 0, "the lock is free")
    }

    func release() { close(descriptor) }
}
