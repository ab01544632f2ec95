import Foundation
import Testing

struct CutPageTests {
    @Test(arguments: [1, 100, 1000])
    func `a store whose last page is not whole is 12 and stays as it is`(missing: Int) async throws {
        let sandbox = try Sandbox()
        try await sandbox.makeCloud()
        try await sandbox.confirm()
        try await sandbox.reach("paid")
        let whole = try sandbox.contents()
        for command in [
            ["order", "list"], ["order", "show", "risk"], ["history", "risk"], ["store", "check"], ["advance", "risk"],
            ["order", "place", Sandbox.example("two-projects.yaml")],
        ] {
            try sandbox.lay(whole.dropLast(missing))
            #expect(try await sandbox.run(command).status == 12, "\(command)")
            #expect(try sandbox.contents() == whole.dropLast(missing), "\(command)")
        }
    }
}
