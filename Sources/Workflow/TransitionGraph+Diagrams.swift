extension TransitionGraph {
    /// The graph as a Mermaid state diagram.
    public var mermaid: String {
        let arrows = transitions.map { "    \($0.from ?? "[*]") --> \($0.to): \($0.event)" }
        let ends = finalPhases.map { "    \($0) --> [*]" }
        return (["stateDiagram-v2"] + arrows + ends).joined(separator: "\n") + "\n"
    }

    /// The graph in the DOT language of Graphviz.
    public var dot: String {
        let final = Set(finalPhases)
        let nodes = phases.map { "    \($0.phase) [shape=\(final.contains($0.phase) ? "doublecircle" : "box")];" }
        let arrows = transitions.map { "    \($0.from ?? "begin") -> \($0.to) [label=\"\($0.event)\"];" }
        let head = ["digraph \"\(workflow)\" {", "    rankdir=LR;", "    begin [shape=point];"]
        return (head + nodes + arrows + ["}"]).joined(separator: "\n") + "\n"
    }
}
