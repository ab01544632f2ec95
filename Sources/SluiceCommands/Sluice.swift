import ArgumentParser
import Foundation
import Glibc
package import Provisioning
import RealtimeComputeKinds
package import SelfTest
import Wording

struct Sluice: ParsableCommand {
    /// The release that this is.
    static let release = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract:
            "Walks orders for Alibaba Cloud Realtime Compute from purchase to projects, one durable step at a time.",
        discussion: """
            Place an order from a manifest, confirm it, and run it: it is bought once, its prerequisites are looked at, the \
            cluster is created and watched, and its projects get their CUs. Every step is committed before the next is \
            taken: kill it anywhere, and resume goes on without buying twice or losing a step.

              sluice check order.yaml            what would be bought, what is missing
              sluice order place order.yaml      keep it as a draft
              sluice order confirm NAME          accept the service agreement
              sluice run NAME                    buy and provision; or step by step: sluice advance NAME
              sluice order show NAME             what it waits for, why, and the next command
              sluice history NAME                every step, who took it, on what evidence

            To rehearse, make a simulated cloud first: sluice cloud init world.yaml. For completions in your shell: sluice \
            --generate-completion-script bash (or zsh, fish).
            """,
        version: release,
        subcommands: [
            CloudGroup.self, Check.self, ListChoices.self, OrderGroup.self, ClusterGroup.self,
            WorkspaceGroup.self, RoleGroup.self,
            LookForDrift.self, Mend.self,
            Advance.self, Run.self,
            Resume.self, History.self, Graph.self,
            AuditGroup.self, AccessGroup.self, Diagnose.self, StoreGroup.self, ServeConsole.self, Notify.self,
            Selftest.self,
        ]
    )
}

/// Opens what the process was started without of standard input, output and error: else the next file that is opened
/// would stand there, and be printed into.
private func fillStandardDescriptors() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
        // What cannot be printed is to be told; what cannot be told is lost.
        _ = unsafe open(descriptor == STDOUT_FILENO ? "/dev/full" : "/dev/null", O_RDWR)
    }
}

/// The whole program: parses the command line, does what it says, and ends the process with its exit status.
public func runSluice() async -> Never { await runSluice(knowing: .standard) }

/// The whole program, with the kinds of workflow of a registry, and the scenarios by which they are tested, which are made
/// when they are asked for.
package func runSluice(
    knowing registry: Registry, tested scenarios: @autoclosure @escaping () -> Scenarios = .standard
) async -> Never {
    // What is made here is for its owner alone, whatever else SQLite makes beside it.
    umask(0o077)
    fillStandardDescriptors()
    // Whoever stops reading what is printed does not stop what is done.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(await CommandLineRun(arguments, registry: registry, tested: scenarios).status().rawValue)
}
