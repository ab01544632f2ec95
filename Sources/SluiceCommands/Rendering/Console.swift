import Documents
import Foundation
import Glibc
import Synchronization
import Wording

/// Where a command speaks: data on standard output, everything else on standard error.
struct Console: Sendable {
    let language: Language
    let isJSON: Bool
    /// Whether standard output is coloured.
    let colors: Bool
    /// Whether a person reads standard output now.
    let isWatched: Bool
    /// Whether standard error is a terminal on which a line can be rewritten.
    let rewritesLines: Bool
    private let unwritten = Unwritten()
    /// The global options that were given, to be given again in commands that are suggested.
    private let givenOptions: [String]

    init(
        language: Language, isJSON: Bool, colors: Bool, terminal: Bool, given options: [String]
    ) {
        self.language = language
        self.isJSON = isJSON
        self.colors = colors
        isWatched = isatty(1) == 1
        rewritesLines = terminal && !isJSON && isatty(2) == 1
        givenOptions = options
    }

    /// Prints a line of data.
    func print(_ line: String, terminator: String = "\n") { write(line + terminator, to: STDOUT_FILENO) }

    /// Prints bytes of data as they are.
    func print(_ bytes: Data) { write(bytes, to: STDOUT_FILENO) }

    /// Prints a value as JSON.
    func print(json value: some Encodable) throws { print(try JSON.text(value)) }

    /// That not all of the data could be printed; `nil` if it could.
    var silence: SilentOutput? { unwritten.silence }

    /// Tells people something that is not data; scripts read nothing but errors on standard error.
    func note(_ text: LocalizedText) { note(self(text)) }

    /// Tells people something that is not data.
    func note(_ line: String) {
        guard !isJSON else { return }
        write(line + "\n", to: STDERR_FILENO)
    }

    /// Tells something that is not data, and that scripts have to know too: to them as an object, `note`.
    func note(_ code: String, _ text: LocalizedText, command words: [String]? = nil) {
        guard isJSON else { return note(text) }
        let note = JSONValue.fields([
            "code": .text(code), "message": .text(self(text)), "command": words.map { .text(command($0)) },
        ])
        complain(JSONValue.object(["note": note]).text)
    }

    /// Tells an error, whoever reads it.
    func complain(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Rewrites the last line of the terminal, cut to its width; nothing where there is no terminal.
    func progress(_ line: String) {
        guard rewritesLines else { return }
        var size = winsize()
        let width = unsafe ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
        write("\r\u{1B}[2K" + line.cut(toWidth: width - 1), to: STDERR_FILENO)
    }

    /// Takes the rewritten line away.
    func endProgress() { progress("") }

    /// The words in the user's language, with nothing in them that a terminal would obey.
    func callAsFunction(_ text: LocalizedText) -> String { text(language).escapingControls() }

    /// A command as it can be typed, with the options that this one was given.
    func command(_ words: [String]) -> String {
        (words + givenOptions).map(Self.quoted).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@%+,".contains($0)) }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    private func write(_ text: String, to descriptor: Int32) { write(Data(text.utf8), to: descriptor) }

    private func write(_ bytes: Data, to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // Whoever reads is slow, and has the descriptor not wait.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&wanted, 1, -1)
            } else if errno != EINTR {
                // Whoever stops reading wants no more; anything else is to be told at the end.
                if errno != EPIPE, descriptor == STDOUT_FILENO { unwritten.note(rest, because: errno) }
                return
            }
        }
    }
}

/// The beginning of what could not be printed, and why it could not.
private final class Unwritten: Sendable {
    private let first = Mutex<(text: Data, reason: Int32)?>(nil)
    /// Enough for an order: what is longer was read from a store that still has it.
    private static let longest = 8192

    var silence: SilentOutput? {
        first.withLock { $0 }.map { text, reason in
            SilentOutput(
                reason: unsafe String(cString: strerror(reason)), unwritten: String(decoding: text, as: UTF8.self))
        }
    }

    func note(_ text: Data, because reason: Int32) {
        first.withLock { first in
            let before = first ?? (Data(), reason)
            first = (before.text + text.prefix(max(0, Self.longest - before.text.count)), before.reason)
        }
    }
}

/// How values are printed for scripts.
enum JSON {
    /// A value in one line.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // A text of JSON has ends of lines only between its values, so that this finds nothing but what is empty.
        return String(decoding: try encoder.encode(value), as: UTF8.self)
            .replacing(/\[\n\s*\]/, with: "[]").replacing(/\{\n\s*\}/, with: "{}")
    }
}
