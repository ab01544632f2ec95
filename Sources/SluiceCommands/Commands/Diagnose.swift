import ArgumentParser
import Diagnosis
import Documents
import Wording

struct Diagnose: Command {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Name every known error in a log, a stack trace, a screen's text or an error code, and its cure.",
        discussion: """
            Reads a file, or standard input for -. Each error that is known is told once, with the line where it is first \
            seen, its cause, and what to do about it, step by step.

              sluice diagnose jobmanager.log
              kubectl logs job | sluice diagnose -
              echo 922019 | sluice diagnose

            Where there is a store, what its orders rest on is looked at for the cause of what was seen: whether a bucket \
            has versioning on, whether a role is missing.

            Exits 0 if something is known, 10 if nothing is.
            """
    )

    @Argument(help: "The file; - or nothing reads standard input.", completion: .file())
    var file = "-"

    @Flag(help: "List the errors that are known.")
    var list = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        let console = context.console
        guard !list else {
            try console.list(KnownErrors.all)
            return .done
        }
        var diagnosis = Diagnosis()
        try LineInput(try InputFile(path: file)).forEachPiece { diagnosis.take($0) }
        let causes = try await StoredCauses(of: diagnosis.sightings, in: context)
        try console.tell(diagnosis, causes)
        return diagnosis.sightings.isEmpty ? .asked : .done
    }
}

extension Console {
    fileprivate func list(_ errors: [KnownError]) throws {
        guard !isJSON else {
            return try print(
                json: JSONValue.list(errors.map { ["id": .text($0.id), "title": .text(self($0.title))] }))
        }
        var table = Table(header: ["ID", "ERROR"])
        for error in errors { table.add([error.id, self(error.title)]) }
        table.lines.forEach { print($0) }
    }

    fileprivate func tell(_ diagnosis: Diagnosis, _ causes: StoredCauses) throws {
        guard !isJSON else {
            return try print(
                json: JSONValue.object([
                    "known": .list(diagnosis.sightings.map { json(of: $0, causes) }),
                    "lines": .integer(diagnosis.lines),
                ]))
        }
        guard !diagnosis.sightings.isEmpty else {
            return print(
                self(
                    LocalizedText(
                        "nothing known in \(diagnosis.lines) lines; sluice diagnose --list names what is",
                        zh: "\(diagnosis.lines) 行中没有已知错误；sluice diagnose --list 列出已知错误")))
        }
        for (index, sighting) in diagnosis.sightings.enumerated() {
            if index > 0 { print("") }
            print(
                self(
                    LocalizedText(
                        "line \(sighting.line): \(sighting.error.title.english) (\(sighting.error.id))",
                        zh: "第 \(sighting.line) 行：\(sighting.error.title.chinese)（\(sighting.error.id)）")))
            print("  \(sighting.matched.printable())")
            print(self(LocalizedText("  cause: ", zh: "  原因：")) + self(sighting.error.cause))
            for (number, step) in sighting.error.cure.enumerated() { print("  \(number + 1). \(self(step))") }
            for cause in causes.of(sighting.error) {
                print("  \(style.yellow("!")) \(cause.order): \(cause.check) \(cause.resource): \(cause.seen)")
                print("    \(command(cause.command))")
            }
            let seen = diagnosis.sightings.map(\.error.id).filter(sighting.error.related.contains)
            if !seen.isEmpty {
                print(
                    self(
                        LocalizedText(
                            "  comes with: \(seen.joined(separator: ", "))", zh: "  伴随：\(seen.joined(separator: "、"))"))
                )
            }
        }
    }

    private func json(of sighting: Diagnosis.Sighting, _ causes: StoredCauses) -> JSONValue {
        [
            "id": .text(sighting.error.id), "title": .text(self(sighting.error.title)),
            "line": .integer(sighting.line), "matched": .text(sighting.matched),
            "cause": .text(self(sighting.error.cause)),
            "cure": .list(sighting.error.cure.map { .text(self($0)) }),
            "related": .list(sighting.error.related.map { .text($0) }),
            "inStore": .list(
                causes.of(sighting.error).map {
                    [
                        "order": .text($0.order), "check": .text($0.check), "resource": .text($0.resource),
                        "observed": .text($0.seen), "command": .text($0.command.joined(separator: " ")),
                    ]
                }),
        ]
    }
}
