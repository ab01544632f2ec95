package import Documents
package import Provisioning
package import SimulatedCloud
package import Workflow
package import WorkflowEngine

/// What a kind of workflow plays in the simulation by seeds.
///
/// All that it does by chance is drawn from the run's own generator.
package protocol SimulationScript<K>: Sendable {
    associatedtype K: Kind

    /// Manifests of which a run places the first, or the first few.
    var manifests: [Document] { get }
    /// The calls that meet faults; those named twice, twice as often.
    var calls: [Call] { get }

    /// Something happens to the world.
    func happen(on stage: Stage, _ chance: inout SeededGenerator) throws
    /// What an operator may do about a workflow, sensible or not.
    func command(on record: StoredWorkflow, on stage: Stage, _ chance: inout SeededGenerator) -> Command

    /// Mends the world, so that every workflow can come to its end.
    func mend(_ stage: Stage) throws
    /// Answers a question as a sensible operator would.
    ///
    /// - Parameter round: how often an operator has come by before.
    func answer(
        _ question: K.Definition.Question, of state: K.Definition.State, on record: StoredWorkflow, in round: Int,
        on stage: Stage
    ) async
    /// What a workflow breaks where it has come to its end.
    func breachesAtTheEnd(of state: K.Definition.State, as record: StoredWorkflow, in world: CloudState) -> [Breach]
}

extension Stage {
    /// Lets time pass until all there is has been seen; gives the change by which what is new shows late from then on.
    ///
    /// A cloud that hid again what it had shown would be one that there is not.
    func hiding(_ sort: String, forMinutes minutes: Int) -> WorldChange {
        time.advance(by: .seconds(60 * minutes))
        return .set("visibility", "{ \(sort): \(minutes)m }")
    }
}
