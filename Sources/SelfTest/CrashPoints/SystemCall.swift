import Foundation

/// A system call on a file, as a tracer saw it.
struct SystemCall: Equatable, Sendable {
    let name: String
    /// Which of the calls of its name it is, from 1.
    let ordinal: Int
    /// How large a file may be so that this is the first write of its command that is cut short, in its middle; `nil`
    /// if it is not a write, or none that goes further into its file than every one before it.
    ///
    /// A limit on the size of files is the one way to have the kernel itself carry out half a write.
    var cuttingLimit: Int?

    /// The calls that change a file, make it last, or lock it.
    static let watched = [
        "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "unlink", "mkdir", "fcntl",
    ]

    /// The call that takes and gives back locks.
    static let lock = "fcntl"

    /// The faults that a tracer can inject into a call.
    enum InjectedFault: String, CaseIterable, Sendable {
        case kill = "signal=SIGKILL"
        case ioError = "error=EIO"
        case noSpace = "error=ENOSPC"
        /// Nothing of what was to be written is.
        case emptyWrite = "retval=0"
        /// Half of what was to be written is, and no more from there on.
        case shortWrite = "short"

        /// The calls it can be injected into.
        var calls: [String] {
            switch self {
            case .kill: SystemCall.watched
            case .ioError: SystemCall.watched
            case .noSpace: ["pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "mkdir"]
            case .emptyWrite, .shortWrite: ["pwrite64"]
            }
        }
    }

    /// Whether a fault can be injected into this call.
    func canMeet(_ fault: InjectedFault) -> Bool {
        fault.calls.contains(name) && (fault != .shortWrite || cuttingLimit != nil)
    }

    /// The words, to be put before a command, to inject a fault into this call.
    func tracer(_ fault: InjectedFault) -> [String] {
        if fault == .shortWrite, let limit = cuttingLimit {
            return ["/bin/sh", "-c", "trap '' XFSZ; exec prlimit --fsize=\(limit) \"$@\"", "sh"]
        }
        // The filter that spares other calls the tracer lets no kill through.
        return Self.tracer + (fault == .kill ? [] : ["--seccomp-bpf"]) + [
            "-o", "/dev/null", "-e", "trace=\(name)", "-e", "inject=\(name):\(fault.rawValue):when=\(ordinal)",
        ]
    }

    /// The tracer's words for writing all watched calls to a file.
    static func recorder(to file: String) -> [String] {
        tracer + ["--seccomp-bpf", "-o", file, "-e", "trace=" + watched.joined(separator: ",")]
    }

    static let tracerPath = "/usr/bin/strace"
    static let tracer = [tracerPath, "-f", "-qq"]

    /// The calls of a trace of a program that works with several threads, in their order.
    ///
    /// A tracer counts each thread's calls by themselves, and which thread makes one is not the same each time: that a
    /// fault meets its call is likely, and not sure. Locks are left out: sockets are made ready by the same call.
    static func readByThread(_ trace: String) -> [SystemCall] {
        let lines = Dictionary(grouping: trace.split(separator: "\n")) { $0.prefix { $0 != " " } }
        var calls: [SystemCall] = []
        for thread in lines.keys.sorted() {
            for call in parse(lines[thread] ?? []).calls
            where call.name != lock && !calls.contains(where: { $0.name == call.name && $0.ordinal == call.ordinal }) {
                calls.append(call)
            }
        }
        return calls
    }

    /// The calls of a trace, in their order.
    ///
    /// - Throws: ``UnfitForSelfTest/severalThreads`` if the calls were not all made by one thread: then they could not
    ///   be counted.
    static func read(_ trace: String) throws -> [SystemCall] {
        let (calls, threads) = parse(trace.split(separator: "\n"))
        guard threads == 1 else { throw UnfitForSelfTest.severalThreads }
        return calls
    }

    private static func parse(_ lines: [Substring]) -> (calls: [SystemCall], threads: Int) {
        var counts: [String: Int] = [:]
        var threads: Set<Substring> = []
        var calls: [SystemCall] = []
        var furthest = 0
        for line in lines {
            // A thread's number, as many spaces as it leaves, and the call.
            guard let words = line.split(separator: "(").first?.split(separator: " "), words.count == 2,
                watched.contains(String(words[1]))
            else { continue }
            let name = String(words[1])
            threads.insert(words[0])
            counts[name, default: 0] += 1
            var call = SystemCall(name: name, ordinal: counts[name] ?? 0)
            if let written = extent(of: line, named: name), written.upperBound > furthest {
                // Behind all that was written before, and within this one.
                call.cuttingLimit = (max(furthest, written.lowerBound) + written.upperBound) / 2
                furthest = written.upperBound
            }
            calls.append(call)
        }
        return (calls, threads.count)
    }

    /// What a write fills of its file: the last two of its arguments are how much, and from where.
    private static func extent(of line: Substring, named name: String) -> Range<Int>? {
        guard name == "pwrite64", let end = line.lastIndex(of: ")") else { return nil }
        let numbers = line[..<end].split(separator: ",").suffix(2).compactMap { Int($0.drop { $0 == " " }) }
        guard numbers.count == 2 else { return nil }
        return numbers[1]..<(numbers[1] + numbers[0])
    }
}
