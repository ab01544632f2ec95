import Foundation
import Testing
import Workflow

@testable import SelfTest

struct DiskTests {
    private var chance = SeededGenerator(seed: 1)

    private mutating func image(_ disk: Disk, _ survival: Disk.Survival) -> [String: Data] {
        disk.image(keeping: survival, &chance).contents
    }

    @Test mutating func `what was synced is kept, what was not may be lost`() {
        var disk = Disk(holding: ["a": Data("old".utf8)])
        disk.apply(.write("a", offset: 0, Data("new".utf8)))
        #expect(image(disk, .nothing) == ["a": Data("old".utf8)])
        #expect(image(disk, .everything) == ["a": Data("new".utf8)])
        disk.apply(.sync("a"))
        disk.apply(.truncate("a", size: 1))
        #expect(image(disk, .nothing) == ["a": Data("new".utf8)])
        #expect(image(disk, .everything) == ["a": Data("n".utf8)])
    }

    @Test mutating func `a file that was made is there once its directory is synced`() {
        var disk = Disk(holding: [:])
        disk.apply(.create("a"))
        disk.apply(.write("a", offset: 2, Data([7])))
        disk.apply(.sync("a"))
        #expect(image(disk, .nothing).isEmpty)
        #expect(image(disk, .everything) == ["a": Data([0, 0, 7])])
        disk.apply(.syncDirectory)
        disk.apply(.link("a", as: "b"))
        #expect(disk.image(keeping: .everything, &chance).links == [["a", "b"]])
        disk.apply(.unlink("a"))
        #expect(image(disk, .nothing) == ["a": Data([0, 0, 7])])
        #expect(image(disk, .everything) == ["b": Data([0, 0, 7])])
        disk.apply(.rename("b", to: "c"))
        disk.apply(.syncDirectory)
        #expect(image(disk, .nothing) == ["c": Data([0, 0, 7])])
    }

    @Test mutating func `a write tears between sectors, and nowhere else`() {
        var disk = Disk(holding: ["a": Data(count: 2048)])
        disk.apply(.write("a", offset: 256, Data(repeating: 1, count: 1280)))
        var seen: Set<Data> = []
        for _ in 0..<200 { seen.insert(image(disk, .torn)["a"] ?? Data()) }
        #expect(seen.count == 8)
        for data in seen {
            for sector in [256..<512, 512..<1024, 1024..<1536] { #expect(Set(data[sector]).count == 1) }
            #expect(data[..<256].allSatisfy { $0 == 0 } && data[1536...].allSatisfy { $0 == 0 })
        }
    }

    @Test func `a trace is read as what was asked of the disk`() throws {
        func hex(_ text: String) -> String { text.utf8.map { "\\x" + String($0, radix: 16) }.joined() }
        let file = hex("/d/sluice.db")
        let trace = """
            9 openat(AT_FDCWD<\(hex("/"))>, "\(file)", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3<\(file)>
            12345 pwrite64(3<\(file)>, "\\x00\\xff\\x22", 3, 4096) = 3
            9 pwrite64(4<\(hex("/d/sluice.db-shm"))>, "\\x00", 1, 4095) = 1
            9 pwrite64(4<\(hex("/elsewhere"))>, "\\x00", 1, 4095) = 1
            9 fdatasync(3<\(file)> <unfinished ...>
            10   fdatasync(4<\(hex("/elsewhere"))>) = 0
            9 <... fdatasync resumed>)             = 0
            9 fsync(5<\(hex("/d"))>) = 0
            9 ftruncate(3<\(file)>, 7) = 0
            9 link("\(file)", "\(hex("/d/b"))") = 0
            9 unlink("\(hex("/d/gone"))") = -1 ENOENT (No such file or directory)
            9 unlink("\(hex("/d/b"))") = 0
            """
        #expect(
            try DiskOperation.read(trace, in: "/d") == [
                .create("sluice.db"), .write("sluice.db", offset: 4096, Data([0, 255, 34])), .sync("sluice.db"),
                .syncDirectory, .truncate("sluice.db", size: 7), .link("sluice.db", as: "b"), .unlink("b"),
            ])
        #expect(throws: UnfitForSelfTest.unknownCall("write")) {
            try DiskOperation.read("9 write(3<\(file)>, \"\\x00\", 1) = 1", in: "/d")
        }
    }

    @Test func `calls are counted by their names, and only if one thread makes them`() throws {
        let trace = "9    fcntl(3, F_SETLK) = 0\n9    pwrite64(3) = 1\n9    fcntl(3, F_SETLK) = 0\n"
        let calls = try SystemCall.read(trace)
        #expect(calls.map(\.name) == ["fcntl", "pwrite64", "fcntl"])
        #expect(calls.map(\.ordinal) == [1, 1, 2])
        #expect(throws: UnfitForSelfTest.severalThreads) { try SystemCall.read(trace + "10   fsync(3) = 0\n") }
        #expect(throws: UnfitForSelfTest.severalThreads) { try SystemCall.read("") }
    }

    @Test func `a write is cut in what it adds, if it goes further than all before it`() throws {
        let trace = """
            9 pwrite64(3, "a, 9"..., 32, 0) = 32
            9 pwrite64(4, "b"..., 16, 8) = 16
            9 pwrite64(3, "c"..., 4096, 32) = 4096
            9 pwrite64(4, "d)"..., 100, 4080) = 100
            """
        let limits = try SystemCall.read(trace + "\n").map(\.cuttingLimit)
        #expect(limits == [16, nil, 2080, 4154])
    }
}
