import AlibabaWire
import Foundation
import RealtimeCompute
import Workflow

/// What became of a request: decided here and nowhere else.
///
/// | what came | of a change | of a look |
/// |---|---|---|
/// | nothing was sent: it cannot be written as a request | refused | refused |
/// | no connection: no name, refused, no encryption, no proxy | not done, transient | transient |
/// | nothing, or an answer cut off, too large, or that is not HTTP | unknown | transient |
/// | 2xx that can be read, without `Success=false` | done | done |
/// | a throttling code; 429, or 503 with a time to wait | not done, transient | transient |
/// | a code that says that the same request is under way | unknown | transient |
/// | a key that has expired meanwhile | not done, transient | transient |
/// | a code that says that something else is under way | not done, transient | transient |
/// | 5xx, and the codes of an internal error at any status | unknown | transient |
/// | any other error of the service's own: 4xx, or 200 with `Success=false` | refused | refused |
/// | anything else: a proxy's page, a redirection, 2xx that cannot be read | unknown | transient |
///
/// What is not done was surely not carried out; what is unknown may have been, or may yet be. Refused means not done, and
/// that trying again cannot help.
enum RequestOutcome {
    /// What no answer means.
    static func error(after failure: NoAnswer, ofChange isChange: Bool) -> CloudError {
        switch failure.reason {
        case .unsendable: CloudError(code: "UnsendableRequest", vendorMessage: failure.words)
        case .nameNotFound, .refused, .connectTimeout, .notTrusted, .proxy:
            CloudError(code: "Unreachable", vendorMessage: failure.words, isTransient: true)
        case .timeout:
            CloudError(code: "Timeout", vendorMessage: failure.words, fate: fate(isChange), isTransient: true)
        case .closed, .malformed, .tooLarge, .interrupted, .other:
            CloudError(code: "NoWholeAnswer", vendorMessage: failure.words, fate: fate(isChange), isTransient: true)
        }
    }

    /// What an answer means that does not say that it was done; `nil` if it does.
    ///
    /// - Parameters:
    ///   - own: what the service says, if the body can be read as its own.
    ///   - now: when it came, by which a time to wait until is counted.
    static func error(
        of response: WireResponse, saying own: ServiceError.Reading, ofChange isChange: Bool, at now: Timestamp
    ) -> CloudError? {
        switch own {
        case .success:
            // Only a body that can be read, at a status that agrees, says that it was done.
            guard !(200..<300).contains(response.status) else { return nil }
            return unreadable(response, isChange)
        case .unreadable:
            return (500..<600).contains(response.status) || isBusy(response)
                ? byStatus(response, isChange, at: now) : unreadable(response, isChange)
        case .error(let error):
            return judge(error, in: response, isChange, at: now)
        }
    }

    private static func judge(
        _ error: ServiceError, in response: WireResponse, _ isChange: Bool, at now: Timestamp
    ) -> CloudError {
        let wait = response.timeToWait(at: now)
        func transient(_ fate: CloudError.Fate) -> CloudError {
            CloudError(
                code: error.code, vendorMessage: error.message, requestID: error.requestID, fate: fate,
                isTransient: true, retryAfter: wait)
        }
        if error.isThrottling || isBusy(response) { return transient(.notDone) }
        if error.isOfTheSameRequest { return transient(fate(isChange)) }
        if error.isOfAnExpiredKey || error.isOfSomethingElse { return transient(.notDone) }
        if error.isInternal || (500..<600).contains(response.status) { return transient(fate(isChange)) }
        return CloudError(
            code: error.code, vendorMessage: error.message, requestID: error.requestID,
            missingAction: error.deniedAction)
    }

    /// Whether the service asks to be left alone for a while.
    private static func isBusy(_ response: WireResponse) -> Bool {
        response.status == 429 || (response.status == 503 && response.timeToWait(at: .earliest) != nil)
    }

    private static func byStatus(_ response: WireResponse, _ isChange: Bool, at now: Timestamp) -> CloudError {
        CloudError(
            code: "HTTP\(response.status)", vendorMessage: "the service answered with status \(response.status)",
            fate: isBusy(response) ? .notDone : fate(isChange), isTransient: true,
            retryAfter: response.timeToWait(at: now))
    }

    private static func unreadable(_ response: WireResponse, _ isChange: Bool) -> CloudError {
        CloudError(
            code: "UnreadableAnswer",
            vendorMessage: "an answer with status \(response.status) is not the service's own",
            fate: fate(isChange), isTransient: true)
    }

    private static func fate(_ isChange: Bool) -> CloudError.Fate { isChange ? .unknown : .notDone }
}

extension WireResponse {
    /// How long the service asks to be left alone: `x-acs-retry-after` in milliseconds, or `Retry-After` in seconds or as a
    /// time (RFC 9110 §10.2.3).
    fileprivate func timeToWait(at now: Timestamp) -> Duration? {
        if let text = headers["x-acs-retry-after"], let milliseconds = Int(text), milliseconds > 0 {
            return .milliseconds(min(milliseconds, Self.longestWait))
        }
        guard let text = headers["Retry-After"] else { return nil }
        if let seconds = Int(text) { return seconds > 0 ? .milliseconds(min(seconds, 86_400) * 1000) : nil }
        return WireTime.read(http: text).map { min(max($0 - now, .zero), .milliseconds(Self.longestWait)) }
    }

    /// Longer is never waited, in milliseconds.
    private static var longestWait: Int { 86_400_000 }
}
