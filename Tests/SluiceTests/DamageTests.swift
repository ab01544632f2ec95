import Documents
import Foundation
import GRDB
import Glibc
import Testing

struct DamagedStoreTests {
    private func storeWithOrder() async throws -> Sandbox {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        return sandbox
    }

    @Test(arguments: ["", "this is no database", String(repeating: "x", count: 10_000)])
    func `a file that is no store is 12, for every command, and stays as it is`(contents: String) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        _ = try sandbox.file("sluice.db", contents)
        for command in [
            ["order", "list"], ["order", "show", "risk"], ["advance", "risk"], ["run"], ["resume"],
            ["history", "risk"],
            ["order", "place", Sandbox.example("risk.yaml")], ["store", "check"], ["store", "migrate"],
        ] {
            let result = try await sandbox.run(command + ["--json"])
            #expect(result.status == 12, "\(command)")
            #expect(try result.error["error"]["code"] == .text("store-damaged"), "\(command)")
            #expect(try result.error["error"]["hint"].text?.isEmpty == false)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: sandbox.store)) == Data(contents.utf8))
    }

    @Test func `a store with a page flipped is 12, 22 or still sound, never a crash`() async throws {
        let sandbox = try await storeWithOrder()
        let whole = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        for offset in stride(from: 0, to: whole.count, by: whole.count / 24) {
            var bytes = whole
            for index in offset..<min(offset + 64, bytes.count) { bytes[index] ^= 0xA5 }
            for file in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: sandbox.store + file) }
            try bytes.write(to: URL(fileURLWithPath: sandbox.store))
            for command in [["order", "show", "risk"], ["store", "check"], ["advance", "risk"]] {
                let result = try await sandbox.run(command)
                #expect(
                    [0, 12, 14, 22].contains(result.status),
                    "\(command) at \(offset): \(result.status) \(result.errors)")
            }
        }
    }

    @Test func `a truncated store is 12, and an older copy is an earlier valid state`() async throws {
        let sandbox = try await storeWithOrder()
        let older = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        try await sandbox.reach("paid")
        let whole = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: sandbox.store))
        #expect(try await sandbox.run("store", "check").status == 12)

        // Back to before the purchase: it is looked for, found, and not made again.
        for file in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: sandbox.store + file) }
        try older.write(to: URL(fileURLWithPath: sandbox.store))
        #expect(try await sandbox.run("order", "show", "risk", "--json").json["phase"] == .text("confirmed"))
        try await sandbox.reach("provisioned")
        try await sandbox.expectProvisioned()
    }

    @Test func `a store of a newer program is 12, and says so`() async throws {
        let sandbox = try await storeWithOrder()
        try sandbox.sql("INSERT INTO migration (name, sql) VALUES ('V9999_later', 'SELECT 1')")
        let result = try await sandbox.run("advance", "risk", "--json")
        #expect(result.status == 12)
        #expect(try result.error["error"]["code"] == .text("store-newer"))
        #expect(try result.error["error"]["message"].text?.contains("V9999_later") == true)
    }

    @Test func `an order whose row was edited is 12 before anything is asked of the cloud`() async throws {
        let sandbox = try await storeWithOrder()
        try sandbox.sql("UPDATE workflow SET phase = 'drafted'")
        #expect(try await sandbox.run("advance", "risk").status == 12)
        #expect(try await sandbox.cloudShow()["calls"]["purchase"] == .null)
        #expect(try await sandbox.run("store", "check").status == 12)
    }

    @Test func `a store named as a cloud is refused, and stays a store`() async throws {
        let sandbox = try await storeWithOrder()
        let asCloud = "simulated:" + sandbox.store
        for command in [
            ["cloud", "show"], ["cloud", "clock", "advance", "1h"], ["check", Sandbox.example("risk.yaml")],
            ["advance", "risk"],
            ["cloud", "init", Sandbox.example("world.yaml"), "--force"],
        ] {
            #expect(try await sandbox.run(command + ["--cloud", asCloud]).status == 66, "\(command)")
        }
        #expect(try await sandbox.run("store", "check").status == 0)
        #expect(try await sandbox.run("advance", "risk").status == 0)
    }

    @Test func `a history that does not lead where its order stands does not verify: 22`() async throws {
        let sandbox = try await storeWithOrder()
        try sandbox.sql(
            """
            DROP TRIGGER transition_is_never_changed;
            UPDATE transition SET leaf = CAST(
                replace(CAST(leaf AS TEXT), '"authid":"', '"authid":"x') AS BLOB) WHERE version = 2;
            CREATE TRIGGER transition_is_never_changed BEFORE UPDATE ON transition
            BEGIN
                SELECT RAISE(ABORT, 'transition_is_never_changed');
            END
            """)
        let result = try await sandbox.run("store", "check", "--json")
        #expect(result.status == 22)
        #expect(try result.json["sound"] == .boolean(false))
        #expect(try result.json["problems"].items.first?.text?.contains("position 2") == true)
        let history = try await sandbox.run("history", "risk", "--json")
        #expect(history.status == 22)
        #expect(try history.json.items.count == 2)
        #expect(try history.error["error"]["code"] == .text("history-not-verified"))
    }

    @Test func `what is no file is no store: 12, without waiting for it`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let pipe = sandbox.path("pipe")
        let made = unsafe mkfifo(pipe, 0o600)
        try #require(made == 0)
        for path in [pipe, sandbox.directory.path, "/dev/null"] {
            for command in [["order", "list"], ["order", "place", Sandbox.example("risk.yaml")], ["store", "check"]] {
                let result = try await sandbox.run(
                    command + ["--store", path, "--cloud", "simulated:" + sandbox.cloud, "--json"])
                #expect(result.status == 12, "\(command) \(path)")
                #expect(try result.error["error"]["code"] == .text("store-damaged"), "\(command) \(path)")
            }
        }
    }

    @Test func `output that cannot be written is told, and what was done is done`() async throws {
        // On a full disk, and with standard output closed.
        for nowhere in ["> /dev/full", ">&-"] {
            let full = ["/bin/sh", "-c", "exec \"$@\" \(nowhere)", "sh"]
            let sandbox = try Sandbox()
            try await sandbox.makeCloud()
            let placed = try await sandbox.run("order", "place", Sandbox.example("risk.yaml"), under: full)
            #expect(placed.status == 74, "\(placed.errors)")
            #expect(placed.errors.contains("not written: risk  drafted"), "\(placed.errors)")
            let confirmed = try await sandbox.run("order", "confirm", "risk", "--json", under: full)
            #expect(confirmed.status == 74)
            #expect(try confirmed.error["error"]["code"] == .text("output-not-written"))
            let unwritten = try confirmed.error["error"]["details"]["unwritten"].text ?? ""
            #expect(unwritten.contains(#""phase" : "confirmed""#), "\(unwritten)")
            let advanced = try await sandbox.run("advance", "risk", under: full)
            #expect(advanced.status == 74)
            #expect(advanced.errors.contains("could not be written"))
            #expect(advanced.errors.contains("purchasing → paid"), "\(advanced.errors)")
            #expect(try await sandbox.run("order", "show", "risk", "--json").json["phase"] == .text("paid"))
            for looking in [["--help"], ["order"], ["audit", "export"], ["order", "list", "--json"], ["graph"]] {
                #expect(try await sandbox.run(looking, under: full).status == 74, "\(looking)")
            }
            #expect(try await sandbox.run("store", "check", "--json").status == 0)
        }
    }

    @Test func `whoever stops reading is told nothing, and what was to be done is done`() async throws {
        let sandbox = try await storeWithOrder()
        let deaf = ["/bin/bash", "-c", "\"$@\" | true; exit ${PIPESTATUS[0]}", "bash"]
        let result = try await sandbox.run("advance", "risk", under: deaf)
        #expect(result.status == 0)
        #expect(!result.errors.contains("error"), "\(result.errors)")
        #expect(try await sandbox.run("order", "show", "risk", "--json").json["phase"] == .text("paid"))
    }

    @Test func `a store that cannot be written is 12`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let file = try sandbox.file("file", "")
        for path in [file + "/sluice.db", "/proc/nowhere/sluice.db"] {
            let result = try await sandbox.run(
                "order", "place", Sandbox.example("risk.yaml"), "--store", path, "--cloud",
                "simulated:" + sandbox.cloud, "--json")
            #expect(result.status == 12)
            #expect(try result.error["error"]["code"] == .text("store-unwritable"))
        }
    }

    @Test func `a copy can be made while the store is in use, and replaces nothing`() async throws {
        let sandbox = try await storeWithOrder()
        let copy = sandbox.path("copy.db")
        #expect(try await sandbox.run("store", "backup", copy).status == 0)
        #expect(try await sandbox.run("store", "backup", copy, "--json").status == 11)
        let nowhere = try await sandbox.run("store", "backup", sandbox.path("no/such/directory/copy.db"), "--json")
        #expect(nowhere.status == 74)
        #expect(try nowhere.error["error"]["code"] == .text("file-not-writable"))
        #expect(try await sandbox.run("order", "show", "risk", "--store", copy).status == 0)
        #expect(try await sandbox.run("store", "check", "--store", copy).status == 0)
    }

    @Test func `a store that is up to date needs no migration`() async throws {
        let sandbox = try await storeWithOrder()
        let result = try await sandbox.run("store", "migrate", "--json")
        #expect(result.status == 0)
        #expect(try result.json == .object(["applied": .list([])]))
    }
}

