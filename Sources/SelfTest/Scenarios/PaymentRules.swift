import RealtimeCompute
import Workflow

/// The rules that every kind that pays keeps in its transitions.
enum PaymentRules {
    /// An epoch is raised by an operator's order to pay again, and by nothing else.
    ///
    /// - Parameters:
    ///   - isRepeatOrdered: whether the event is that order.
    ///   - isFound: whether it has made a payment ours. One found late bears the epoch of its own request.
    static func breach(
        inEpochFrom before: Int?, to after: Int?, isRepeatOrdered: Bool, isFound: Bool
    ) -> Breach? {
        guard let before, let after else { return nil }
        let isLawful = isRepeatOrdered ? after == before + 1 : after == before
        guard !isLawful, !(isFound && after <= before) else { return nil }
        return Breach(of: .oneRequestPerEpoch, "the epoch goes from \(before) to \(after)")
    }

    /// What gives a payment up by time rests on a look made when the window of visibility had closed.
    static func breach<Paid: PaidOrder>(
        ofWindowOf payment: PendingPayment<Paid>?, by timing: Timing, givenUpAfter look: Look?
    ) -> Breach? {
        guard let end = payment?.windowEnd(by: timing), let look, look.at >= end else {
            return Breach(of: .lookBeforeJudgingByTime, "judged by time while the window was open")
        }
        return nil
    }
}
