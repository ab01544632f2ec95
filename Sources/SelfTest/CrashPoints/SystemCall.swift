import Foundation

/// A system call on a file, as a tracer saw it.
struct SystemCall: Equatable, Sendable {
    let name: String
    /// Which of the calls of its name it is, from 1.
    let ordinal: Int

    /// The calls that change a file, make it last, or lock it.
    static let watched = [
        "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "unlink", "mkdir", "fcntl",
    ]

    /// The call that takes and gives back locks.
    static let lock = "fcntl"

    /// What can befall a call, as a tracer injects it.
    enum Mishap: String, CaseIterable, Sendable {
        case kill = "signal=SIGKILL"
        case ioError = "error=EIO"
        case noSpace = "error=ENOSPC"
        /// Nothing of what was to be written is.
        case emptyWrite = "retval=0"

        /// The calls that it can befall.
        var calls: [String] {
            switch self {
            case .kill: SystemCall.watched
            case .ioError: SystemCall.watched
            case .noSpace: ["pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "mkdir"]
            case .emptyWrite: ["pwrite64"]
            }
        }
    }

    /// The tracer's words for letting a mishap befall this call.
    func tracer(_ mishap: Mishap) -> [String] {
        // The filter that spares other calls the tracer lets no kill through.
        Self.tracer + (mishap == .kill ? [] : ["--seccomp-bpf"]) + [
            "-o", "/dev/null", "-e", "trace=\(name)", "-e", "inject=\(name):\(mishap.rawValue):when=\(ordinal)",
        ]
    }

    /// The tracer's words for writing all watched calls to a file.
    static func recorder(to file: String) -> [String] {
        tracer + ["--seccomp-bpf", "-o", file, "-e", "trace=" + watched.joined(separator: ",")]
    }

    static let tracerPath = "/usr/bin/strace"
    static let tracer = [tracerPath, "-f", "-qq"]

    /// The calls of a trace, in their order.
    ///
    /// - Throws: ``UnfitForSelfTest/severalThreads`` if the calls were not all made by one thread: then they could not
    ///   be counted.
    static func read(_ trace: String) throws -> [SystemCall] {
        var counts: [String: Int] = [:]
        var threads: Set<Substring> = []
        var calls: [SystemCall] = []
        for line in trace.split(separator: "\n") {
            // A thread's number, as many spaces as it leaves, and the call.
            guard let words = line.split(separator: "(").first?.split(separator: " "), words.count == 2,
                watched.contains(String(words[1]))
            else { continue }
            let name = String(words[1])
            threads.insert(words[0])
            counts[name, default: 0] += 1
            calls.append(SystemCall(name: name, ordinal: counts[name] ?? 0))
        }
        guard threads.count == 1 else { throw UnfitForSelfTest.severalThreads }
        return calls
    }
}
