import Testing

@testable import SelfTest

struct ExplorerTests {
    @Test(arguments: Explorer.roots.map(\.name))
    func `whatever may happen in a situation breaks no rule`(name: String) async throws {
        let root = try #require(Explorer.roots.first { $0.name == name })
        let result = try await Explorer(root: root, limit: 60).explore { _, _ in }
        #expect(result.states == 60)
        #expect(result.moves > 60)
        #expect(result.violations.isEmpty)
    }
}
