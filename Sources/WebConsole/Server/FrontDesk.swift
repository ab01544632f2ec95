/// What the pages of a console share.
final class FrontDesk: Sendable {
    let watch: StoreWatch
    let counts = PhaseCounts()
    let notices = Notices()
    let times = OperationTimes()

    init(_ workplace: Workplace) { watch = StoreWatch(workplace) }
}
