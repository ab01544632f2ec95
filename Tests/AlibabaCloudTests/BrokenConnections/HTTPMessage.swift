/// The bytes of a request or an answer, as they come.
struct HTTPMessage {
    private(set) var bytes: [UInt8] = []
    /// Where the head ends, its empty line included; `nil` until it has come.
    private(set) var headEnd: Int?

    private static let emptyLine = Array("\r\n\r\n".utf8)

    mutating func append(_ more: some Sequence<UInt8>) {
        var next = max(0, bytes.count - Self.emptyLine.count)
        bytes += more
        while headEnd == nil, next + Self.emptyLine.count <= bytes.count {
            if bytes[next...].starts(with: Self.emptyLine) { headEnd = next + Self.emptyLine.count }
            next += 1
        }
    }

    /// Whether everything has come that the head announces.
    var isWhole: Bool {
        headEnd.map { bytes.count >= $0 + (header("content-length").flatMap { Int($0) } ?? 0) } ?? false
    }

    /// The lines of the head.
    private var lines: [Substring] {
        String(decoding: bytes[..<(headEnd ?? 0)], as: UTF8.self).split(separator: "\r\n")
    }

    var firstLine: String { lines.first.map(String.init) ?? "" }

    func header(_ name: String) -> String? {
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1)
            guard halves.count == 2, halves[0].lowercased() == name else { continue }
            return String(halves[1]).trimmed
        }
        return nil
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
