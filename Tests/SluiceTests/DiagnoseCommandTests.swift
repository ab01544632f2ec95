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
}
