import Documents
import RealtimeCompute

/// An error as the vendor's services say it.
struct ServiceError: Equatable, Sendable {
    /// What a body says.
    enum Reading: Equatable, Sendable {
        case success
        case error(ServiceError)
        /// It is not the service's own.
        case unreadable
    }

    let code: String
    let message: String
    let requestID: RequestID?
    /// The action that was denied, as far as it is told.
    let deniedAction: String?

    init(code: String, message: String, requestID: RequestID? = nil, deniedAction: String? = nil) {
        self.code = code
        self.message = message
        self.requestID = requestID
        self.deniedAction = deniedAction
    }

    /// Source: the vendor's common error codes.
    var isThrottling: Bool { code.contains("Throttling") || code == "FlowControl" }

    /// The codes of a request that has arrived before, or whose first one is still under way.
    ///
    /// Source: the vendor's common error codes, and those of idempotence.
    var isOfTheSameRequest: Bool {
        ["SignatureNonceUsed", "IdempotentProcessing", "LastTokenProcessing", "TOKEN_PROCESSING"].contains(code)
            || code.hasSuffix(".IdempotentTokenProcessing")
    }

    /// The next request is signed with another key.
    var isOfAnExpiredKey: Bool { code == "InvalidSecurityToken.Expired" || code == "SecurityTokenExpired" }

    /// The codes with which Terraform's provider for the vendor tries again.
    var isOfSomethingElse: Bool {
        ["OperationConflict", "TaskConflict", "SystemBusy"].contains(code) || code.hasPrefix("OperationConflict.")
            || code.hasPrefix("IncorrectStatus.")
    }

    var isInternal: Bool {
        ["InternalError", "UnknownError", "UndefinedError", "ServiceUnavailable", "SystemError"].contains(code)
            || code.hasPrefix("InternalError.") || code.hasPrefix("ServiceUnavailable.")
    }

    /// Whether the caller may not do it.
    var isDenial: Bool {
        code.hasPrefix("Forbidden.RAM") || code.hasPrefix("Forbidden.SubUser") || code == "Forbidden"
            || code.hasPrefix("Forbidden.Unauthorized") || code.hasPrefix("NoPermission") || code == "AccessDenied"
            || code == "NotAuthorized"
    }

    /// With the action that was called, where the service does not name the one that is missing.
    func naming(_ action: String) -> Self {
        guard isDenial, deniedAction == nil else { return self }
        return Self(code: code, message: message, requestID: requestID, deniedAction: action)
    }
}

extension ServiceError.Reading {
    /// Reads a body of JSON: an error has a code, unless the code is that of a success.
    init(json body: AnswerField?) {
        guard let body, case .object = body.value else {
            self = .unreadable
            return
        }
        let code = body["Code"].optionalText
        let isFailed = body["Success"].optionalBool == false
        let isGood = code == nil || code == "Success" || code == "200" || code == "OK"
        guard isFailed || !isGood else {
            self = .success
            return
        }
        self = .error(
            ServiceError(
                code: code.flatMap { isGood ? nil : $0 } ?? "Failure",
                message: body["Message"].optionalText ?? "",
                requestID: body["RequestId"].optionalText.map(RequestID.init(rawValue:)),
                deniedAction: body["AccessDeniedDetail"]["AuthAction"].optionalText))
    }
}
