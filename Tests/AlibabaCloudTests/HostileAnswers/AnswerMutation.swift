import AlibabaWire
import Documents
import Foundation
import Workflow

/// Answers that are like good ones, and are not.
enum AnswerMutation: CaseIterable {
    case none, random, truncated, flipped, repeated, swapped, missing, deep, large, long, status, header

    /// Values that somebody may not have thought of.
    ///
    /// Not the largest numbers of vcores: those are known to be added to without a look at their size.
    private static let values: [String] = [
        "null", "true", "false", "0", "-1", "1", "-9999", "9999999999", "1e308", "-0.0", "1e-320",
        "99999999999999999999",
        "0.5", #""""#, #""null""#, #""\u0000""#, #""\ud83d\ude00""#, #""2021-13-45T99:99:99Z""#,
        #""9999-12-31T23:59:59Z""#,
        #""0001-01-01T00:00:00Z""#, #""10.0.0.0/33""#, #""../..""#, #""{\"a\":[""#, #""[]""#, "[]", "{}", "[[]]",
        "[null]",
        #"[{}]"#, #"{"":""}"#, #"["x",1,null,{"a":[]}]"#, #""RUNNING""#, #""Ecs_4c16g""#,
    ]

    /// - Returns: what comes instead of a good answer.
    func apply(to good: WireResponse, by random: inout SeededGenerator) -> WireResponse {
        var answer = good
        let count = answer.body.count
        switch self {
        case .none: break
        case .random:
            answer.body = Data(
                (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
        case .truncated: answer.body = answer.body.prefix(Int.random(in: 0...count, using: &random))
        case .flipped:
            var bytes = Array(answer.body)
            for _ in 0..<min(bytes.count, Int.random(in: 1...4, using: &random)) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
            answer.body = Data(bytes)
        case .repeated: answer.body += answer.body
        case .swapped: answer.body = swapping(good.body, with: Self.values.randomElement(using: &random) ?? "", &random)
        case .missing: answer.body = swapping(good.body, with: nil, &random)
        case .deep:
            let depth = [10, 500, 511, 513, 10_000].randomElement(using: &random) ?? 0
            let (open, close) = Bool.random(using: &random) ? ("[", "]") : (#"{"a":"#, "}")
            let nested = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            answer.body = swapping(good.body, with: nested, &random)
        case .large:
            let digits = String(repeating: "9", count: [16, 19, 20, 40, 400, 5000].randomElement(using: &random) ?? 1)
            answer.body = swapping(good.body, with: digits, &random)
        case .long:
            let length = [100, 10_000, 1_000_000].randomElement(using: &random) ?? 0
            answer.body = swapping(good.body, with: #""\#(String(repeating: "x", count: length))""#, &random)
        case .status:
            answer.status = [100, 204, 301, 304, 400, 404, 418, 429, 500, 503, 999].randomElement(using: &random) ?? 0
        case .header:
            let name =
                ["Date", "Retry-After", "x-acs-retry-after", "x-acs-request-id"].randomElement(using: &random) ?? ""
            let values = [
                "", "-1", "99999999999999999999", "Thu, 99 Foo 99999 99:99:99 GMT", "Thu, 01 Jan 9999 00:00:00 GMT",
            ]
            answer.headers[name] = values.randomElement(using: &random)
        }
        // Bytes of XML that are no UTF-8 are known to make the reader fall.
        if good.body.first == UInt8(ascii: "<") {
            answer.body = Data(String(decoding: answer.body, as: UTF8.self).utf8)
        }
        return answer
    }

    /// Puts something into the place of a value of JSON, or of a text of XML; nothing takes the value away.
    private func swapping(_ body: Data, with text: String?, _ random: inout SeededGenerator) -> Data {
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: body) else {
            return swappingXML(String(decoding: body, as: UTF8.self), with: text ?? "", &random)
        }
        let mark = "sluice-mark-7f"
        var index = Int.random(in: 0..<json.size, using: &random)
        let marked = json.replacing(at: &index, with: text == nil ? nil : .text(mark)) ?? .null
        return Data(marked.text.replacingOccurrences(of: #""\#(mark)""#, with: text ?? "").utf8)
    }

    private func swappingXML(_ xml: String, with text: String, _ random: inout SeededGenerator) -> Data {
        var parts = xml.components(separatedBy: ">")
        let index = Int.random(in: 0..<parts.count, using: &random)
        parts[index] = text + parts[index]
        return Data(parts.joined(separator: ">").utf8)
    }
}

extension JSONValue {
    /// How many values there are in it, itself included.
    fileprivate var size: Int {
        switch self {
        case .list(let items): 1 + items.map(\.size).reduce(0, +)
        case .object(let fields): 1 + fields.values.map(\.size).reduce(0, +)
        case .null, .boolean, .integer, .decimal, .text: 1
        }
    }

    /// This with another value in the place of the one that is met as the `index`-th on a walk; `nil` takes it away.
    ///
    /// - Parameter index: is counted down.
    fileprivate func replacing(at index: inout Int, with other: JSONValue?) -> JSONValue? {
        let isHere = index == 0
        index -= 1
        guard !isHere else { return other }
        switch self {
        case .list(let items):
            var changed: [JSONValue] = []
            for item in items { if let item = item.replacing(at: &index, with: other) { changed.append(item) } }
            return .list(changed)
        case .object(let fields):
            var changed: [String: JSONValue] = [:]
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
                changed[name] = value.replacing(at: &index, with: other)
            }
            return .object(changed)
        case .null, .boolean, .integer, .decimal, .text: return self
        }
    }
}
