import Documents
import Foundation
import Provisioning
import Wording
import Workflow

/// Since when it is known that something is no longer as ordered, in a file beside the store.
///
/// It is evidence and no history: without the file everything is known since now, and nothing else is lost. Where two
/// look at once, the last one's file stands.
struct DriftMemory {
    private struct Sighting: Codable, Equatable {
        let seen: String
        let since: String
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
                        "\(file.path.printable()) cannot be read: everything is known since now",
                        zh: "无法读取 \(file.path.printable())：均视为自现在起已知"))
            }
        }
        sightings = read
        kept = read
    }

    /// Dates what was seen: what was seen before, and is still so, is known since then.
    mutating func remember(_ report: DriftReport, at now: Timestamp) -> DatedDrift {
        let before = sightings[report.id.rawValue] ?? [:]
        var after: [String: Sighting] = [:]
        let dated = report.drift.map { drift in
            let key = "\(drift.what) \(drift.resource)"
            let known = before[key].flatMap { $0.seen == drift.seen ? Timestamp($0.since) : nil }
            let since = known ?? now
            after[key] = Sighting(seen: drift.seen, since: since.rfc3339)
            return (drift, since)
        }
        sightings[report.id.rawValue] = after.isEmpty ? nil : after
        return DatedDrift(id: report.id, name: report.name, drift: dated)
    }

    /// Writes the file, whole or not at all, if there is something new.
    func keep() {
        guard sightings != kept else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(sightings).write(to: file, options: .atomic)
        } catch {
            console.note(
                LocalizedText(
                    "\(file.path.printable()) cannot be written: since when this is known is not kept",
                    zh: "无法写入 \(file.path.printable())：未能保存已知时间"))
        }
    }
}
