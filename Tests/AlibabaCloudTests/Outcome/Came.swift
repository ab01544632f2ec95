import AlibabaWire
import RealtimeCompute
import Testing

@testable import AlibabaCloud

/// What came of a request, and what that has to mean of a change and of a look.
struct Came: Sendable, CustomTestStringConvertible {
    /// What a caller is told.
    enum Meaning: Equatable, Sendable {
        case done
        /// Surely not carried out, and worth trying again, after so long if it is said.
        case notDone(wait: Duration?)
        /// Perhaps carried out.
        case unknown(wait: Duration?)
        /// Surely not carried out, and never will be.
        case refused

        static var notDone: Self { .notDone(wait: nil) }
        static var unknown: Self { .unknown(wait: nil) }
    }

    let what: String
    let result: Result<WireResponse, NoAnswer>
    let code: String
    let ofChange: Meaning
    let ofLook: Meaning

    var testDescription: String { what }

    /// No answer.
    static func nothing(_ reason: NoAnswer.Reason, _ code: String, change: Meaning) -> Self {
        Self(
            what: "no answer: \(reason.rawValue)", result: .failure(NoAnswer(reason, "some words")), code: code,
            ofChange: change, ofLook: .notDone)
    }

    /// An answer.
    ///
    /// - Parameter look: what it means of a look, if that is not the same as, or transient for, a change.
    static func answer(
        _ status: Int, _ body: String, _ headers: [String: String] = [:], is code: String, change: Meaning,
        look: Meaning? = nil
    ) -> Self {
        let usual: Meaning = if case .unknown(let wait) = change { .notDone(wait: wait) } else { change }
        let said = headers.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return Self(
            what: "\(status)\(said) \(body)", result: .success(WireResponse(status, body, headers)), code: code,
            ofChange: change, ofLook: look ?? usual)
    }

    /// An answer of the service with a code.
    static func code(
        _ code: String, _ status: Int, _ headers: [String: String] = [:], change: Meaning
    ) -> Self {
        answer(status, #"{"RequestId":"R","Code":"\#(code)","Message":"m"}"#, headers, is: code, change: change)
    }
}

extension Came.Meaning {
    init(_ error: CloudError) {
        self =
            switch (error.fate, error.isTransient) {
            case (.unknown, _): .unknown(wait: error.retryAfter)
            case (.notDone, true): .notDone(wait: error.retryAfter)
            case (.notDone, false): .refused
            }
    }
}

extension Came {
    /// Every kind of thing that may come.
    static let all = withoutAnswer + readable + busy + failing + unreadable

    private static let withoutAnswer: [Came] =
        [NoAnswer.Reason.nameNotFound, .refused, .connectTimeout, .notTrusted, .proxy]
        .map { .nothing($0, "Unreachable", change: .notDone) }
        + [.nothing(.timeout, "Timeout", change: .unknown)]
        + [NoAnswer.Reason.closed, .malformed, .tooLarge, .interrupted, .other]
        .map { .nothing($0, "NoWholeAnswer", change: .unknown) }

