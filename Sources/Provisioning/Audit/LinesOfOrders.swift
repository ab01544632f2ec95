import Workflow
import WorkflowEngine

/// The places of lines, of each order by themselves; the orders as they first come.
struct LinesOfOrders: Sendable {
    private(set) var all: [(order: WorkflowID, places: [Int])] = []
    private var indices: [WorkflowID: Int] = [:]

    init(in leaves: [ReadLeaves.Leaf]) {
        for place in leaves.indices {
            if case .transition(let transition) = leaves[place].line {
                append(place, of: transition.logged.entry.workflow)
            }
        }
    }

    /// Those of the first leaves.
    func prefix(_ count: Int) -> Self {
        var first = self
        first.all = all.map { ($0.order, $0.places.filter { $0 < count }) }.filter { !$0.places.isEmpty }
        return first
    }

    private mutating func append(_ place: Int, of order: WorkflowID) {
        // Many follow on one of the same order.
        if let last = all.indices.last, all[last].order == order {
            all[last].places.append(place)
        } else if let index = indices[order] {
            all[index].places.append(place)
        } else {
            indices[order] = all.count
            all.append((order, [place]))
        }
    }
}
