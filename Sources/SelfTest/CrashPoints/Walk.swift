/// A whole walk of a workflow by the program itself, command by command, on a clock that stands still between jumps.
package struct Walk: Sendable {
    /// One command of a walk.
    package struct Step: Sendable {
        /// What the command is to the attack.
        enum Part: Sendable {
            /// Sluice does it, and may be killed in it.
            case attacked
            /// Sluice does it, undisturbed: what has to exist before the walk proper.
            case preparation
            /// It is done to the world, once.
            case world
        }

        let arguments: [String]
        let part: Part

        package static func sluice(_ arguments: String...) -> Self { Self(arguments: arguments, part: .attacked) }

        package static func preparation(_ arguments: String...) -> Self {
            Self(arguments: arguments, part: .preparation)
        }

        package static func world(_ arguments: String...) -> Self {
            Self(arguments: ["cloud"] + arguments, part: .world)
        }
    }

    let name: String
    /// The text of `world.yaml`.
    let world: String
    /// The manifests, by the names of their files.
    let manifests: [String: String]
    /// The name of the workflow that is attacked.
    let subject: String
    /// The phase in which it ends.
    let end: String
    /// What an operator gives to each question that a crash may leave, by the question: the words of a command.
    let answers: [String: [String]]
    let steps: [Step]
    /// Workflows that are attacked beside it, of the same kind and to the same end.
    let others: [String]
    /// Whether the vendor's API has the calls that it makes; tickets, for one, it has not.
    let isInVendorAPI: Bool

    /// Whether the program does several things at once on it, on several threads.
    var isConcurrent: Bool { !others.isEmpty }

    /// The answer to a question of one of its workflows; `nil` if there is none.
    func answer(to question: String?, of name: String) -> [String]? {
        question.flatMap { answers[$0] }?.map { $0 == subject ? name : $0 }
    }

    package init(
        name: String, world: String, manifests: [String: String], of subject: String,
        beside others: [String] = [], to end: String,
        answers: [String: [String]], steps: [Step], isInVendorAPI: Bool = true
    ) {
        self.name = name
        self.world = world
        self.manifests = manifests
        self.subject = subject
        self.others = others
        self.end = end
        self.answers = answers
        self.steps = steps
        self.isInVendorAPI = isInVendorAPI
    }
}
