package import Documents
package import Provisioning
import RealtimeCompute
package import SimulatedCloud
package import Workflow
package import WorkflowEngine

/// All that the self-test has to know of a kind of workflow to attack it.
///
/// What holds for every kind stands in `Rules/` and needs no line here: that versions, phases and times follow one
/// another, that a history replays, that a repeated answer does no harm, that claims stay within what there is, that one
/// looks before one creates, that an intent is committed before its request leaves, that what the vendor gave is kept.
package protocol Scenario<K>: Sendable {
    associatedtype K: Kind

    typealias Definition = K.Definition

    var kind: K { get }
    /// What the reports call it: the kind's name, unless the kind has several scenarios.
    var name: String { get }
    /// Whether the vendor's API has the calls that it needs; those that it has not are attacked in process only.
    var isInVendorAPI: Bool { get }

    // MARK: Exploration

    /// The world in which an exploration begins.
    var world: CloudState { get }
    /// From where it sets out.
    var roots: [Root] { get }
    /// The workflow that has to be there before the manifest is placed; `nil` if it rests on none.
    var foundation: Foundation? { get }
    /// What is placed and explored.
    var manifest: Document { get }
    /// What may happen to a workflow in this state, and can matter to it: decisions, and changes of the world.
    ///
    /// Time passes, every workflow is advanced, every call meets every fault and every process dies without being named
    /// here.
    func moves(in situation: Situation, of state: Definition.State, from root: Root) -> [Move]

    /// Whether something may still be asked of a workflow in this state, though nothing is left to do: then what is
    /// asked is explored too.
    func mayGoOn(_ state: Definition.State) -> Bool

    /// How the fields of states and clouds count where two situations are compared.
    var fields: ComparedFields { get }
    /// Takes away what nothing can depend on any more in this state, so that situations that differ in no more than that
    /// are explored once.
    ///
    /// Of a workflow beside the one that is explored, only what is taken from the state counts.
    func forget(_ remains: inout Remains, of state: Definition.State, in situation: Situation)

    // MARK: Rules

    /// What a transition breaks of the rules of this kind; `old` is `nil` for the first.
    func breaches(
        of event: Definition.Event, from old: Definition.State?, to new: Definition.State, as record: StoredWorkflow
    ) -> [Breach]
    /// Whether a workflow in this state may send a request.
    ///
    /// If an announced effect sends it, this is the state that the announcement has led to; that no other turn than that
    /// one sends it is judged elsewhere.
    func maySend(_ request: WatchedRequest, in state: Definition.State) -> Bool

    // MARK: By the program itself

    /// Walks on which the program is killed, failed and cut off from power.
    var walks: [Walk] { get }

    // MARK: By seeds

    /// What it plays in the simulation by seeds; `nil` if nothing.
    var simulation: (any SimulationScript<K>)? { get }
}

extension Scenario {
    package var name: String { kind.name }

    package var world: CloudState { Stage.world }

    package var isInVendorAPI: Bool { true }

    package var foundation: Foundation? { nil }

    package func mayGoOn(_ state: Definition.State) -> Bool { false }

    package var fields: ComparedFields { .standard }

    package func forget(_ remains: inout Remains, of state: Definition.State, in situation: Situation) {}

    /// What it plays in the simulation, whatever its kind.
    var script: (any SimulationScript)? { simulation }
}

/// A workflow that another rests on, and how far it has to be.
package struct Foundation: Sendable {
    package let manifest: Document
    package let phase: String

    package init(_ manifest: Document, in phase: String) {
        self.manifest = manifest
        self.phase = phase
    }
}

/// Where an exploration begins.
package struct Root: Sendable {
    package let name: String
    /// Changes of the world, before anything.
    package let world: [WorldChange]
    /// Whether others buy in the same account.
    package let isShared: Bool

    package init(name: String, world: [WorldChange] = [], isShared: Bool = false) {
        self.name = name
        self.world = world
        self.isShared = isShared
    }
}
