import HTTPTypes
import Hummingbird
import NIOCore
import Wording
import WorkflowSQLite

extension Response {
    static func plain(_ status: HTTPResponse.Status, _ text: String) -> Self {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func page(_ page: some Page, for visit: Visit, _ status: HTTPResponse.Status = .ok) -> Self {
        html(page.document(for: visit), status)
    }

    static func html(_ html: HTML, _ status: HTTPResponse.Status = .ok) -> Self {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html.markup)))
    }

    /// A file to be kept.
    static func download(_ text: String, named name: String, type: String = "text/plain; charset=utf-8") -> Self {
        Response(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name.asFileName)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

extension Response {
    /// Every line of the log, as it is hashed.
    static func export(of journal: SQLiteJournal, size: Int, named name: String) -> Self {
        let body = ResponseBody { writer in
            let part = 2000
            for start in stride(from: 0, to: size, by: part) {
                var buffer = ByteBuffer()
                try journal.forEachLeaf(in: start..<min(start + part, size)) { leaf, _ in
                    buffer.writeBytes(leaf)
                    buffer.writeInteger(UInt8(ascii: "\n"))
                }
                try await writer.write(buffer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/jsonl", .contentDisposition: "attachment; filename=\"\(name.asFileName)\"",
            ], body: body)
    }

    /// Keeps how somebody wants the pages, and goes back to where he was.
    static func preferring(_ form: Form) -> Self {
        // Only a path of ours, as addresses are written: never an address of another.
        let back = form["back"]
        let isOurs =
            back.hasPrefix("/") && !back.hasPrefix("//")
            && back.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/-_.~%?&=+*".contains($0)) }
        var response = Response.redirect(to: isOurs ? back : "/")
        func remember(_ name: String, _ value: String) {
            let year = 365 * 24 * 3600
            response.setCookie(
                Cookie(name: name, value: value, maxAge: year, path: "/", httpOnly: true, sameSite: .strict))
        }
        if let language = Language(rawValue: form["language"]) { remember("sluice_language", language.rawValue) }
        if let theme = Theme(rawValue: form["theme"]) { remember("sluice_theme", theme.rawValue) }
        return response
    }
}

extension String {
    /// This text as the name of a file.
    fileprivate var asFileName: String {
        String(map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
    }
}
