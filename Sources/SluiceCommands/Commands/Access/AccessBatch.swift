import AccessPolicies
import Documents
import Foundation
import Provisioning
import Wording

/// Decides by lines of JSON, on all cores.
struct AccessBatch {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    func run() throws -> ExitStatus {
        let language = console.language
        try LineInput(try InputFile(path: "-")).forEachLines { lines in
            let answers = lines.concurrentMap { line in Self.answer(line, in: language) }
            console.print(answers.joined(separator: "\n"))
        } tooLong: {
            InvalidDocument(source: "-", faults: [.tooLarge(limit: LineInput.longestLine)])
        }
        return .done
    }

    private static func answer(_ line: Data, in language: Language) -> String {
        do throws(InvalidDocument) {
            let (request, policies) = try Document(jsonLine: line, source: "line").decode(read)
            let decision = AccessDecision(request, by: policies)
            guard let statement = decision.statement else { return #"{"decision":"\#(decision.word)"}"# }
            return
                #"{"decision":"\#(decision.word)","policy":\#(statement.policy),"statement":\#(statement.statement)}"#
        } catch {
            return JSONValue.object(["error": JSONValue(failure: error, in: language)]).text
        }
    }

    private static func read(_ reader: NodeReader) -> (AccessRequest, [AccessPolicy])? {
        reader.object { fields in
            let policies = fields.required("policies")?.list { AccessPolicy.read($0, .strict) }
            let action = fields.required("action")?.text()
            let resource = fields.required("resource")?.text()
            var context: [String: String] = [:]
            if let given = fields.optional("context") {
                guard case .object(let pairs) = given.node.content else {
                    return given.wrongType(LocalizedText("an object", zh: "对象"))
                }
                for pair in pairs {
                    let value = NodeReader(pair.value, path: "\(given.path).\(pair.name)", faults: given.faults)
                    context[pair.name] = value.text()
                }
            }
            guard let policies, let action, let resource else { return nil }
            return (AccessRequest(action, on: resource, context: context), policies)
        }
    }
}