    private static let readable: [Came] = [
        .answer(200, #"{"RequestId":"R"}"#, is: "", change: .done),
        .answer(200, #"{"requestId":"R","success":true,"code":"Success"}"#, is: "", change: .done),
        .answer(200, #"{"RequestId":"R","Code":200}"#, is: "", change: .done),
        .answer(201, #"{"RequestId":"R","Code":"OK"}"#, is: "", change: .done),
        .answer(200, "{}", is: "", change: .done),
    ]

    /// Where the service says that it did nothing yet.
    private static let busy: [Came] =
        ["Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling", "FlowControl"].flatMap { code in
            [200, 400, 403, 429, 500, 503].map { Came.code(code, $0, change: .notDone) }
        } + [
            .code("Throttling.User", 400, ["x-acs-retry-after": "1500"], change: .notDone(wait: .milliseconds(1500))),
            .code("Throttling.User", 429, ["Retry-After": "7"], change: .notDone(wait: .seconds(7))),
            .code(
                "Throttling", 400, ["x-acs-retry-after": "20", "Retry-After": "7"],
                change: .notDone(wait: .milliseconds(20))),
            .code("ServiceUnavailable", 503, ["Retry-After": "3"], change: .notDone(wait: .seconds(3))),
            .code("ServiceUnavailable", 503, ["x-acs-retry-after": "250"], change: .notDone(wait: .milliseconds(250))),
            .code("Whatever", 429, change: .notDone),
            .code(
                "Throttling", 400, ["Retry-After": "Thu, 01 Apr 2021 01:00:30 GMT"],
                change: .notDone(wait: .seconds(30))),
            .code(
                "Throttling", 400, ["Retry-After": "Thu, 01 Apr 2021 00:00:00 GMT"], change: .notDone(wait: .zero)),
            // Nobody is left alone for longer than a day, and what cannot be read is not waited for.
            .code("Throttling", 400, ["Retry-After": "9223372036854775807"], change: .notDone(wait: .seconds(86_400))),
            .code(
                "Throttling", 400, ["x-acs-retry-after": "9223372036854775807"],
                change: .notDone(wait: .seconds(86_400))),
            .code("Throttling", 400, ["Retry-After": "soon"], change: .notDone),
            .code("Throttling", 400, ["Retry-After": "-7"], change: .notDone),
            .code("Throttling", 400, ["x-acs-retry-after": "99999999999999999999"], change: .notDone),
            .answer(
                429, "<html>slow down</html>", ["Retry-After": "2"], is: "HTTP429", change: .notDone(wait: .seconds(2))),
            .answer(
                503, "<html>slow down</html>", ["Retry-After": "2"], is: "HTTP503", change: .notDone(wait: .seconds(2))),
            .answer(429, "", is: "HTTP429", change: .notDone),
            .code("OperationConflict", 409, change: .notDone), .code("OperationConflict.Vpc", 400, change: .notDone),
            .code("TaskConflict", 400, change: .notDone), .code("IncorrectStatus.Cluster", 400, change: .notDone),
            .code("SystemBusy", 400, change: .notDone),
            .code("InvalidSecurityToken.Expired", 400, change: .notDone),
            .code("SecurityTokenExpired", 403, change: .notDone),
        ]

    private static let failing: [Came] =
        [
            "SignatureNonceUsed", "IdempotentProcessing", "LastTokenProcessing", "TOKEN_PROCESSING",
            "OperationFailed.IdempotentTokenProcessing",
        ].map { .code($0, 400, change: .unknown) }
        + [
            .code("InternalError", 500, change: .unknown), .code("InternalError", 400, change: .unknown),
            .code("InternalError.Server", 200, change: .unknown), .code("UnknownError", 400, change: .unknown),
            .code("ServiceUnavailable", 503, change: .unknown),
            .code("ServiceUnavailable.RegionMaintaining", 503, change: .unknown),
            .code("AnythingElse", 502, change: .unknown), .code("AnythingElse", 504, change: .unknown),
            .code("InvalidParameter", 500, change: .unknown),
            .code("ServiceUnavailable", 503, ["Retry-After": "0"], change: .unknown),
            .code("InternalError", 500, ["Retry-After": "5"], change: .unknown(wait: .seconds(5))),
        ]
        + [
            "SignatureDoesNotMatch", "IncompleteSignature", "InvalidTimeStamp.Expired", "IllegalTimestamp",
            "MissingParameter", "InvalidParameter", "UnsupportedParameter", "InsufficientBalance",
            "IdempotentParameterMismatch", "InvalidSecurityToken.Malformed",
            "InvalidSecurityToken.MismatchWithAccessKey", "InvalidOwner",
        ].map { .code($0, 400, change: .refused) }
        + [
            "Forbidden.RAM", "Forbidden.SubUser", "Forbidden.AccessKeyDisabled", "Forbidden.RiskControl",
            "NoPermission", "RealNameAuthenticationError", "SignatureDoesNotMatch",
        ].map { .code($0, 403, change: .refused) }
        + ["InvalidAccessKeyId.NotFound", "InvalidAction.NotFound", "InvalidRegionId.NotFound"]
        .map { .code($0, 404, change: .refused) }
        + [
            .answer(
                200, #"{"Code":"NotEnoughBalance","Success":false}"#, is: "NotEnoughBalance", change: .refused),
            .answer(200, #"{"success":"false","code":"Stopped"}"#, is: "Stopped", change: .refused),
            .answer(200, #"{"Success":false}"#, is: "Failure", change: .refused),
            .answer(200, #"{"Success":false,"Code":"Success"}"#, is: "Failure", change: .refused),
            .answer(
                200, #"{"Success":false,"Code":"Throttling.User"}"#, is: "Throttling.User", change: .notDone),
            .answer(200, #"{"Success":false,"Code":"InternalError"}"#, is: "InternalError", change: .unknown),
        ]

    /// What is not of the service's own.
    private static let unreadable: [Came] =
        [
            "", "<html><body>welcome</body></html>", "OK", "[]", "null", "17", #""text""#, #"{"RequestId":"R""#,
            "{\"RequestId\":\"R\"}}", "\u{0}\u{1}",
        ].flatMap { body in
            [200, 204, 301, 302, 400, 403, 404, 407].map {
                .answer($0, body, is: "UnreadableAnswer", change: .unknown)
            }
        }
        + [500, 502, 503, 504, 599].flatMap { status in
            ["", "<html><body>bad gateway</body></html>"].map {
                .answer(status, $0, is: "HTTP\(status)", change: .unknown)
            }
        }
        // A status that contradicts what the body says.
        + [302, 404, 500].map {
            .answer($0, #"{"RequestId":"R"}"#, is: "UnreadableAnswer", change: .unknown)
        }
}
