import RealtimeCompute
import Workflow

/// The rules that every kind that pays keeps in its transitions.
enum PaymentRules {
    /// What a transition breaks of them.
    ///
    /// - Parameters:
    ///   - event: what it says of the payment; `nil` if nothing.
    ///   - pending: the payment under way before it; `nil` if none was.
    ///   - epochs: of the attempts to pay before and after it, or of the payment once it is ours.
    ///   - isFound: whether it has made a payment ours. One found late bears the epoch of its own request.
    static func breaches<Paid: PaidOrder>(
        of event: PendingPayment<Paid>.Event?, from pending: PendingPayment<Paid>?, epochs: (before: Int?, after: Int?),
        isFound: Bool, by timing: Timing
    ) -> [Breach] {
        let isRepeatOrdered = if case .repeatOrdered = event { true } else { false }
        let epoch = breach(
            inEpochFrom: epochs.before, to: epochs.after, isRepeatOrdered: isRepeatOrdered, isFound: isFound)
        let window: Breach? =
            switch event {
            case .notFound(let look): breach(ofWindowOf: pending, by: timing, givenUpAfter: look)
            case .repeatOrdered(let repurchase):
                breach(ofWindowOf: pending, by: timing, givenUpAfter: repurchase.look)
            case .withdrawn(let withdrawal) where pending != nil:
                breach(ofWindowOf: pending, by: timing, givenUpAfter: withdrawal.look)
            case .made, .found, .adopted, .refused, .notMade, .unseen, .ambiguous, .withdrawn, nil: nil
            }
        return [epoch, window].compactMap(\.self)
    }

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
