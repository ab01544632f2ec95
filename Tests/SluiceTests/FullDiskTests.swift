import Documents
import Foundation
import Glibc
import Testing

/// A disk without room, and files without permission: nothing is lost, and with room again all goes on.
@Suite(.serialized)
struct FullDiskTests {
    private static let isRoot = geteuid() == 0

    /// Room on the disk, in KiB, from none at all to nearly enough.
    @Test(
        .enabled(if: isRoot, "only root can mount a disk small enough to be filled"),
        arguments: [0, 4, 16, 32, 60, 100])
    func `a full disk is 12 and disk-full, nothing is lost, and with room again the order goes on`(room: Int)
        async throws
    {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let disk = try await SmallDisk(in: sandbox, size: 1024)
        try await disk.use {
            let store = ["--store", disk.path("sluice.db"), "--cloud", "simulated:" + sandbox.cloud]
            try disk.fill(leaving: room)
            let refused = try await sandbox.run(["order", "place", Sandbox.example("risk.yaml"), "--json"] + store)
            #expect(refused.status == 12, "\(refused.errors)")
            try expectFull(refused)
            #expect(!FileManager.default.fileExists(atPath: disk.path("sluice.db")))
            #expect(!FileManager.default.fileExists(atPath: disk.path("sluice.db.making")))

            try disk.makeRoom()
            let placed = try await sandbox.run(["order", "place", Sandbox.example("risk.yaml"), "--confirm"] + store)
            #expect(placed.status == 0, "\(placed.errors)")
            try disk.fill(leaving: min(room, 32))
            var last = try await sandbox.run(["advance", "risk", "--json"] + store)
            for _ in 0..<10 where last.status == 0 || last.status == 20 {
                try await sandbox.run("cloud", "clock", "advance", "6m")
                last = try await sandbox.run(["advance", "risk", "--json"] + store)
            }
            #expect(last.status == 12, "\(last.errors)")
            try expectFull(last)

            try disk.makeRoom()
            #expect(try await sandbox.run(["store", "check"] + store).status == 0)
            try await sandbox.expectGoesOn(with: store)
        }
    }

    @Test(.enabled(if: isRoot, "only root can mount a disk small enough to be filled"))
    func `a file that there is no room for is 74, and nothing is left of it`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let disk = try await SmallDisk(in: sandbox, size: 1024)
        try await disk.use {
            try disk.fill(leaving: 0)
            for command in [["checkpoint"], ["export"], ["prove", "risk"], ["consistency", "0", "1"]] {
                let result = try await sandbox.run(["audit"] + command + ["--to", disk.path("file"), "--json"])
                #expect(result.status == 74, "\(command): \(result.errors)")
                #expect(try result.error["error"]["code"] == .text("file-not-writable"))
                #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path("")) == ["filler"])
            }
        }
    }

    /// Expects that the error says what is wrong: that there is no room.
    private func expectFull(_ result: Sandbox.Result) throws {
        let error = try result.error["error"]
        #expect(error["code"] == .text("disk-full"), "\(result.errors)")
    }

    /// How large a file may become, in bytes: from nothing to nearly as much as the walk needs.
    ///
    /// The cloud's file is larger than the store's. With the larger limits the store can still be written when the cloud
    /// cannot: a request is announced and goes nowhere, which only the operator can say.
    @Test(arguments: [0, 512, 4096, 20_480, 32_768, 49_152, 86_016, 120_000])
    func `a write that is cut short is 12, and without the limit the order goes on`(limit: Int) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        let limited = [
            "/bin/sh", "-c", "trap '' XFSZ; exec prlimit --fsize=\(limit) \"$@\"", "sh",
        ]
        let cut = try await sandbox.run(["run", "risk", "--json"], under: limited)
        if cut.status == 66 {
            #expect(try cut.error["error"]["code"] == .text("cloud-not-readable"))
            #expect(limit > 20_480)
        } else {
            #expect(cut.status == 12, "\(cut.status) \(cut.errors)")
        }
        #expect(try await sandbox.run("store", "check").status == 0)
        try await sandbox.expectGoesOn(with: [])
    }

    /// What may not be used, from the store's own directory, and how far.
    static let locked: [(file: String, mode: mode_t)] = [
        ("sluice.db", 0o000), ("sluice.db", 0o400), ("sluice.db.lock", 0o000), ("", 0o500), ("", 0o000),
    ]

    /// Root may open everything; without these two rights it may open what the file's mode gives to its owner.
    ///
    /// Another user would not do: he could not enter a home that is closed to others, nor load Swift's libraries from it.
    private static let withoutPrivilege = [
        "/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search",
        "--inh-caps=-dac_override,-dac_read_search", "--",
    ]

    @Test func `a store and a cloud in a directory that may not be used are 12`() async throws {
        let sandbox = try Sandbox(in: "/tmp")
        let box = sandbox.path("box")
        let options = ["--store", box + "/sluice.db", "--json"]
        let made = try await sandbox.run(["cloud", "init", Sandbox.example("world.yaml")] + options)
        #expect(made.status == 0, "\(made.errors)")
        let program = Self.isRoot ? try sandbox.copy(of: Sandbox.program) : Sandbox.program
        let manifest = try sandbox.copy(of: Sandbox.example("risk.yaml"))
        // With a store in it, and before there is one.
        for isPlaced in [false, true] {
            if isPlaced { #expect(try await sandbox.run(["order", "place", manifest] + options).status == 0) }
            let closed = unsafe chmod(box, 0o000)
            try #require(closed == 0)
            for command in [
                ["order", "place", manifest], ["order", "list"], ["advance", "risk"], ["run"], ["resume"],
            ] {
                let result = try await sandbox.run(
                    command + options, under: Self.isRoot ? Self.withoutPrivilege : [], program: program)
                #expect(result.status == 12, "\(command): \(result.status) \(result.errors)")
                #expect(try result.error["error"]["code"] == .text("store-unwritable"), "\(command)")
            }
            let opened = unsafe chmod(box, 0o700)
            try #require(opened == 0)
        }
    }

    @Test(arguments: locked)
    func `a store whose files or directory may not be used is 12, and stays as it is`(file: String, mode: mode_t)
        async throws
    {
        // What leads to the store shall be open to the user of this test, wherever the project and its owner's files are.
        let sandbox = try Sandbox(in: "/tmp")
        try await sandbox.makeCloud()
        let box = sandbox.path("box")
        let options = ["--store", box + "/sluice.db", "--cloud", "simulated:" + sandbox.cloud, "--json"]
        let placed = try await sandbox.run(
            ["order", "place", Sandbox.example("risk.yaml"), "--confirm"] + options)
        #expect(placed.status == 0, "\(placed.errors)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: box + "/sluice.db"))
        let program = Self.isRoot ? try sandbox.copy(of: Sandbox.program) : Sandbox.program
        let manifest = try sandbox.copy(of: Sandbox.example("two-projects.yaml"))

        let path = box + (file.isEmpty ? "" : "/" + file)
        let changed = unsafe chmod(path, mode)
        try #require(changed == 0)
        for command in [["advance", "risk"], ["run"], ["order", "place", manifest]] {
            let result = try await sandbox.run(
                command + options, under: Self.isRoot ? Self.withoutPrivilege : [], program: program)
            #expect(result.status == 12, "\(command): \(result.status) \(result.output)\(result.errors)")
            #expect(try result.error["error"]["code"] == .text("store-unwritable"), "\(command): \(result.errors)")
        }
        let restored = unsafe chmod(path, 0o700)
        try #require(restored == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: box + "/sluice.db")) == bytes)
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == .integer(0))
        #expect(try await sandbox.run(["advance", "risk"] + options).status == 0)
    }
}

