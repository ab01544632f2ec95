import Dispatch
import Foundation
import Synchronization

extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index == Int {
    /// What `transform` makes of each element, in their order; made on all cores at once.
    package func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
        concurrentMap(parts: { $0.map(transform) })
    }

    /// What `transform` makes of elements that stand together, in their order; made on all cores at once.
    func concurrentMap<Result: Sendable>(parts transform: @Sendable (SubSequence) -> [Result]) -> [Result] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard cores > 1 else { return transform(self[...]) }
        // Many for each core: a core that is held up leaves the rest of its share to the others, and none waits long for
        // the last.
        let parts = Swift.min(count, cores * 32)
        let results = Mutex([[Result]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let made = transform(self[startIndex + count * part / parts..<startIndex + count * (part + 1) / parts])
            results.withLock { $0[part] = made }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}
