import Documents
import Foundation
import Provisioning
import Wording
import Workflow

/// Since when it is known that something is no longer as ordered, and what of it was accepted, in a file beside the
/// store.
///
/// It is evidence and no history: without the file everything is known since now and nothing is accepted, and nothing
/// else is lost. Where two look at once, the last one's file stands.
struct DriftMemory {
    /// Somebody has said that something may stay as it was seen.
    struct Acceptance: Codable, Equatable {
        let at: String
        let by: String
        let reason: String
    }

    private struct Sighting: Codable, Equatable {
        let seen: String
        let since: String
        /// As long as it is seen like this.
        var accepted: Acceptance?
    }

    private let file: URL
    private let console: Console
    /// By the id of the order, then by what is otherwise of which resource.
    private var sightings: [String: [String: Sighting]]
    private let kept: [String: [String: Sighting]]

    init(beside store: String, _ console: Console) {
        file = URL(fileURLWithPath: store + ".drift")
        self.console = console
        var read: [String: [String: Sighting]] = [:]
        if FileManager.default.fileExists(atPath: file.path) {
            do {
                read = try JSONDecoder().decode([String: [String: Sighting]].self, from: try Data(contentsOf: file))
            } catch {
                console.note(
                    LocalizedText(
                        "\(file.path.printable()) cannot be read: everything is known since now, and nothing is accepted",
                        zh: "无法读取 \(file.path.printable())：均视为自现在起已知，且均未接受"))
            }
        }
        sightings = read
        kept = read
    }

    /// Dates what was seen: what was seen before, and is still so, is known since then, and accepted if it was.
    ///
    /// - Parameter acceptance: gives the acceptance of what is to be accepted now.
    mutating func remember(
        _ report: DriftReport, at now: Timestamp, accepting acceptance: (Drift) -> Acceptance? = { _ in nil }
    ) -> DatedDrift {
        let before = sightings[report.id.rawValue] ?? [:]
        var after: [String: Sighting] = [:]
        let dated = report.drift.map { drift in
            let key = "\(drift.what) \(drift.resource)"
            let known = before[key].flatMap { $0.seen == drift.seen ? $0 : nil }
            let since = known.flatMap { Timestamp($0.since) } ?? now
            let accepted = acceptance(drift) ?? known?.accepted
            after[key] = Sighting(seen: drift.seen, since: since.rfc3339, accepted: accepted)
            return DatedDrift.Item(drift: drift, since: since, accepted: accepted)
        }
        sightings[report.id.rawValue] = after.isEmpty ? nil : after
        return DatedDrift(id: report.id, name: report.name, items: dated)
    }

    /// Writes the file, whole or not at all, if there is something new.
    ///
    /// - Throws: ``DriftNotKept``.
    func write() throws {
        guard sightings != kept else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(sightings).write(to: file, options: .atomic)
        } catch {
            throw DriftNotKept(path: file.path)
        }
    }

    /// Writes the file; that it cannot be written is only told, for nothing but a date is lost.
    func keep() {
        do {
            try write()
        } catch {
            console.note(
                LocalizedText(
                    "\(file.path.printable()) cannot be written: since when this is known is not kept",
                    zh: "无法写入 \(file.path.printable())：未能保存已知时间"))
        }
    }
}

/// What was to be accepted could not be written down.
struct DriftNotKept: CommandFailure, Equatable {
    let path: String

    var code: String { "drift-not-kept" }

    var message: LocalizedText {
        LocalizedText(
            "\(path.printable()) cannot be written: nothing was accepted", zh: "无法写入 \(path.printable())：未接受任何内容")
    }

    var hint: LocalizedText {
        LocalizedText(
            "See that its directory can be written and the disk has room.", zh: "请检查目录是否可写、磁盘是否有空间。")
    }

    var exitStatus: ExitStatus { .storeUnusable }
}
