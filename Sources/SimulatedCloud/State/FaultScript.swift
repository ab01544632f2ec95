import Documents
package import Wording
import Workflow

/// A fault on script: `CALL:WHAT[*N]` meets the next N calls, `cluster:stall` and `cluster:fail` hold until cleared.
package enum FaultScript: Equatable, Sendable {
    /// What happens to a call.
    package enum CallFault: Codable, Equatable, Sendable {
        /// Refused for now: too many requests.
        case throttle
        /// Never connected.
        case unreachable
        /// Refused for good.
        case refuse
        /// The request never arrived; no answer came.
        case timeoutBefore
        /// It took effect; no answer came.
        case timeoutAfter
        /// No answer came; it takes effect so much later.
        case late(Duration)
        /// The connection is reset before the request has arrived.
        case resetBefore
        /// It took effect; the connection is reset instead of an answer.
        case resetAfter
        /// It took effect; nothing is answered for so long, in real time.
        case hang(Duration)
        /// It took effect; the answer takes so long, in real time.
        case slow(Duration)
        /// It took effect; the answer breaks off.
        case truncate
        /// It took effect; what is answered is no answer.
        case garbage
        /// The answer is this status, of the service itself or of a proxy before it, and nothing took effect.
        case status(Int)
        /// The request arrives twice.
        case duplicate
    }

    /// What happens to every cluster that is Starting.
    package enum Condition: String, CaseIterable, Codable, Sendable {
        /// It makes no progress.
        case stall
        /// It fails.
        case fail
    }

    case call(CallFault, of: Call, times: Int)
    case condition(Condition)

    /// Reads a script; `nil` if it is none.
    package init?(_ text: String) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        if halves[0] == "cluster" {
            guard let condition = Condition(rawValue: String(halves[1])) else { return nil }
            self = .condition(condition)
            return
        }
        let parts = halves[1].split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
        let times = parts.count == 2 ? Int(parts[1]) : 1
        guard let call = Call(rawValue: String(halves[0])), Call.mutating.contains(call),
            let fault = CallFault(String(parts[0])), let times, (1...100_000).contains(times)
        else { return nil }
        self = .call(fault, of: call, times: times)
    }

    /// What a script may look like, for people.
    package static let rule = LocalizedText(
        "CALL:WHAT or CALL:WHAT*N, with CALL of \(Call.mutating.map(\.rawValue).joined(separator: ", ")) and WHAT of "
            + "throttle, unreachable, refuse, timeout-before, timeout-after, late=DURATION, reset-before, "
            + "reset-after, hang=DURATION, slow=DURATION, truncate, garbage, status=5XX, duplicate; or cluster:stall, cluster:fail",
        zh: "CALL:WHAT 或 CALL:WHAT*N，CALL 为 \(Call.mutating.map(\.rawValue).joined(separator: "、"))，WHAT 为 "
            + "throttle、unreachable、refuse、timeout-before、timeout-after、late=时长、reset-before、"
            + "reset-after、hang=时长、slow=时长、truncate、garbage、status=5XX、duplicate；或 cluster:stall、cluster:fail"
    )
}

extension FaultScript: CustomStringConvertible {
    package var description: String {
        switch self {
        case .call(let fault, let call, let times):
            "\(call.rawValue):\(fault)" + (times == 1 ? "" : "*\(times)")
        case .condition(let condition): "cluster:\(condition.rawValue)"
        }
    }
}

extension FaultScript.CallFault: CustomStringConvertible {
    init?(_ text: String) {
        switch text {
        case "throttle": self = .throttle
        case "unreachable": self = .unreachable
        case "refuse": self = .refuse
        case "timeout-before": self = .timeoutBefore
        case "timeout-after": self = .timeoutAfter
        case "reset-before": self = .resetBefore
        case "reset-after": self = .resetAfter
        case "truncate": self = .truncate
        case "garbage": self = .garbage
        case "duplicate": self = .duplicate
        default:
            let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2 else { return nil }
            let delay = Duration(text: halves[1])
            switch (halves[0], delay, Int(halves[1])) {
            case ("late", let delay?, _): self = .late(delay)
            case ("hang", let delay?, _): self = .hang(delay)
            case ("slow", let delay?, _): self = .slow(delay)
            case ("status", _, let status?) where (500...599).contains(status): self = .status(status)
            default: return nil
            }
        }
    }

    package var description: String {
        switch self {
        case .throttle: "throttle"
        case .unreachable: "unreachable"
        case .refuse: "refuse"
        case .timeoutBefore: "timeout-before"
        case .timeoutAfter: "timeout-after"
        case .late(let delay): "late=\(delay.iso8601)"
        case .resetBefore: "reset-before"
        case .resetAfter: "reset-after"
        case .hang(let delay): "hang=\(delay.iso8601)"
        case .slow(let delay): "slow=\(delay.iso8601)"
        case .truncate: "truncate"
        case .garbage: "garbage"
        case .status(let status): "status=\(status)"
        case .duplicate: "duplicate"
        }
    }
}
