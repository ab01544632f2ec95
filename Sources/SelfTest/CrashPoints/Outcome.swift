import Provisioning
import RealtimeCompute
import SimulatedCloud
import Wording

/// What became of workflows and of the world, as far as it must be the same whatever died on the way.
struct Outcome {
    /// The phase of the workflow that was attacked; `nil` if there is none.
    let phase: String?
    let purchases: Int
    /// Purchases for each key.
    let purchasesByKey: [String: Int]
    let problems: [String]
    /// What must be equal to the outcome of a walk that nothing has disturbed.
    let end: String

    init(of workflows: [WorkflowReport], named subject: String, problems: [String], cloud: CloudState) {
        phase = workflows.first { $0.name == subject }?.phase
        purchases = cloud.purchases.count
        purchasesByKey = Dictionary(
            cloud.purchases.map { ($0.purchase.key?.rawValue ?? "", 1) }, uniquingKeysWith: +)
        self.problems = problems
        // Placed together, they have no order among themselves.
        let ends = workflows.map { "\($0.name) \($0.phase) \($0.next.reason.code)" }.sorted()
        end = "\(ends), \(cloud.summary)"
    }
}

extension CloudState {
    /// What there is in a cloud for its owner, without numbers and times.
    var summary: String {
        let clusters = clusters.map {
            "\($0.name) \($0.status.rawValue), \($0.masters.count) and \($0.slaves.count) machines"
        }
        .sorted()
        let projects = projects.map { "\($0.project.name) \($0.project.computeUnits.count)" }.sorted()
        return "\(purchases.count) purchases, clusters \(clusters), projects \(projects)"
    }
}
