import Logging

extension Logger {
    static var silent: Self { Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() } }
}
