import Documents
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Provisioning
import Wording
import WorkflowEngine

/// Sets what browsers are to keep to, on every answer whatever it is.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ConsoleContext

    /// Nothing but what this server sends, no script in a page, and no page of another inside or around one of ours.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
        base-uri 'none'; frame-ancestors 'none'
        """

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        // Not less: browsers would not tell from where a form comes that a page of ours sends.
        response.headers[HTTPField.Name("Referrer-Policy")!] = "same-origin"
        response.headers[HTTPField.Name("Cross-Origin-Opener-Policy")!] = "same-origin"
        response.headers[HTTPField.Name("Cross-Origin-Resource-Policy")!] = "same-origin"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

/// Lets requests in: by the host they name, by who sends them, and, of what changes something, by where it comes from.
struct Entrance: RouterMiddleware {
    typealias Context = ConsoleContext

    let secrets: Secrets
    let settings: ConsoleSettings
    let notices: Notices

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // A name that leads here though it is not ours is the beginning of DNS rebinding.
        guard let host = request.head.authority, settings.admits(host: host) else {
            return .plain(.misdirectedRequest, "This console does not answer to that host name.\n")
        }
        let path = request.uri.path
        if path.hasPrefix("/assets/") { return try await next(request, context) }
        if path == "/healthz" || path == "/metrics", context.isFromThisMachine {
            return try await next(request, context)
        }
        if request.method == .get, let given = request.uri.queryParameters["token"] {
            return Secrets.agree(String(given), secrets.token) ? welcome(request) : refusal(request)
        }
        guard isKnown(request), let actor = actor(of: request) else { return refusal(request) }
        var context = context
        let visit = visit(request, by: actor)
        context.visit = visit
        guard request.method != .get, request.method != .head else { return try await next(request, context) }
        guard isFromOurPages(request, host: host) else { return forbidden(visit) }
        if settings.isReadOnly, path != "/preferences" {
            return .page(
                ErrorPage(
                    LocalizedText("this console only shows", zh: "此控制台仅供查看"),
                    hint: LocalizedText(
                        "It was started with --read-only. Nothing was changed.", zh: "它以 --read-only 启动。未作任何更改。")),
                for: visit, .forbidden)
        }
        return try await next(request, context)
    }

    /// Gives the cookie for the token, and the address without it, which may be shown and shared.
    private func welcome(_ request: Request) -> Response {
        let rest = request.uri.queryParameters.filter { $0.key != "token" }
            .map { "\(String($0.key).inAddress)=\(String($0.value).inAddress)" }
        let path = "/" + request.uri.path.split(separator: "/").map { String($0).inAddress }.joined(separator: "/")
        var response = Response.redirect(to: rest.isEmpty ? path : path + "?" + rest.joined(separator: "&"))
        response.setCookie(
            Cookie(
                name: settings.cookieName, value: secrets.session, path: "/", httpOnly: true, sameSite: .strict))
        return response
    }

    private func isKnown(_ request: Request) -> Bool {
        if let cookie = request.cookies[settings.cookieName], Secrets.agree(cookie.value, secrets.session) {
            return true
        }
        guard let authorization = request.headers[.authorization], authorization.hasPrefix("Bearer ") else {
            return false
        }
        return Secrets.agree(String(authorization.dropFirst(7)), secrets.token)
    }

    /// Who acts: whom the proxy names, or the user that the console runs as.
    private func actor(of request: Request) -> Actor? {
        guard let header = settings.userHeader else { return settings.user }
        guard let name = request.headers[header], !name.isEmpty, name.count <= 128,
            name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return nil }
        return Actor(.operator, id: name)
    }

    /// Whether a change is asked for by a page of ours, as far as the browser tells.
    ///
    /// That the form holds our token is for whoever reads the form.
    private func isFromOurPages(_ request: Request, host: String) -> Bool {
        if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!], site != "same-origin", site != "none" {
            return false
        }
        guard let origin = request.headers[.origin] else { return true }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    private func visit(_ request: Request, by actor: Actor) -> Visit {
        let query = Dictionary(
            request.uri.queryParameters.map { (String($0.key), String($0.value)) },
            uniquingKeysWith: { first, _ in first })
        let preferred = request.cookies["sluice_language"].flatMap { Language(rawValue: $0.value) }
        let asked = request.headers[.acceptLanguage].flatMap { header -> Language? in
            // Of the languages in the order in which browsers send them, the first that is spoken here.
            header.split(separator: ",").lazy.compactMap { part in
                let tag = part.drop { $0 == " " }.lowercased()
                return tag.hasPrefix("zh") ? .chinese : tag.hasPrefix("en") ? .english : nil
            }.first
        }
        return Visit(
            language: query["lang"].flatMap(Language.init(rawValue:)) ?? preferred ?? asked ?? settings.language,
            theme: request.cookies["sluice_theme"].flatMap { Theme(rawValue: $0.value) } ?? .system,
            actor: actor, formToken: secrets.formToken, isReadOnly: settings.isReadOnly, path: request.uri.path,
            query: query, writtenQuery: request.uri.query ?? "", notice: query["notice"].flatMap(notices.take))
    }

    private func refusal(_ request: Request) -> Response {
        let page: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Not let in · Sluice</title><link rel="stylesheet" href="/assets/console.css"></head>
            <body><main><h1>Open the printed address</h1>
            <p>Open the address that <code>sluice console</code> printed: it holds the token that lets you in.</p>
            <p lang="zh-CN">请打开 <code>sluice console</code> 打印的地址：其中含有准入令牌。</p></main></body></html>
            """
        var response = Response.part(page)
        response.status = .unauthorized
        response.headers[.wwwAuthenticate] = "Bearer"
        return response
    }

    private func forbidden(_ visit: Visit) -> Response { .page(ErrorPage.forged, for: visit, .forbidden) }
}

