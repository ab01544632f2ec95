import Documents
import Foundation
import Testing

/// Known errors, named by the program.
struct DiagnoseCommandTests {
    @Test func `a log is read from a file or a pipe, and each error told once with its cure`() async throws {
        let sandbox = try Sandbox()
        let log =
            "starting\nCaused by: com.aliyun.oss.OSSException: [ErrorCode]: x\nRAM user has no passRole permission (922019)\n"
        for (words, input) in [
            (["diagnose", try sandbox.file("job.log", log)], nil), (["diagnose", "-"], log), (["diagnose"], log),
        ] {
            let result = try await sandbox.run(words + ["--json"], input: input)
            #expect(result.status == 0, "\(result.errors)")
            let report = try result.json
            #expect(report.names == ["known", "lines"])
            #expect(report["lines"] == .integer(3))
            #expect(report["known"].items.map { $0["id"] } == [.text("bucket-versioning"), .text("pass-role")])
            #expect(report["known"].items.map { $0["line"] } == [.integer(2), .integer(3)])
            for known in report["known"].items {
                #expect(known.names.isSuperset(of: ["id", "line", "matched", "cause", "cure"]))
                #expect(!known["cure"].items.isEmpty)
            }
        }
        let told = try await sandbox.run("diagnose", input: log)
        #expect(told.output.contains("line 2:"))
        let chinese = try await sandbox.run("diagnose", "--lang", "zh", input: log)
        #expect(chinese.output.contains("第 2 行"))
        #expect(!FileManager.default.fileExists(atPath: sandbox.store))
    }

    @Test func `nothing known is 10, a file that cannot be read 66, and what is known is listed`() async throws {
        let sandbox = try Sandbox()
        let nothing = try await sandbox.run("diagnose", "--json", input: "all is well\n")
        #expect(nothing.status == 10)
        #expect(try nothing.json["known"].items.isEmpty)
        #expect(try await sandbox.run("diagnose", sandbox.path("absent.log")).status == 66)
        #expect(try await sandbox.run("diagnose", "--list").output.contains("pass-role"))
        #expect(try await sandbox.run("diagnose", "--list", "--json").json.items.count > 16)
    }

    @Test func `where there is a store, its orders are looked at for the cause`() async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("provisioned")
        let log = "Caused by: com.aliyun.oss.OSSException: [ErrorCode]: x\n"
        let innocent = try await sandbox.run("diagnose", "--json", input: log).json
        #expect(innocent["known"].items.first?["inStore"] == [])
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "versioning=true")
        let found = try await sandbox.run("diagnose", "--json", input: log).json
        let cause = try #require(found["known"].items.first?["inStore"].items.first)
        #expect(cause["order"] == .text("risk"))
        #expect(cause["check"] == .text("bucket.versioning"))
        #expect(cause["resource"] == .text("bucket/risk-udf"))
        #expect(try await sandbox.run("diagnose", input: log).output.contains("bucket/risk-udf"))
        // A draft that waits for it is named as well, and points to what mends it.
        try await sandbox.run("cloud", "set", "bucket/risk-udf", "acl=public-read")
        let other = try sandbox.file(
            "other.yaml",
            try String(contentsOfFile: Sandbox.example("risk.yaml"), encoding: .utf8).replacing("risk", with: "other")
                .replacing("other-udf", with: "risk-udf"))
        try await sandbox.run("order", "place", other)
        let shown = try await sandbox.run("order", "show", "other").output
        #expect(shown.contains("sluice mend other"))
        #expect(shown.contains("sluice order show other | sluice diagnose"))
        let both = try await sandbox.run("diagnose", "--json", input: log).json
        #expect(both["known"].items.first?["inStore"].items.map { $0["order"] } == [.text("other"), .text("risk")])
    }
}
