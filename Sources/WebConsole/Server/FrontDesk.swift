/// What the pages of a console share.
final class FrontDesk: Sendable {
    let watch: StoreWatch
    let counts = PhaseCounts()
    let endings = EndingWatch()
    let notices = Notices()
    let audits = SharedAudit()
    /// What is told of the work of this process; `nil` where nobody collects it.
    let metrics: ConsoleMetrics?

    init(_ workplace: Workplace, metrics: ConsoleMetrics?) {
        watch = StoreWatch(workplace, counts, endings)
        self.metrics = metrics
    }
}
