import Foundation
import RealtimeCompute
import SimulatedCloud
import Workflow
import WorkflowEngine

/// An order and its world at a moment: all that what happens next can depend on.
struct Situation: Sendable {
    let record: StoredWorkflow
    let state: OrderState
    let event: OrderEvent.Name
    let cloud: CloudState
    let now: Timestamp

    /// How far back and ahead times are told apart: beyond, all windows have passed.
    private static let horizon: Int64 = 6 * 60

    /// The same for situations that differ only in when they are, in numbers that nothing depends on, and in how long
    /// ago it is that something has become long ago.
    var key: String {
        let postponement = record.postponement.map {
            "\(min($0.attempt, 2)) \($0.reason.code) \($0.dueAt?.description ?? "")"
        }
        return relative(
            [record.state, postponement ?? "", "\"", CanonicalJSON.text(cloud.withoutCounts), event.rawValue].joined(
                separator: "\""))
    }

    /// A text in which every time stands as the time from now.
    private func relative(_ text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false).map { word -> Substring in
            guard word.utf8.count == 24, word.hasSuffix("Z"), let time = Timestamp(String(word)) else {
                return word
            }
            let seconds = (time - now).wholeMilliseconds / 1000
            return Substring("\(max(-Self.horizon, min(Self.horizon, seconds)))")
        }.joined(separator: "\"")
    }
}
