import Documents
import Foundation
import TransparencyLog
import Wording

/// What an audit is given to read: a checkpoint, a proof, an export, a public key.
///
/// Opened once and read once, so that a pipe will do.
final class AuditInput {
    let path: String
    private let file: InputFile
    /// What was read to see what it is.
    private var ahead = Data()

    /// The largest file that is read whole; exports are read line by line.
    private static let largest = SignedNote.largest

    /// - Parameter path: `-` for standard input.
    /// - Throws: ``UnreadableFile``.
    init(path: String) throws {
        self.path = path
        file = try InputFile(path: path)
    }

    /// The beginning, by which it is told what it is.
    func beginning() throws -> String { String(decoding: try take(64), as: UTF8.self) }

    /// All of it as a text.
    ///
    /// - Throws: ``UnreadableFile``, ``NotAuditable``.
    func text() throws -> String {
        let bytes = try take(Self.largest + 1)
        guard bytes.count <= Self.largest, let text = String(bytes: bytes, encoding: .utf8) else {
            throw NotAuditable(path: path, wanted: .anything)
        }
        return text
    }

    /// The signed checkpoint that it is.
    func checkpoint() throws -> SignedCheckpoint {
        guard let checkpoint = SignedCheckpoint(parsing: try text()) else {
            throw NotAuditable(path: path, wanted: .checkpoint)
        }
        return checkpoint
    }

    /// Gives what `prepare` makes of all lines, some thousands at a time; while these are taken, the next are read.
    func forEachLines<Prepared: Sendable>(
        preparing prepare: @escaping @Sendable ([Data]) -> Prepared, _ body: (Prepared) throws -> Void
    ) throws {
        try LineInput(file, from: ahead).forEachLines(preparing: prepare, body) { [path] in
            NotAuditable(path: path, wanted: .export)
        }
    }

    /// The first bytes, so many or all there are.
    private func take(_ count: Int) throws -> Data {
        ahead += try file.read(count - ahead.count)
        return ahead
    }
}
