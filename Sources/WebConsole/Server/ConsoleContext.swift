import Hummingbird
import NIOCore
import Workflow
import WorkflowEngine

/// What is known of a request besides what it asks for.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Who asks; known once he has been let in.
    var visit: Visit?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Whether the request comes from this machine.
    var isFromThisMachine: Bool {
        guard let address = channel.remoteAddress?.ipAddress else { return false }
        return address.hasPrefix("127.") || address == "::1"
    }
}
