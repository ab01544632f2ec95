import Synchronization
import Workflow

/// Runs many processes one at a time.
///
/// Each goes on until it parks at something it asks of the world outside, and only the driver says which one goes on
/// from there: so the same choices give the same run.
final class Scheduler: Sendable {
    private struct Contents {
        var processes: [Int: Process] = [:]
        var parked: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Whoever waits for the running process to park or to end.
        var driver: CheckedContinuation<Void, Never>?
        var count = 0
    }

    private let contents = Mutex(Contents())

    /// The processes that wait to go on, in the order of their beginning.
    var parked: [Int] { contents.withLock { $0.parked.keys.sorted() } }

    /// Starts a process, and lets it run until it parks or ends.
    ///
    /// - Parameter seed: decides where it parks.
    func start(seed: UInt64, _ body: @escaping @Sendable (Process) async -> Void) async {
        let process = contents.withLock { contents in
            contents.count += 1
            let process = Process(contents.count, of: self, seed: seed)
            contents.processes[contents.count] = process
            return process
        }
        await drive {
            Task {
                await body(process)
                self.ended(process.process)
            }
        }
    }

    /// Lets a parked process go on until it parks again or ends.
    func resume(_ process: Int) async {
        guard let waiting = contents.withLock({ $0.parked.removeValue(forKey: process) }) else { return }
        await drive { waiting.resume() }
    }

    /// Kills a parked process: nothing it asks for happens any more.
    func kill(_ process: Int) async {
        contents.withLock { $0.processes[process] }?.die()
        await resume(process)
    }

    private func drive(_ begin: () -> Void) async {
        await withCheckedContinuation { driver in
            contents.withLock { $0.driver = driver }
            begin()
        }
    }

    private func ended(_ process: Int) {
        let driver = contents.withLock { contents in
            contents.processes[process] = nil
            return contents.driver.take()
        }
        driver?.resume()
    }

    fileprivate func park(_ process: Int) async {
        await withCheckedContinuation { waiting in
            let driver = contents.withLock { contents in
                contents.parked[process] = waiting
                return contents.driver.take()
            }
            driver?.resume()
        }
    }

    /// A process that parks at about half of what it changes, and at some of its looks.
    final class Process: Fate {
        let process: Int
        private let scheduler: Scheduler
        private let isDead = Atomic(false)
        private let chance: Mutex<SeededGenerator>

        fileprivate init(_ number: Int, of scheduler: Scheduler, seed: UInt64) {
            process = number
            self.scheduler = scheduler
            chance = Mutex(SeededGenerator(seed: seed))
        }

        func decide(_ point: PointInTime) async throws {
            let parks = chance.withLock { chance in
                switch point {
                case .look: chance.isLucky(oneIn: 10)
                case .change: chance.isLucky(oneIn: 2)
                }
            }
            if parks, !isDead.load(ordering: .acquiring) { await scheduler.park(process) }
            if isDead.load(ordering: .acquiring) { throw ProcessKilled() }
        }

        fileprivate func die() { isDead.store(true, ordering: .releasing) }
    }
}
