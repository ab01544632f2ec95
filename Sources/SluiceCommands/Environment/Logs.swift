import ArgumentParser
import Documents
import Foundation
import Logging
import SimulatedCloud
import Workflow

/// How logs are written to standard error.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// For people.
    case text
    /// A JSON object a line, for what collects logs.
    case json
}

extension GlobalOptions {
    /// A logger that writes to standard error, as asked for; silent if neither `--verbose` nor `--log-format` is given.
    ///
    /// - Parameter most: the level that is written with `--verbose`.
    func logger(_ label: String, verbose most: Logger.Level) -> Logger {
        let format = logFormat ?? .text
        var logger = Logger(label: label) { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        logger.logLevel = verbose ? most : logFormat == nil ? .critical : .info
        return logger
    }
}

/// Writes logs to standard error, a JSON object a line: `time`, `level`, `logger`, `message`, and what is told besides.
struct JSONLogHandler: LogHandler {
    let label: String
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        // In one write: lines of several threads do not mix.
        FileHandle.standardError.write(Data((line(event, at: .systemTime) + "\n").utf8))
    }

    /// The line of an event.
    func line(_ event: LogEvent, at time: Timestamp) -> String {
        var fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues(JSONValue.init)
        if let error = event.error { fields["error"] = .text("\(type(of: error))") }
        fields["time"] = .text(time.description)
        fields["level"] = .text(event.level.rawValue)
        fields["logger"] = .text(label)
        fields["message"] = .text(event.message.description)
        return JSONValue.object(fields).text
    }
}

extension JSONValue {
    fileprivate init(_ value: Logger.Metadata.Value) {
        self =
            switch value {
            case .string(let text): .text(text)
            case .stringConvertible(let value as Int): .integer(value)
            case .stringConvertible(let value as Double): .decimal(value)
            case .stringConvertible(let value): .text(value.description)
            case .array(let values): .list(values.map(JSONValue.init))
            case .dictionary(let values): .object(values.mapValues(JSONValue.init))
            }
    }
}
