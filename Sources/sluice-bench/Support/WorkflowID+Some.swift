import SimulatedCloud
import Workflow

extension WorkflowID {
    static func some(_ count: Int) -> [Self] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in WorkflowID(madeAt: .systemTime, using: &generator) }
    }
}
