import Workflow
import WorkflowEngine

/// What is left of a situation once all is taken away that nothing can depend on any more.
///
/// Times stand as ages, as far back as a window of the exploration reaches; what the cloud numbers stands by the order
/// in which it appears; what is only told to people is left out, and of the world what the scenario says that the state
/// no longer asks for. A workflow beside the explored one that is finished does not change, and stands by its phase.
struct Equivalence {
    private(set) var text = ""
    private let now: Timestamp
    private let fields: ComparedFields
    /// The place of each of the cloud's numbers in the order of their appearance.
    private var places: [String: Int] = [:]

    init(of situation: Situation) {
        now = situation.now
        fields = situation.explored.staged.fields
        var world: [String: Any] = [:]
        for seen in situation.workflows {
            let isExplored = seen.record.id == situation.subject
            guard isExplored || !seen.isFinished(at: now) else {
                text += seen.record.phase + " "
                continue
            }
            let remains = seen.staged.remains(in: situation)
            append(remains.state, named: "state")
            append(seen.record.postponement?.dueAt?.description ?? "", named: "dueAt")
            if isExplored { world = remains.world }
        }
        append(world, named: "cloud")
    }

    private mutating func append(_ node: Any, named name: String) {
        switch node {
        case let values as [String: Any]:
            text += "{"
            for field in values.keys.sorted() where !fields.leftOut.contains(field) {
                text += field + ":"
                append(values[field] ?? "", named: field)
            }
            text += "}"
        case let elements as [Any]:
            text += "["
            for element in elements { append(element, named: name) }
            text += "]"
        case let word as String:
            append(word, named: name)
        default:
            text += "\(node) "
        }
    }

    private mutating func append(_ word: String, named name: String) {
        if fields.numbered.contains(name) {
            places[word] = places[word] ?? places.count
            text += "#\(places[word] ?? 0) "
        } else if word.utf8.count == 24, word.hasSuffix("Z"), let time = Timestamp(word) {
            guard let limit = fields.ages[name] else { return }
            text += "\(max(.zero - limit, time - now)) "
        } else {
            text += word + " "
        }
    }
}
