import Foundation

/// The proxies that the environment names, by the conventions of curl.
package struct ProxySettings: Equatable, Sendable {
    package struct Proxy: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
    {
        package let host: String
        package let port: Int
        let user: String?
        let password: String?

        /// Without the password, like everything that is made of it.
        package var description: String { "\(host):\(port)" }
        package var debugDescription: String { description }
        package var customMirror: Mirror { Mirror(self, children: ["host": host, "port": port]) }
    }

    private let proxy: Proxy?
    private let exceptions: [String]

    /// None.
    package static let none = Self { _ in nil }

    /// Reads `HTTPS_PROXY` or `ALL_PROXY`, and `NO_PROXY`, in either case.
    ///
    /// Only addresses with TLS are reached through one: without it, only this machine is.
    package init(variable: (String) -> String?) {
        func either(_ name: String) -> String? { variable(name.lowercased()) ?? variable(name) }
        proxy = (either("HTTPS_PROXY") ?? either("ALL_PROXY")).flatMap(Self.read)
        exceptions = (either("NO_PROXY") ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
    }

    /// The proxy through which an address is reached; `nil` if directly.
    package func proxy(for endpoint: Endpoint) -> Proxy? {
        guard endpoint.isSecure, !endpoint.isLoopback else { return nil }
        let host = endpoint.host.lowercased()
        let isExcepted = exceptions.contains { exception in
            let suffix = exception.hasPrefix(".") ? exception : "." + exception
            return exception == "*" || host == exception || (!exception.isEmpty && host.hasSuffix(suffix))
        }
        return isExcepted ? nil : proxy
    }

    private static func read(_ text: String) -> Proxy? {
        guard let url = URLComponents(string: text.contains("://") ? text : "http://" + text),
            let host = url.host, !host.isEmpty
        else { return nil }
        return Proxy(host: host, port: url.port ?? 8080, user: url.user, password: url.password)
    }
}
