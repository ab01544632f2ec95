import Foundation
import Glibc
import WorkflowEngine

/// What the process finds around it: environment variables, terminals, the user.
struct Surroundings: Sendable {
    let variables: [String: String]

    static var ofThisProcess: Self { Self(variables: ProcessInfo.processInfo.environment) }

    /// A variable that is set to something.
    func value(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The locale that messages follow.
    var locale: String { value("LC_ALL") ?? value("LC_MESSAGES") ?? value("LANG") ?? "C" }

    func allowsColor(on descriptor: Int32) -> Bool {
        value("NO_COLOR") == nil && value("TERM") != "dumb" && isatty(descriptor) == 1
    }

    /// The user's own directory.
    var home: String { value("HOME") ?? NSHomeDirectory() }

    /// Where the store is if nobody says.
    var defaultStore: String {
        // The XDG specification ignores relative paths.
        let base = value("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (base ?? home + "/.local/share") + "/sluice/sluice.db"
    }

    /// The user of the operating system, who is named as the operator.
    var user: Actor {
        let id = geteuid()
        guard let entry = unsafe getpwuid(id), let name = unsafe entry.pointee.pw_name else {
            return Actor(.operator, id: "uid-\(id)")
        }
        return Actor(.operator, id: unsafe String(cString: name))
    }
}
