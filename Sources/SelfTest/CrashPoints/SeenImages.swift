import Foundation
import Synchronization

/// The images of files that have been judged already, by what they were made from.
final class SeenImages: Sendable {
    private struct Key: Hashable {
        let step: Int
        let contents: [String: Data]
    }

    private let seen = Mutex<Set<Int>>([])

    /// Whether an image has not been asked about before.
    ///
    /// The index of the log is made anew by whoever opens it first, and the file of the locks is empty: neither counts.
    func isNew(_ image: [String: Data], before step: Int) -> Bool {
        let contents = image.filter { !$0.key.hasSuffix("-shm") && !$0.key.hasSuffix(".lock") }
        let digest = Key(step: step, contents: contents).hashValue
        return seen.withLock { $0.insert(digest).inserted }
    }
}