extension ErrorPage {
    static let forged = Self(
        LocalizedText("this request did not come from a page of this console", zh: "该请求并非来自此控制台的页面"),
        hint: LocalizedText("Nothing was changed. Go back, reload the page and try again.", zh: "未作任何更改。请返回、刷新页面后重试。"))
}

/// Makes pages of errors, and ends connections whose request was not read to its end.
struct ErrorPages: RouterMiddleware {
    typealias Context = ConsoleContext

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refused as RefusedForm {
            let channel = context.channel
            // Nobody reads the rest: once the answer had its time to go out, the connection goes.
            channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
            var response = Response.plain(refused.status, refused.message.english + "\n")
            response.headers[.connection] = "close"
            return response
        } catch let error as HTTPError where error.status == .notFound {
            guard let visit = context.visit else { return .plain(.notFound, "There is no such page.\n") }
            return .page(ErrorPage.notFound, for: visit, .notFound)
        } catch let explained as any Explained {
            guard let visit = context.visit else {
                return .plain(.internalServerError, explained.message.english + "\n")
            }
            return .page(
                ErrorPage(explained.message, hint: explained.hint), for: visit,
                explained.answeringStatus)
        } catch is HTTPParserError {
            // What came is no request; nobody can say where the next would begin.
            let channel = context.channel
            channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
            return .plain(.badRequest, "This is no request that can be read.\n")
        } catch is CancellationError {
            return .plain(.serviceUnavailable, "The console is stopping.\n")
        } catch let error as HTTPError {
            return .plain(error.status, "\(error.status.reasonPhrase)\n")
        } catch {
            let fault = UnforeseenFault(error)
            context.logger.error("unexpected", metadata: ["kind": "\(fault.kind)"])
            guard let visit = context.visit else { return .plain(.internalServerError, fault.message.english + "\n") }
            return .page(ErrorPage(fault.message, hint: fault.hint), for: visit, .internalServerError)
        }
    }
}

extension Explained {
    /// Whose it is to mend it, as HTTP says it.
    fileprivate var answeringStatus: HTTPResponse.Status {
        switch self {
        case is UnknownOrder, is AmbiguousOrder, is UnknownVersion: .notFound
        case is InvalidDocument, is InvalidDocuments, is UnknownKind: .unprocessableContent
        case is any CallFailure: .serviceUnavailable
        case let error as JournalError where error.isOfTheStore: .internalServerError
        case is UnforeseenFault: .internalServerError
        default: .conflict
        }
    }
}

extension JournalError {
    /// Whether the store itself cannot be used.
    fileprivate var isOfTheStore: Bool { if case .unusable = self { true } else { false } }
}

extension ErrorPage {
    static let notFound = Self(
        LocalizedText("there is no such page", zh: "没有该页面"),
        hint: LocalizedText("See the orders, or go back to the overview.", zh: "请查看订单，或返回概览。"))
}

extension Response {
    static func plain(_ status: HTTPResponse.Status, _ text: String) -> Self {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func page(_ page: some Page, for visit: Visit, _ status: HTTPResponse.Status = .ok) -> Self {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.document(for: visit).markup)))
    }

    /// A part of a page, for the script to put in its place.
    static func part(_ html: HTML) -> Self {
        Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
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

extension String {
    /// This text as the name of a file.
    var asFileName: String {
        String(map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
    }
}
