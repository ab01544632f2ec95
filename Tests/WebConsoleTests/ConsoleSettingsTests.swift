import Testing
import Wording
import WorkflowEngine

@testable import WebConsole

struct ConsoleSettingsTests {
    private static func settings(port: Int) -> ConsoleSettings {
        var settings = ConsoleSettings(language: .english, user: Actor(.operator, id: "op"))
        settings.port = port
        return settings
    }

    @Test(arguments: ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "LOCALHOST:8080"])
    func `requests may name this machine`(host: String) {
        #expect(Self.settings(port: 8080).admits(host: host))
    }

    @Test(arguments: [
        "127.0.0.1", "127.0.0.1:80", "evil.example:8080", "localhost.evil.example:8080", "", "127.0.0.1:8080.x",
    ])
    func `and nothing else that leads here`(host: String) {
        #expect(!Self.settings(port: 8080).admits(host: host))
    }

    @Test func `and the names that were given`() {
        var settings = Self.settings(port: 8080)
        settings.hosts = ["sluice.example.com"]
        #expect(settings.admits(host: "Sluice.example.com"))
    }

    @Test func `secrets of two consoles are not each other's`() {
        let (one, other) = (Secrets(), Secrets())
        #expect(Set([one.token, one.session, one.formToken, other.token, other.session, other.formToken]).count == 6)
        #expect(one.token.count >= 32)
        #expect(Secrets.agree(one.token, one.token))
        #expect(!Secrets.agree(String(one.token.dropLast()), one.token))
        #expect(!Secrets.agree("", one.token))
        #expect(Secrets(token: "given").token == "given")
    }

    @Test func `so many notices are kept, and the oldest go`() {
        let notices = Notices()
        let first = notices.keep(Notice(tone: .done, message: .init(verbatim: "first")))
        #expect(notices.notice(named: first)?.message.english == "first")
        for _ in 0..<256 { _ = notices.keep(Notice(tone: .done, message: .init(verbatim: "x"))) }
        #expect(notices.notice(named: first) == nil)
    }
}
