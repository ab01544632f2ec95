import CanonicalJSON
public import Workflow

/// How states and events are read back from a journal.
public enum StateCoding<Definition: Workflow> {
    /// Reads a state that `definition` wrote.
    public static func state(
        from json: String, of id: WorkflowID, version: Int, definition: Int
    ) throws(JournalError) -> Definition.State {
        guard definition <= Definition.definitionVersion else {
            throw JournalError.unusable(
                .newerDefinition(of: id, found: definition, known: Definition.definitionVersion))
        }
        do {
            return try CanonicalJSON.value(of: json)
        } catch {
            throw JournalError.unusable(
                .unreadableState(of: id, version: version, reason: String(describing: type(of: error))))
        }
    }

    /// Reads the event of a history entry.
    public static func event(of entry: HistoryEntry) throws(JournalError) -> Definition.Event {
        guard let name = Definition.Event.Name(rawValue: entry.event) else {
            throw JournalError.unusable(.unreadableEvent(of: entry))
        }
        do throws(OtherForm) {
            var reader = entry.evidence.reader
            if let event = try Definition.Event.read(name, from: &reader), reader.isAtEnd {
                return event
            }
        } catch {
            // It is written in another form, or by another definition.
        }
        do {
            return try Definition.Event(named: name, from: CanonicalJSON.decoder(of: entry.evidence))
        } catch {
            throw JournalError.unusable(.unreadableEvent(of: entry))
        }
    }
}
