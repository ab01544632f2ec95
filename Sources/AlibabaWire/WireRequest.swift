package import Foundation

/// A request as it stands on the wire: what is signed, and what is sent.
package struct WireRequest: Equatable, Sendable {
    /// Upper case.
    package var method: String
    /// The path, percent-encoded as it is sent.
    package var path: String
    /// The query, decoded, in the order in which it is sent; an empty value stands for a name alone as well.
    package var query: [Parameter]
    /// The headers, in the order in which they are sent.
    package var headers: WireHeaders
    package var body: Data

    package init(
        _ method: String, _ path: String, query: [Parameter] = [], headers: WireHeaders = WireHeaders(),
        body: Data = Data()
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The path with the query, as it stands in the first line.
    package var target: String {
        query.isEmpty ? path : path + "?" + FormEncoding.text(query)
    }
}

extension WireRequest {
    /// Reads the target of a first line.
    package init(_ method: String, target: String, headers: WireHeaders = WireHeaders(), body: Data = Data()) {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method, halves.first.map(String.init) ?? "/",
            query: halves.count == 2 ? FormEncoding.parameters(of: String(halves[1])) : [], headers: headers, body: body
        )
    }
}

/// A named value of a query or of a form.
package struct Parameter: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// An answer as it stands on the wire.
package struct WireResponse: Equatable, Sendable {
    package var status: Int
    package var headers: WireHeaders
    package var body: Data

    package init(_ status: Int, headers: WireHeaders = WireHeaders(), body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Headers in their order; names are compared without regard to case.
package struct WireHeaders: Equatable, Sendable {
    package private(set) var fields: [Parameter]

    package init(_ fields: [Parameter] = []) {
        self.fields = fields
    }

    /// The first value under a name; setting it leaves one, in the place of the first.
    package subscript(name: String) -> String? {
        get { fields.first { $0.name.isSameHeader(as: name) }?.value }
        set {
            let index = fields.firstIndex { $0.name.isSameHeader(as: name) }
            fields.removeAll { $0.name.isSameHeader(as: name) }
            if let newValue { fields.insert(Parameter(name, newValue), at: min(index ?? fields.count, fields.count)) }
        }
    }

    /// Every value under a name, in their order.
    package func values(_ name: String) -> [String] {
        fields.filter { $0.name.isSameHeader(as: name) }.map(\.value)
    }

    package mutating func append(_ name: String, _ value: String) { fields.append(Parameter(name, value)) }

    /// The names, in lower case, each once, sorted.
    package var names: [String] { Set(fields.map { $0.name.lowercased() }).sorted() }
}

extension String {
    fileprivate func isSameHeader(as other: String) -> Bool {
        utf8.count == other.utf8.count && lowercased() == other.lowercased()
    }
}
