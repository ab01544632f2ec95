import Foundation

/// What a program asked a disk to do, in a directory.
enum DiskOperation: Equatable, Sendable {
    case create(String)
    case write(String, offset: Int, Data)
    case truncate(String, size: Int)
    case sync(String)
    case syncDirectory
    case link(String, as: String)
    case rename(String, to: String)
    case unlink(String)

    var isSync: Bool {
        switch self {
        case .sync, .syncDirectory: true
        case .create, .write, .truncate, .link, .rename, .unlink: false
        }
    }

    /// The tracer's words for writing down everything of which a disk could be rebuilt.
    static func recorder(to file: String) -> [String] {
        SystemCall.tracer + [
            "--seccomp-bpf", "-y", "-xx", "-s", "16777216", "-o", file, "-e",
            "trace=" + (modelled + unmodelled).joined(separator: ","),
        ]
    }

    private static let modelled = [
        "openat", "pwrite64", "fsync", "fdatasync", "ftruncate", "link", "rename", "unlink",
    ]
    /// Calls that would change a file too, and that nothing here makes.
    private static let unmodelled = [
        "open", "creat", "write", "writev", "pwritev", "pwritev2", "truncate", "fallocate", "copy_file_range", "linkat",
        "renameat", "renameat2", "unlinkat", "sendfile",
    ]

    /// What a trace says of the files in `directory`, but for the index of the log, which is memory.
    ///
    /// - Throws: ``UnfitForSelfTest/unknownCall(_:)`` for a call that changes a file in a way that is not modelled.
    static func read(_ trace: String, in directory: String) throws -> [DiskOperation] {
        var known: Set<String> = []
        return try whole(trace.split(separator: "\n")).flatMap { line -> [DiskOperation] in
            guard let call = TracedCall(line, in: directory), !call.failed else { return [] }
            guard modelled.contains(call.name) else { throw UnfitForSelfTest.unknownCall(call.name) }
            return call.operations(&known)
        }
    }

    /// The lines of a trace, with those joined that the tracer has split because another thread came between.
    private static func whole(_ lines: [Substring]) -> [Substring] {
        let cut = " <unfinished ...>"
        var begun: [Substring: Substring] = [:]
        return lines.compactMap { line in
            guard let thread = line.split(separator: " ", maxSplits: 1).first else { return nil }
            if line.hasSuffix(cut) {
                begun[thread] = line.dropLast(cut.count)
                return nil
            }
            guard let rest = line.firstRange(of: " resumed>"), line.contains("<... "),
                let beginning = begun.removeValue(forKey: thread)
            else { return line }
            return beginning + line[rest.upperBound...]
        }
    }
}

/// A line of a trace: a call that names a file of a directory.
private struct TracedCall {
    let name: String
    let failed: Bool
    private let arguments: String
    /// The files that it names, in their order; empty for the directory itself.
    private let files: [String]

    init?(_ line: Substring, in directory: String) {
        // Of short lines the tracer moves the result to the right.
        guard let opening = line.firstIndex(of: "("), let equals = line.range(of: "= ", options: .backwards),
            let closing = line[..<equals.lowerBound].lastIndex(where: { $0 != " " }), line[closing] == ")"
        else { return nil }
        name = line[..<opening].split(separator: " ").last.map(String.init) ?? ""
        arguments = String(line[line.index(after: opening)..<closing])
        failed = line[equals.upperBound...].hasPrefix("-")
        let paths = Self.quoted(arguments, limit: name == "pwrite64" ? 1 : 3).map {
            String(decoding: $0, as: UTF8.self)
        }
        let inside = paths.filter { $0 == directory || $0.hasPrefix(directory + "/") }
        files = inside.map { String($0.dropFirst(directory.count + 1)) }.filter { !$0.hasSuffix("-shm") }
        guard !files.isEmpty else { return nil }
    }

    func operations(_ known: inout Set<String>) -> [DiskOperation] {
        let file = files[0]
        switch name {
        case "openat":
            guard arguments.contains("O_CREAT"), known.insert(file).inserted else { return [] }
            return [.create(file)]
        case "pwrite64":
            let offset = arguments.split(separator: " ").last.flatMap { Int($0) } ?? 0
            return [.write(file, offset: offset, Self.quoted(arguments, limit: 2).last ?? Data())]
        case "ftruncate":
            return [.truncate(file, size: arguments.split(separator: " ").last.flatMap { Int($0) } ?? 0)]
        case "fsync", "fdatasync":
            return [file.isEmpty ? .syncDirectory : .sync(file)]
        case "link":
            known.insert(files[1])
            return [.link(file, as: files[1])]
        case "rename":
            known.remove(file)
            known.insert(files[1])
            return [.rename(file, to: files[1])]
        default:
            known.remove(file)
            return [.unlink(file)]
        }
    }

    /// The first texts of the arguments, each written as `\x..` between quotes or angle brackets.
    private static func quoted(_ arguments: String, limit: Int) -> [Data] {
        var texts: [Data] = []
        var current: Data?
        var digits = 0
        var byte: UInt8 = 0
        for character in arguments.utf8 {
            switch character {
            case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"):
                if let text = current {
                    texts.append(text)
                    current = nil
                    if texts.count == limit { return texts }
                } else {
                    current = Data()
                }
            case UInt8(ascii: "\\"): digits = 0
            case UInt8(ascii: "x"): byte = 0
            default:
                guard current != nil, let digit = character.hexDigit else { continue }
                byte = byte << 4 | digit
                digits += 1
                if digits == 2 { current?.append(byte) }
            }
        }
        return texts
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
