import AlibabaWire
import Documents
import Foundation
import Testing

@testable import AlibabaCloud

/// A reply that a server gave to one of the vendor's SDKs, and what the SDK made of it.
struct CannedReply: Sendable, CustomTestStringConvertible {
    /// What an SDK reads.
    enum Reading: Equatable, Sendable {
        case body(JSONValue)
        case failure(text: String, code: String?, status: Int?)
        /// Nothing that can be compared.
        case opaque
    }

    let name: String
    let service: VendorService
    let action: String
    let response: WireResponse
    let reading: Reading

    var testDescription: String { name }

    /// The calls by which the adapter changes something.
    private static let changes = VendorChange.allCases.map(\.rawValue)

    var isOfChange: Bool { Self.changes.contains(action) }

    /// Every reply to a call that the adapter makes, in the order of the file.
    static let all: [CannedReply] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("AlibabaWireTests/KnownAnswers/wire-captures.json")
        guard let data = try? Data(contentsOf: file), let json = try? JSONDecoder().decode(JSONValue.self, from: data)
        else { return [] }
        return json["captures"].items.compactMap(CannedReply.init)
    }()

    static func named(_ name: String) throws -> CannedReply { try #require(all.first { $0.name == name }) }

    private init?(_ capture: JSONValue) {
        let request = capture["requests"].items.first ?? .null
        let headers = WireHeaders(request["headers"].parameters)
        name = capture["name"].text ?? ""
        let parts = name.split(separator: ".").map(String.init)
        let kind = parts.first.map { $0 == "oss2" ? "oss" : $0 } ?? ""
        guard let service = VendorService(rawValue: kind) else { return nil }
        self.service = service
        action =
            headers["x-acs-action"]
            ?? parts.first { part in Self.known.contains(service.action(of: part)) } ?? ""
        guard Self.known.contains(service.action(of: action)) else { return nil }
        let canned = capture["cannedResponse"]
        let status = canned["status"].text.flatMap { Int($0.prefix(3)) } ?? 0
        response = WireResponse(
            status, headers: WireHeaders(canned["headers"].parameters), body: Data((canned["body"].text ?? "").utf8))
        reading = Reading(capture)
    }

    private static let known = Set(
        Permissions.looks + ["sts:AssumeRole", "sts:GetCallerIdentity"]
            + changes.flatMap { [VendorService.foas.action(of: $0), VendorService.bss.action(of: $0)] })
}

extension CannedReply.Reading {
    fileprivate init(_ capture: JSONValue) {
        if case .object = capture["sdkError"] {
            let error = capture["sdkError"]
            self = .failure(
                text: error["message"].text ?? "", code: error["code"].text, status: error["statusCode"].number)
            return
        }
        let text = capture["sdkResult"].text ?? ""
        // The older SDKs give the text as it came, the newer ones an object with what was in it.
        if let body = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) {
            self = .body(body)
        } else if case .object(let fields) = PythonLiteral.value(of: text), let body = fields["body"] {
            self = .body(body)
        } else {
            self = .opaque
        }
    }
}

extension JSONValue {
    /// A field; `null` if there is none.
    fileprivate subscript(field: String) -> JSONValue {
        if case .object(let fields) = self { fields[field] ?? .null } else { .null }
    }

    fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }
    fileprivate var items: [JSONValue] { if case .list(let items) = self { items } else { [] } }
    fileprivate var number: Int? { if case .integer(let number) = self { number } else { nil } }

    /// Names and values, each pair a list of two.
    fileprivate var parameters: [Parameter] {
        items.compactMap { pair in
            guard pair.items.count == 2, let name = pair.items[0].text, let value = pair.items[1].text else {
                return nil
            }
            return Parameter(name, value)
        }
    }
}
