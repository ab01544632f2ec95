import CanonicalJSON
import Foundation
import TransparencyLog
import Workflow
import WorkflowEngine

/// Makes exports of any length from the history of one order that was walked to its end.
struct ExportMaker {
    private let entries: [LoggedTransition]

    init(_ sample: [Data]) {
        entries = sample.compactMap { LoggedTransition($0) }
        precondition(entries.last?.entry.to == "provisioned", "the order was walked to its end")
    }

    /// Writes a file of `count` entries; gives its size and their root.
    func write(_ count: Int, to url: URL) throws -> (bytes: Int, root: MerkleHash) {
        try Data().write(to: url)
        let file = try FileHandle(forWritingTo: url)
        var (buffer, size) = (Data(), 0)
        var frontier = Frontier()
        // One moment for all: an order's own would set the clock back at the beginning of the next.
        let recordedAt = entries[0].recordedAt
        for position in 1...count {
            let number = String((position - 1) / entries.count)
            let old = entries[(position - 1) % entries.count].entry
            let id = "01F25F3DM0" + String(repeating: "0", count: 16 - number.count) + number
            let entry = HistoryEntry(
                position: position, workflow: WorkflowID(rawValue: id), kind: old.kind, version: old.version,
                event: old.event, from: old.from, to: old.to, definitionVersion: old.definitionVersion,
                state: WrittenValue(old.state.text.replacing(old.workflow.rawValue, with: id)),
                evidence: WrittenValue(old.evidence.text.replacing(old.workflow.rawValue, with: id)), actor: old.actor,
                requestID: old.requestID, at: old.at)
            let leaf = LoggedTransition(entry, in: "bench", recordedAt: recordedAt).bytes
            frontier.append(MerkleHash(leaf: leaf))
            buffer += leaf
            buffer.append(UInt8(ascii: "\n"))
            guard buffer.count > 1 << 22 || position == count else { continue }
            size += buffer.count
            try file.write(contentsOf: buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        try file.close()
        return (size, frontier.root)
    }
}
