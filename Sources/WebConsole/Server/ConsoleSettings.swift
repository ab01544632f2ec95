package import HTTPTypes
package import Wording
package import WorkflowEngine

/// How a console is served.
package struct ConsoleSettings: Sendable {
    /// The address it listens on.
    package var address = "127.0.0.1"
    /// 0 picks a port that is free.
    package var port = 0
    /// Host names besides those of this machine that requests may name: those of a proxy before it.
    package var hosts: Set<String> = []
    /// The header in which a proxy that signs people in says who asks; `nil` where none does.
    package var userHeader: HTTPField.Name?
    /// Whether nothing may be changed.
    package var isReadOnly = false
    /// Of those whose browsers ask for none that is spoken here.
    package var language: Language
    /// Who acts, if no proxy says.
    package var user: Actor

    package init(language: Language, user: Actor) {
        self.language = language
        self.user = user
    }

    /// Sets the header that says who asks.
    ///
    /// - Returns: whether it can be the name of a header.
    package mutating func readUser(from header: String) -> Bool {
        userHeader = HTTPField.Name(header)
        return userHeader != nil
    }

    /// Cookies are kept by host and not by port: two consoles must not take each other's.
    var cookieName: String { "sluice_\(port)" }

    /// Whether a request may name this host.
    func admits(host: String) -> Bool {
        let own = ["127.0.0.1", "localhost", "[::1]"].flatMap { ["\($0):\(port)"] + (port == 80 ? [$0] : []) }
        return own.contains(host.lowercased()) || hosts.contains(host.lowercased())
    }
}
