import AlibabaWire
package import Wording

/// An address where a service answers.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    package let isSecure: Bool
    package let host: String
    /// `nil` of the usual one.
    package let port: Int?

    package init(host: String, port: Int? = nil, isSecure: Bool = true) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
    }

    /// Reads `https://HOST[:PORT]`, or `http://` of a loopback address: nothing that is signed, and no answer that is acted
    /// upon, crosses a network in the clear.
    package init(_ text: String) throws(InvalidEndpoint) {
        let halves = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0] == "https" || halves[0] == "http" else { throw InvalidEndpoint(text) }
        var rest = halves[1]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        isSecure = halves[0] == "https"
        let end = rest.hasPrefix("[") ? rest.firstIndex(of: "]").map(rest.index(after:)) : rest.firstIndex(of: ":")
        let name = end.map { rest[..<$0] } ?? rest
        let tail = end.map { rest[$0...] } ?? ""
        guard Self.isHost(name) else { throw InvalidEndpoint(text) }
        host = String(name)
        if tail.isEmpty {
            port = nil
        } else {
            guard tail.first == ":", let number = Int(tail.dropFirst()), (1...65_535).contains(number) else {
                throw InvalidEndpoint(text)
            }
            port = number
        }
        guard isSecure || isLoopback else { throw InvalidEndpoint(text, isInTheClear: true) }
    }

    /// A name, an address, or an address of IPv6 in brackets.
    private static func isHost(_ name: Substring) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") {
            let address = name.dropFirst().dropLast()
            return address.contains(":") && address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return !name.isEmpty
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_") }
    }

    /// Whether it is this machine itself.
    package var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (isIPAddress && host.hasPrefix("127."))
    }

    /// Whether the host is an address rather than a name: no bucket can be put before it.
    var isIPAddress: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.hasPrefix("[") || (parts.count == 4 && parts.allSatisfy { UInt8($0) != nil })
    }

    /// Host and port, as the header `Host` has them.
    package var authority: String { port.map { "\(host):\($0)" } ?? host }

    package var description: String { "\(isSecure ? "https" : "http")://\(authority)" }
}

/// A text that is no address of a service.
package struct InvalidEndpoint: Explained, Equatable {
    package let code = "invalid-endpoint"
    package let message: LocalizedText
    package let hint = LocalizedText(
        "Give https://HOST[:PORT], or http://127.0.0.1:PORT for a cloud on this machine; for one service only, "
            + "SERVICE=URL, with SERVICE of \(VendorService.list).",
        zh: "请给出 https://主机[:端口]，本机上的云可用 http://127.0.0.1:端口；仅针对一个服务时用 服务=URL，服务为 \(VendorService.list)。")

    init(_ text: String, isInTheClear: Bool = false) {
        // What stands before an @ may be a password.
        let text = text.lastIndex(of: "@").map { "…" + text[$0...] } ?? text
        message =
            isInTheClear
            ? LocalizedText(
                "\(text.printable()) is not encrypted: http is allowed for this machine only",
                zh: "\(text.printable()) 未加密：http 仅限本机")
            : LocalizedText("\(text.printable()) is no address of a service", zh: "\(text.printable()) 不是服务地址")
    }
}
