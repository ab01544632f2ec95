import Foundation
import Hummingbird
import NIOCore
import Wording

/// What a form was filled in with.
struct Form: Sendable {
    private let values: [String: String]

    /// The largest form that is read, in bytes: a manifest of the greatest size, and what its encoding adds.
    static let largest = 2 << 20
    /// How long a form may take to arrive.
    static let longest = Duration.seconds(10)

    init(_ values: [String: String]) { self.values = values }

    /// A value without the spaces around it; empty if there is none.
    subscript(name: String) -> String {
        values[name]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    /// A value as it was typed; ends of lines as they are in files.
    func text(_ name: String) -> String { (values[name] ?? "").replacing("\r\n", with: "\n") }

    func isChecked(_ name: String) -> Bool { values[name] == "on" }

    /// Reads the form that a request carries.
    ///
    /// - Throws: ``RefusedForm``.
    static func read(from request: Request) async throws -> Self {
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
            throw RefusedForm.unreadable
        }
        let body = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                do {
                    return try await request.body.collect(upTo: Self.largest)
                } catch is NIOTooManyBytesError {
                    throw RefusedForm.tooLarge
                }
            }
            group.addTask {
                try await Task.sleep(for: Self.longest)
                throw RefusedForm.tooSlow
            }
            return try await group.next() ?? ByteBuffer()
        }
        do {
            return Self(try URLEncodedFormDecoder().decode([String: String].self, from: String(buffer: body)))
        } catch {
            throw RefusedForm.unreadable
        }
    }
}

/// A form that was not read.
enum RefusedForm: Explained {
    case tooLarge, tooSlow, unreadable

    var status: HTTPResponse.Status {
        switch self {
        case .tooLarge: .contentTooLarge
        case .tooSlow: .requestTimeout
        case .unreadable: .badRequest
        }
    }

    var code: String { "refused-form" }

    var message: LocalizedText {
        switch self {
        case .tooLarge: LocalizedText("the form is larger than 2 MB", zh: "表单超过 2 MB")
        case .tooSlow: LocalizedText("the form did not arrive within 10 s", zh: "表单未能在 10 秒内送达")
        case .unreadable: LocalizedText("this is no form that can be read", zh: "无法读取该表单")
        }
    }

    var hint: LocalizedText { LocalizedText("Nothing was changed.", zh: "未作任何更改。") }
}
