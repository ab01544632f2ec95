import Documents
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Provisioning
import SimulatedCloud
import Wording
import WorkflowEngine

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
    var answeringStatus: HTTPResponse.Status {
        switch self {
        case is UnreadableField: .unprocessableContent
        case let error as JournalError where error.isOfTheMoment: .serviceUnavailable
        case is UnusableCloud: .serviceUnavailable
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

    /// Whether the store is only being written by another.
    fileprivate var isOfTheMoment: Bool { if case .storeBusy = self { true } else { false } }
}

extension ErrorPage {
    static let notFound = Self(
        LocalizedText("there is no such page", zh: "没有该页面"),
        hint: LocalizedText("See the orders, or go back to the overview.", zh: "请查看订单，或返回概览。"))
}
