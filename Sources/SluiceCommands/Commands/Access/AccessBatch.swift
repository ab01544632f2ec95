import AccessPolicies
import Documents
import Foundation
import Provisioning
import Synchronization
import Wording

/// Decides by lines of JSON, on all cores.
struct AccessBatch {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    func run() throws -> ExitStatus {
        let language = console.language
        let known = KnownPolicies()
        try LineInput(try InputFile(path: "-")).forEachLines { lines in
            let answers = lines.concurrentMap { line in Self.answer(line, known, in: language) }
            console.print(answers.joined(separator: "\n"))
        } tooLong: {
            InvalidDocument(source: "-", faults: [.tooLarge(limit: LineInput.longestLine)])
        }
        return .done
    }

    private static func answer(_ line: Data, _ known: KnownPolicies, in language: Language) -> String {
        do throws(InvalidDocument) {
            let (request, policies) = try known.read(line)
            let decision = AccessDecision(request, by: policies)
            guard let statement = decision.statement else { return #"{"decision":"\#(decision.word)"}"# }
            return
                #"{"decision":"\#(decision.word)","policy":\#(statement.policy),"statement":\#(statement.statement)}"#
        } catch {
            return JSONValue.object(["error": JSONValue(failure: error, in: language)]).text
        }
    }
}

/// Reads lines of requests; policies that come again are read once.
private final class KnownPolicies: Sendable {
    /// So many that what they take stays small beside the lines.
    private static let most = 1000
    private let policies = Mutex<[PoliciesText: [AccessPolicy]]>([:])
    /// Hashes of policies that have come once: only what comes again is worth to be kept.
    private let seen = Mutex<Set<Int>>([])

    func read(_ line: Data) throws(InvalidDocument) -> (AccessRequest, [AccessPolicy]) {
        guard let place = PoliciesText.place(in: line) else { return try Self.readWhole(line) }
        let text = PoliciesText(bytes: line[place])
        if let known = policies.withLock({ $0[text] }) {
            // An empty list stands for the policies, which were read from the same text before.
            let rest = line[..<place.lowerBound] + Data("[]".utf8) + line[place.upperBound...]
            return (try Self.readWhole(rest).0, known)
        }
        let (request, read) = try Self.readWhole(line)
        let hash = text.hashValue
        let isSecond = seen.withLock { seen in
            if seen.count == Self.most * 64 { seen.removeAll(keepingCapacity: true) }
            return !seen.insert(hash).inserted
        }
        guard isSecond else { return (request, read) }
        policies.withLock {
            if $0.count == Self.most { $0.removeAll(keepingCapacity: true) }
            $0[PoliciesText(bytes: Data(text.bytes))] = read
        }
        return (request, read)
    }

    private static func readWhole(_ line: Data) throws(InvalidDocument) -> (AccessRequest, [AccessPolicy]) {
        try Document(jsonLine: line, source: "line").decode { reader in
            reader.object { fields in
                let policies = fields.required("policies")?.list { AccessPolicy.read($0, .strict) }
                let action = fields.required("action")?.text()
                let resource = fields.required("resource")?.text()
                var context: [String: String] = [:]
                for field in fields.optional("context")?.fields() ?? [] { context[field.name] = field.value.text() }
                guard let policies, let action, let resource else { return nil }
                return (AccessRequest(action, on: resource, context: context), policies)
            }
        }
    }
}

/// The policies of a line as they are written there.
private struct PoliciesText: Hashable {
    let bytes: Data

    /// All bytes count: of `Data` itself only the first do, and those of policies are often the same.
    func hash(into hasher: inout Hasher) {
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }

    /// Where a line, which is an object of JSON, has the list called `policies`; `nil` where that cannot be told at once.
    static func place(in line: Data) -> Range<Data.Index>? {
        unsafe line.withUnsafeBytes { bytes -> Range<Int>? in
            var (depth, at) = (0, 0)
            var (key, value): (Range<Int>?, Range<Int>?) = (nil, nil)
            var begin: Int?
            while at < bytes.count {
                switch unsafe bytes[at] {
                case UInt8(ascii: "\""):
                    guard let end = unsafe endOfText(in: bytes, from: at + 1) else { return nil }
                    if depth == 1 { key = at + 1..<end }
                    at = end
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    depth += 1
                    if depth == 2, let name = key, unsafe bytes[name].elementsEqual("policies".utf8) {
                        guard value == nil else { return nil }
                        begin = at
                    }
                    key = nil
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    depth -= 1
                    if depth == 1, let start = begin {
                        value = start..<at + 1
                        begin = nil
                    }
                case UInt8(ascii: ","): key = nil
                // A name with an escape may be any name.
                case UInt8(ascii: ":"):
                    if let name = key, unsafe bytes[name].contains(UInt8(ascii: "\\")) { return nil }
                default: break
                }
                at += 1
            }
            return value
        }.map { line.startIndex + $0.lowerBound..<line.startIndex + $0.upperBound }
    }

    /// Where a text ends that begins at `start`.
    private static func endOfText(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var at = start
        while at < bytes.count {
            switch unsafe bytes[at] {
            case UInt8(ascii: "\""): return at
            case UInt8(ascii: "\\"): at += 2
            default: at += 1
            }
        }
        return nil
    }
}