/// A disk of a few KiB, mounted in a sandbox.
private final class SmallDisk: Sendable {
    private let directory: String
    private var filler: String { path("filler") }

    init(in sandbox: Sandbox, size: Int) async throws {
        directory = sandbox.path("disk")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let mounted = unsafe mount("none", directory, "tmpfs", 0, "size=\(size)k")
        try #require(mounted == 0, "a small disk can be mounted")
    }

    /// Runs `body`, and takes the disk away after it.
    func use(_ body: () async throws -> Void) async throws {
        defer { _ = unsafe umount2(directory, Int32(MNT_DETACH)) }
        try await body()
    }

    func path(_ name: String) -> String { directory + "/" + name }

    /// Fills the disk but for so many KiB.
    func fill(leaving room: Int) throws {
        var bytes = try FileManager.default.attributesOfFileSystem(forPath: directory)[.systemFreeSize] as? Int ?? 0
        bytes -= room * 1024
        try Data(count: max(0, bytes)).write(to: URL(fileURLWithPath: filler))
    }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: filler) }
}

extension Sandbox {
    /// Runs the order to its end, with whatever room and time it needs, and expects that it was bought once.
    fileprivate func expectGoesOn(with store: [String]) async throws {
        for _ in 0..<30 {
            let ended = try await run(["run", "risk", "--json"] + store)
            if ended.status == 0 { break }
            if ended.status == 10 {
                #expect(try await cloudShow()["purchases"]["count"] == .integer(0))
                let bought = try await run(["order", "repurchase", "risk", "--reason", "the disk was full"] + store)
                #expect(bought.status == 0, "\(bought.errors)")
                continue
            }
            #expect(ended.status == 20, "\(ended.status) \(ended.errors)")
            try await run("cloud", "clock", "advance", "6m")
        }
        let shown = try await run(["order", "show", "risk", "--json"] + store).json
        #expect(shown["phase"] == .text("provisioned"))
        let cloud = try await cloudShow()
        #expect(cloud["purchases"]["count"] == .integer(1))
        #expect(cloud["clusters"].items.count == 1)
        #expect(cloud["projects"].items.count == 1)
        #expect(try await run(["store", "check"] + store).status == 0)
    }

    /// A copy of a file, to be reached without passing through the directories that the project lies in.
    fileprivate func copy(of file: String) throws -> String {
        let copy = path(URL(fileURLWithPath: file).lastPathComponent)
        try FileManager.default.copyItem(atPath: file, toPath: copy)
        return copy
    }
}
