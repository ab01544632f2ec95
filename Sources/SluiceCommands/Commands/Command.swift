import ArgumentParser

/// A command that does something: everything but the groups of commands.
protocol Command: ParsableCommand {
    var options: GlobalOptions { get }

    /// Does it, and says how the process is to end.
    func execute(_ context: Context) async throws -> ExitStatus
}

extension Command {
    /// Does it, tells what went wrong if something did, and gives the status the process is to end with.
    func run(_ context: Context) async -> ExitStatus {
        let status = await status(in: context)
        await context.close()
        return status
    }

    private func status(in context: Context) async -> ExitStatus {
        do {
            let status = try await execute(context)
            if let silent = context.console.silence { throw silent }
            return status
        } catch {
            let failure = error as? any CommandFailure ?? UnexpectedFailure(error)
            context.console.report(failure)
            return failure.exitStatus
        }
    }
}
