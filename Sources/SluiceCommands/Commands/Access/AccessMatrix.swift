import AlibabaCloud
import ArgumentParser
import Documents
import Wording

struct AccessMatrix: Command {
    static let configuration = CommandConfiguration(
        commandName: "matrix",
        abstract: "What has to be granted for the consoles of fully managed Flink, by how one logs on.",
        discussion: """
            In the management console, where workspaces are bought and changed, RAM policies decide; in the development \
            console, where jobs are written and run, the roles that are assigned inside it. Who assumes a role is judged as \
            the role. Needs neither a cloud nor a store.
            """
    )

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        guard !console.isJSON else {
            try console.print(json: ConsoleAccess.table.map { $0.json(in: console.language) })
            return .done
        }
        for place in ConsoleAccess.Place.allCases {
            console.print(
                console.style.bold(
                    console(
                        place == .management
                            ? LocalizedText("management console", zh: "管理控制台")
                            : LocalizedText("development console", zh: "开发控制台"))))
            var table = Table()
            for access in ConsoleAccess.table where access.place == place {
                let nothing = LocalizedText("nothing", zh: "无需授权")
                table.add([
                    "  " + console(access.logon.title),
                    access.grants.first.map { console($0.words) } ?? console(nothing),
                ])
                for grant in access.grants.dropFirst() { table.add(["", console(grant.words)]) }
            }
            table.lines.forEach { console.print($0) }
        }
        return .done
    }
}

extension ConsoleAccess.Grant {
    fileprivate var words: LocalizedText {
        LocalizedText(
            "\(what.english), to \(to.english), by \(by.english)",
            zh: "\(what.chinese)，授予\(to.chinese)，授权者：\(by.chinese)")
    }
}

extension ConsoleAccess {
    fileprivate func json(in language: Language) -> JSONValue {
        [
            "console": .text(place.rawValue), "logon": .text(logon.rawValue), "principal": .text(principal(language)),
            "grants": .list(
                grants.map { grant in
                    [
                        "what": .text(grant.what(language)), "to": .text(grant.to(language)),
                        "by": .text(grant.by(language)),
                    ]
                }),
        ]
    }
}
