import HTTPTypes
import Hummingbird
import Wording
import WorkflowEngine

/// Lets requests in: by the host they name, by who sends them, and, of what changes something, by where it comes from.
struct Entrance: RouterMiddleware {
    typealias Context = ConsoleContext

    let secrets: Secrets
    let settings: ConsoleSettings
    let notices: Notices

    /// What is asked for by a form and changes nothing.
    private static let changingNothing: Set = ["/preferences", "/audit/verify", "/new/check", "/new/manifest"]

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // A name that leads here though it is not ours is the beginning of DNS rebinding.
        guard let host = request.head.authority, settings.admits(host: host) else {
            return context.last(.plain(.misdirectedRequest, "This console does not answer to that host name.\n"))
        }
        let path = request.uri.path
        if path.hasPrefix("/assets/") { return try await next(request, context) }
        if path == "/healthz" || path == "/metrics", context.isFromThisMachine {
            return try await next(request, context)
        }
        if request.method == .get, let given = request.uri.queryParameters["token"] {
            return Secrets.agree(String(given), secrets.token) ? welcome(request) : context.last(refusal)
        }
        guard isKnown(request), let actor = actor(of: request) else { return context.last(refusal) }
        var context = context
        let visit = visit(request, by: actor)
        context.visit = visit
        guard request.method != .get, request.method != .head else { return try await next(request, context) }
        guard isFromOurPages(request, host: host) else { return forbidden(visit) }
        if settings.isReadOnly, !Self.changingNothing.contains(path) {
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
            query: query, writtenQuery: request.uri.query ?? "", notice: query["notice"].flatMap(notices.notice))
    }

    private var refusal: Response {
        let page: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Not let in · Sluice</title><link rel="stylesheet" href="/assets/console.css"></head>
            <body><main><h1>Open the printed address</h1>
            <p>Open the address that <code>sluice console</code> printed: it holds the token that lets you in.</p>
            <p lang="zh-CN">请打开 <code>sluice console</code> 打印的地址：其中含有准入令牌。</p></main></body></html>
            """
        var response = Response.html(page, .unauthorized)
        response.headers[.wwwAuthenticate] = "Bearer"
        return response
    }

    private func forbidden(_ visit: Visit) -> Response { .page(ErrorPage.forged, for: visit, .forbidden) }
}

extension ConsoleContext {
    /// The last answer on a connection: whoever is not let in does not keep it by a request that never ends.
    fileprivate func last(_ response: Response) -> Response {
        let channel = channel
        channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        var response = response
        response.headers[.connection] = "close"
        return response
    }
}

extension ErrorPage {
    static let forged = Self(
        LocalizedText("this request did not come from a page of this console", zh: "该请求并非来自此控制台的页面"),
        hint: LocalizedText("Nothing was changed. Go back, reload the page and try again.", zh: "未作任何更改。请返回、刷新页面后重试。"))
}
