import RealtimeComputeKinds
import Workflow
import WorkflowEngine

/// The machine of a kind as a picture, with the way that an order has taken and what may come.
///
/// Phases stand below each other in the order of their declaration. Steps to the next phase are short lines; those that
/// pass others over are arcs, on the right if they lead on and on the left if they lead back.
struct Diagram {
    let graph: TransitionGraph
    /// The steps that were taken, as pairs of phases.
    let taken: Set<Step>
    let visited: Set<String>
    let current: String

    struct Step: Hashable {
        let from: String
        let to: String
    }

    init(of graph: TransitionGraph, history: [HistoryEntry], at current: String) {
        self.graph = graph
        self.current = current
        taken = Set(history.compactMap { entry in entry.from.map { Step(from: $0, to: entry.to) } })
        visited = Set(history.map(\.to))
    }

    private static let rowHeight = 44
    private static let boxWidth = 132
    private static let boxHeight = 26
    private static let margin = 88

    func svg(for visit: Visit) -> HTML {
        let phases = graph.phases.map(\.phase)
        let rows = Dictionary(zip(phases, phases.indices), uniquingKeysWith: { first, _ in first })
        let steps = Set(
            graph.transitions.compactMap { arrow in
                arrow.from.flatMap { $0 == arrow.to ? nil : Step(from: $0, to: arrow.to) }
            }
        ).sorted { (rows[$0.from] ?? 0, rows[$0.to] ?? 0) < (rows[$1.from] ?? 0, rows[$1.to] ?? 0) }
        let lines = steps.sorted { rank($0) < rank($1) }.map { step -> HTML in
            "<path class=\"\(style(of: step))\" d=\"\(path(from: rows[step.from] ?? 0, to: rows[step.to] ?? 0))\"/>"
        }
        let boxes = phases.map { phase -> HTML in
            let y = (rows[phase] ?? 0) * Self.rowHeight + 8
            let style = phase == current ? "current" : visited.contains(phase) ? "visited" : "phase"
            return """
                <g class="\(style)"><rect x="\(Self.margin)" y="\(y)" width="\(Self.boxWidth)" height="\(Self.boxHeight)" rx="6"/>\
                <text x="\(Self.margin + Self.boxWidth / 2)" y="\(y + 17)">\(visit(PhaseWords.words(for: phase)))</text></g>
                """
        }
        let (width, height) = (Self.margin * 2 + Self.boxWidth, phases.count * Self.rowHeight + 4)
        let way = phases.filter(visited.contains).joined(separator: ", ")
        return """
            <svg class="machine" viewBox="0 0 \(width) \(height)" role="img" aria-label="\(visit("The machine: now in \(current); it has been in \(way)", zh: "状态机：当前为 \(current)；曾经过 \(way)"))">
            \(lines)\(boxes)</svg>
            <p class="legend"><span class="key taken"></span>\(visit("taken", zh: "已走过")) <span class="key possible"></span>\(visit("may come next", zh: "接下来可能")) <span class="key other"></span>\(visit("other steps", zh: "其他步骤"))</p>
            """
    }

    private func style(of step: Step) -> String {
        if taken.contains(step) { return "taken" }
        return step.from == current ? "possible" : "other"
    }

    /// What matters is drawn last, over the rest.
    private func rank(_ step: Step) -> Int {
        switch style(of: step) {
        case "taken": 2
        case "possible": 1
        default: 0
        }
    }

    private func path(from: Int, to: Int) -> String {
        let center = { (row: Int) in row * Self.rowHeight + 8 + Self.boxHeight / 2 }
        if to == from + 1 {
            let x = Self.margin + Self.boxWidth / 2
            return "M\(x) \(center(from) + Self.boxHeight / 2)V\(center(to) - Self.boxHeight / 2)"
        }
        let isForward = to > from
        let x = isForward ? Self.margin + Self.boxWidth : Self.margin
        let reach = min(80, 14 + abs(to - from) * 8) * (isForward ? 1 : -1)
        // They leave a little below the middle, and arrive a little above it.
        let (start, end) = (center(from) + (isForward ? 4 : -4), center(to) + (isForward ? -4 : 4))
        return "M\(x) \(start)C\(x + reach) \(start) \(x + reach) \(end) \(x) \(end)"
    }
}
