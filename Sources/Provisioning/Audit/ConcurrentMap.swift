import Dispatch
import Foundation
import Synchronization

extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index == Int {
    /// What `transform` makes of each element, in their order; made on all cores at once.
    package func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard cores > 1 else { return map(transform) }
        // Several for each core: a core that is held up leaves the rest of its share to the others.
        let parts = Swift.min(count, cores * 8)
        let results = Mutex([[Result]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let made = self[startIndex + count * part / parts..<startIndex + count * (part + 1) / parts].map(transform)
            results.withLock { $0[part] = made }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}
