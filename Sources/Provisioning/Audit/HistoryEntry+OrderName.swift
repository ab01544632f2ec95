import RealtimeCompute
import Workflow
package import WorkflowEngine

extension HistoryEntry {
    /// The name that the order had after this transition; `nil` if its state cannot be read.
    package var orderName: String? {
        do {
            return try StateCoding<ExclusiveOrder>.state(
                from: state, of: workflow, version: version, definition: definitionVersion
            ).order.specification.name.rawValue
        } catch {
            // Whoever needs the state itself says what is wrong with it.
            return nil
        }
    }
}
