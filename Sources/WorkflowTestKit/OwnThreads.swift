import Dispatch

/// Runs tasks on threads of their own, beside those of the pool.
///
/// For tests in which some wait for others: explorations keep every thread of the pool busy for longer than one would wait.
package final class OwnThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "own threads", attributes: .concurrent)

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
