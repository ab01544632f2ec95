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
            + "throttle, unreachable, refuse, timeout-before, timeout-after, late=DURATION; or cluster:stall, cluster:fail",
        zh: "CALL:WHAT 或 CALL:WHAT*N，CALL 为 \(Call.mutating.map(\.rawValue).joined(separator: "、"))，WHAT 为 "
            + "throttle、unreachable、refuse、timeout-before、timeout-after、late=时长；或 cluster:stall、cluster:fail"
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
        default:
            guard text.hasPrefix("late="), let delay = Duration(text: String(text.dropFirst("late=".count))) else {
                return nil
            }
            self = .late(delay)
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
        }
    }
}
