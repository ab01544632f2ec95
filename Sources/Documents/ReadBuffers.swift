import Synchronization

/// Memory that is read into again when nobody holds any more what was read: the system clears all that it gives anew.
final class ReadBuffers: Sendable {
    private let free = Mutex([ReadBuffer]())

    /// How many are kept that nobody holds.
    private static let most = 4

    func take(ofAtLeast size: Int) -> ReadBuffer {
        let kept = free.withLock { free in free.popLast() }
        return if let kept, kept.size >= size { kept } else { ReadBuffer(size) }
    }

    func giveBack(_ buffer: ReadBuffer) {
        free.withLock { free in
            if free.count < Self.most { free.append(buffer) }
        }
    }
}

/// A piece of memory, freed with its last holder.
@safe
final class ReadBuffer: Sendable {
    nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    let size: Int

    init(_ size: Int) {
        unsafe memory = .allocate(byteCount: size, alignment: 16)
        self.size = size
    }

    deinit {
        unsafe memory.deallocate()
    }
}
