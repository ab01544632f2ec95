import Foundation
import Glibc
public import TransparencyLog
import WorkflowEngine

/// The file that holds the key with which a log is signed: beside the store, or wherever its owner keeps it, never in it.
public struct KeyFile: Sendable {
    /// Where it is.
    public let path: String

    /// Names the file.
    public init(at path: String) {
        self.path = path
    }

    /// Where the key of a store is if nobody says.
    public static func beside(store: String) throws -> KeyFile {
        KeyFile(at: try SQLiteJournal.resolve(store).file + ".key")
    }

    /// Reads the key.
    ///
    /// - Throws: ``JournalError/unusable(_:)`` if there is none, if it is none, or if others than its owner may read it.
    public func load() throws -> SigningKey {
        try mapping {
            guard try StorePath.exists(path) else { throw JournalError.unusable(.keyMissing(path)) }
            guard try StorePath.isPrivate(path) else { throw JournalError.unusable(.keyUnprotected(path)) }
            guard let key = SigningKey(try Self.text(of: path).trimmingCharacters(in: .newlines)) else {
                throw JournalError.unusable(.keyMalformed(path))
            }
            return key
        }
    }

    /// Where the key waits that is to take this one's place.
    var successor: KeyFile { KeyFile(at: path + ".new") }

    /// Removes what is left of a key whose making was killed.
    func removeDraft() throws { try mapping { try SQLiteJournal.removeFile(draft) } }

    private var draft: String { path + ".making" }

    /// Writes a key where there is none.
    ///
    /// When this returns, it lasts; killed before, there is none, or all of it.
    func make(_ key: SigningKey) throws {
        try mapping {
            try SQLiteJournal.removeFile(draft)
            try SQLiteJournal.makePrivateFile(at: draft)
            do {
                try Self.write(key.secretText + "\n", to: draft)
                try SQLiteJournal.putInPlace(draft, as: path, in: directory)
            } catch {
                try SQLiteJournal.removeFile(draft)
                throw error
            }
        }
    }

    /// The beginning of a file as a text: more than a key has.
    private static func text(of path: String) throws(SystemError) -> String {
        let descriptor = try SystemError.check("open", path) { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: longest)
        let count = try SystemError.check("read", path) {
            Int32(unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) })
        }
        return String(decoding: bytes.prefix(Int(count)), as: UTF8.self)
    }

    /// A key's file has some hundred bytes.
    private static let longest = 4096

    private static func write(_ text: String, to path: String) throws(SystemError) {
        let descriptor = try SystemError.check("open", path) { unsafe open(path, O_WRONLY | O_CLOEXEC) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let written = try SystemError.check("write", path) {
            Int32(unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) })
        }
        // Less than all is written where there is no more room.
        guard written == bytes.count else {
            errno = ENOSPC
            throw SystemError("write", path)
        }
    }

    /// Puts the successor in this key's place.
    func replaceBySuccessor() throws {
        try mapping {
            try SystemError.check("put in place", path) { unsafe rename(successor.path, path) }
            try SQLiteJournal.sync(directory)
        }
    }

    private var directory: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    /// Runs `body`, and makes of every failure of the system an error that names the key's file.
    private func mapping<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SystemError {
            throw JournalError.unusable(StoreFault(error))
        }
    }
}
