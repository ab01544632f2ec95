import Dispatch
import Foundation
import Synchronization

extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index == Int {
    /// What `transform` makes of each element, in their order; made on all cores at once.
    package func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
        let parts = Swift.min(count, ProcessInfo.processInfo.activeProcessorCount)
        guard parts > 1 else { return map(transform) }
        let results = Mutex([[Result]](repeating: [], count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let made = self[startIndex + count * part / parts..<startIndex + count * (part + 1) / parts].map(transform)
            results.withLock { $0[part] = made }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}