struct BadInputTests {
    @Test func `every fault of a manifest is reported, with its place, and nothing is made`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let text = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: Sandbox.example("risk.yaml"))), as: UTF8.self)
        let manifest = try sandbox.file(
            "bad.yaml",
            text.replacing("Ecs_8c32g", with: "Ecs_8c32").replacing("months: 12", with: "months: 13")
                .replacing("computeUnits: 30", with: "computeUnits: 0"))
        let result = try await sandbox.run("order", "place", manifest, "--json")
        #expect(result.status == 65)
        #expect(result.output.isEmpty)
        let faults = try result.error["error"]["details"]["faults"].items
        #expect(
            faults.map { $0["path"].text } == [
                "spec.billing.months", "spec.slaves.model", "spec.projects[0].computeUnits",
            ])
        for fault in faults {
            #expect(fault["line"] != .null && fault["column"] != .null && fault["found"] != .null)
            #expect(fault["allowed"].text?.isEmpty == false)
        }
        let text2 = try await sandbox.run("check", manifest)
        #expect(text2.errors.contains("bad.yaml:10:"))
        #expect(text2.errors.contains("did you mean Ecs_8c32g?"))
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
    }

    static let malicious: [(String, String)] = [
        ("empty", ""), ("only a comment", "# nothing\n"), ("binary", "a\u{0}b"), ("no YAML", "a: [1, 2"),
        ("a list", "- 1\n- 2\n"), ("two documents", "a: 1\n---\nb: 2\n"),
        ("aliases", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
        ("deep", String(repeating: "[", count: 50_000)), ("deep maps", String(repeating: "{a: ", count: 50_000)),
        ("huge", "a: " + String(repeating: "x", count: 2_000_000)),
        ("a long line of stars", "a: \"" + String(repeating: "*&", count: 200_000) + "\"\n"),
    ]

    @Test(arguments: malicious)
    func `what no manifest can be is 65, quickly and clearly`(what: String, text: String) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let file = try sandbox.file("m.yaml", text)
        for command in [["check", file], ["order", "place", file], ["cloud", "init", file, "--force"]] {
            let result = try await sandbox.run(command + ["--json"])
            #expect(result.status == 65, "\(what): \(result.errors.prefix(300))")
            #expect(try result.error["error"]["details"]["faults"].items.isEmpty == false)
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
        #expect(try await sandbox.cloudShow()["purchases"]["count"] == .integer(0))
    }

    @Test func `a file that cannot be read is 66`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        for path in ["/nowhere.yaml", sandbox.directory.path, "/dev/zero"] {
            for command in [["check", path], ["order", "place", path], ["cloud", "init", path, "--force"]] {
                #expect(try await sandbox.run(command).status == 66, "\(command)")
            }
        }
        #expect(
            try await sandbox.run("check", Sandbox.example("risk.yaml"), "--cloud", "simulated:/nowhere").status == 66)
    }

    @Test func `a manifest or a world is read from a pipe like from a file`() async throws {
        let sandbox = try Sandbox()
        let world = Sandbox.example("world.yaml")
        let substituted = #""$0" "${@:2}" <(cat "$1")"#
        let made = try await sandbox.run(
            [world, "cloud", "init"], under: ["/bin/bash", "-c", substituted])
        #expect(made.status == 0, "\(made.errors)")
        // Bit by bit, as a pipe gives it.
        let slowly = #""$0" "${@:2}" <(while IFS= read -r line; do printf '%s\n' "$line"; done < "$1")"#
        let placed = try await sandbox.run(
            [Sandbox.example("risk.yaml"), "order", "place", "--json"], under: ["/bin/bash", "-c", slowly])
        #expect(placed.status == 0, "\(placed.errors)")
        #expect(try placed.json["name"] == .text("risk"))

        let manifest = try String(contentsOfFile: Sandbox.example("risk.yaml"), encoding: .utf8)
        let named = sandbox.path("named")
        let isMade = unsafe mkfifo(named, 0o600)
        try #require(isMade == 0)
        let script = #"cat "$1" > "$2" & "$0" check "$2" && cat "$1" | "$0" check /dev/stdin"#
        let checked = try await sandbox.run(
            [Sandbox.example("risk.yaml"), named], under: ["/bin/bash", "-c", script])
        #expect(checked.status == 0, "\(checked.errors)")
        let faulty = try await sandbox.run(
            "check", "/dev/stdin", input: manifest.replacing("months: 12", with: "months: 13"))
        #expect(faulty.status == 65)
        // What never ends is read no further than a document may go.
        let endless = try await sandbox.run(["check"], under: ["/bin/bash", "-c", #""$0" "$1" --json <(yes "a: b")"#])
        #expect(endless.status == 65, "\(endless.errors)")
        #expect(try endless.error["error"]["details"]["faults"].items.first?["id"] == .text("too-large"))
    }

    @Test func `no words of a library's reach people when a file cannot be read`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let socket = sandbox.path("socket")
        try Self.makeSocket(at: socket)
        for path in ["/proc/self/mem", sandbox.directory.path, "/dev/zero", socket, "/dev/null", socket + "/x"] {
            for command in [
                ["check", path], ["order", "place", path], ["cloud", "init", path, "--force"],
                ["audit", "verify", path],
                ["cloud", "show", "--cloud", "simulated:" + path],
            ] {
                let result = try await sandbox.run(command)
                #expect(result.status == 66, "\(command): \(result.status)")
                for word in ["NSCocoa", "NSPOSIX", "Error Domain", "Foundation", "couldn’t be completed", "GRDB"] {
                    #expect(!result.errors.contains(word), "\(command): \(result.errors)")
                }
            }
        }
    }

    private static func makeSocket(at path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = path.utf8.map { CChar(bitPattern: $0) } + [0]
        try #require(bytes.count <= MemoryLayout.size(ofValue: address.sun_path))
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: bytes.map { UInt8(bitPattern: $0) })
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
    }

    @Test func `what a terminal would obey is shown, and obeyed nowhere`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let file = try sandbox.file("m.json", #"{"apiVersion":"\u001b[2Jx","ki\u001bnd":"\u0007"}"#)
        for command in [
            ["check", file], ["order", "show", "\u{1B}[2Jx"], ["\u{1B}[2Jx"], ["cloud", "set", "\u{1B}/x", "a=b"],
            ["cloud", "fault", "add", "\u{1B}"], ["check", "/\u{1B}"],
        ] {
            let result = try await sandbox.run(command)
            #expect(result.status != 0)
            #expect(!result.errors.contains("\u{1B}"), "\(command)")
            #expect(!result.errors.contains("\u{07}"), "\(command)")
            #expect(result.errors.contains("\\u{1b}"), "\(command)")
        }
    }

    static let mistakes: [[String]] = [
        ["advnce"], ["order"].appending("confrm"), ["order", "show"], ["advance"], ["run", "--until", "nowhere"],
        ["run", "--timeout", "soon"], ["order", "withdraw", "x"], ["order", "withdraw", "x", "--reason", ""],
        ["cloud", "clock", "advance", "-5m"], ["cloud", "clock", "advance", "5"],
        ["cloud", "fault", "add", "purchase:explode"],
        ["cloud", "set", "vswitch/vsw-1", "free"], ["cloud", "set", "bucket/risk-udf", "acl=open"],
        ["cloud", "set", "bucket/risk-udf", "colour=red"], ["cloud", "set", "buckit/risk-udf", "acl=private"],
        ["order", "list", "--phase", "x"], ["--nonsense"],
        ["graph", "--format", "svg"],
        ["order", "place", "m.yaml", "--despite-findings"], ["advance", "x", "--lang", "fr"],
        ["advance", "x", "--cloud", "aliyun:cn"],
    ]

    @Test(arguments: mistakes)
    func `what the command line gets wrong is 64, on standard error`(arguments: [String]) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        let result = try await sandbox.run(arguments)
        #expect(result.status == 64, "\(result.output)\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(!result.errors.isEmpty)
        let json = try await sandbox.run(arguments + ["--json"])
        #expect(json.status == 64)
        #expect(try json.error["error"]["code"].text?.isEmpty == false)
    }

    @Test func `a mistyped command suggests the nearest`() async throws {
        let sandbox = try Sandbox()
        #expect(try await sandbox.run("advnce").errors.contains("did you mean advance?"))
        #expect(try await sandbox.run("order", "confrm").errors.contains("did you mean confirm?"))
        #expect(try await sandbox.run("cloud", "falt", "list").errors.contains("did you mean fault?"))
    }
}

extension [String] {
    fileprivate func appending(_ word: String) -> Self { self + [word] }
}

extension Sandbox {
    /// Changes the store behind the program's back.
    func sql(_ statement: String) throws {
        let database = try DatabaseQueue(path: store)
        try database.writeWithoutTransaction { try $0.execute(sql: statement) }
        try database.close()
    }
}
