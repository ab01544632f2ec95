import ArgumentParser
import CloudEmulator
import Logging
import ServiceLifecycle
import SimulatedCloud
import UnixSignals
import Wording
import Workflow

struct CloudServe: Command {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer the vendor's APIs from the simulated cloud, over HTTP on this machine.",
        discussion: """
            All services at one address, with the vendor's signatures, shapes and errors: for the vendor's own SDKs, and to \
            rehearse sluice itself on the wire.

              sluice cloud serve --port 8089
              export SLUICE_ENDPOINT=http://127.0.0.1:8089
              export ALIBABA_CLOUD_ACCESS_KEY_ID=testid ALIBABA_CLOUD_ACCESS_KEY_SECRET=testsecret
              sluice run NAME --cloud alibaba:cn-beijing

            Keys are those of the world file (accessKeys), or else testid and testsecret. Ends with SIGTERM or Ctrl-C.
            """
    )

    @Option(help: "The port; 0 picks one that is free.")
    var port = 0

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
    }

    func execute(_ context: Context) async throws -> ExitStatus {
        let emulator = CloudEmulator(of: try context.simulatedCloud(), realNow: { .systemTime })
        let console = context.console
        let logger = options.logger("sluice.serve", verbose: .info)
        let server = try EmulatorServer(port: port, logger: logger) { _ in
            emulator
        } onListening: { port in
            console.print("listening on http://127.0.0.1:\(port)")
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch let error as any CommandFailure {
            throw error
        } catch {
            throw UnusablePort(port, error)
        }
        return .done
    }
}
