import ArgumentParser
import SimulatedCloud
import Wording

struct CloudFaultGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Script the faults of the simulated cloud.",
        discussion: """
            A fault is CALL:WHAT or CALL:WHAT*N. CALL is one that changes something: \
            \(Call.mutating.map(\.rawValue).joined(separator: ", ")). WHAT is

              throttle         refused for now
              unreachable      never connected
              refuse           refused for good
              timeout-before   the request never arrived, and no answer came
              timeout-after    it took effect, and no answer came
              late=DURATION    no answer came; it takes effect so much later

            and of what cloud serve answers

              reset-before     the connection is reset before the request arrives
              reset-after      it took effect, and the connection is reset
              hang=DURATION    it took effect, and nothing comes for so long, in real time
              slow=DURATION    it took effect, and the answer takes so long, in real time
              truncate         it took effect, and the answer breaks off
              garbage          it took effect, and what comes is no answer
              status=5XX       nothing took effect, and the answer has this status
              duplicate        the request arrives twice

            It meets the next N calls (1 without *N) and is used up. cluster:stall holds for every cluster that is in a \
            change, cluster:fail for every one that is Starting, until cleared.
            """,
        subcommands: [CloudFaultAdd.self, CloudFaultList.self, CloudFaultClear.self]
    )
}

extension FaultScript {
    fileprivate static func argument(_ text: String) throws -> Self {
        guard let script = Self(text) else { throw ValidationError("a fault is \(rule.english)") }
        return script
    }
}

struct CloudFaultAdd: Command {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Put a fault on script.")

    @Argument(
        help: ArgumentHelp("purchase:timeout-after, create-cluster:throttle*3, cluster:stall, …", valueName: "spec"),
        transform: FaultScript.argument)
    var faults: [FaultScript]

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try context.simulatedCloud().change { state, now, _ in
            faults.forEach { state.add($0, at: now) }
        }
        try context.printFaults()
        return .done
    }
}

struct CloudFaultList: Command {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The faults still to come.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try context.printFaults()
        return .done
    }
}

struct CloudFaultClear: Command {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Take all faults off, or one; a stalled cluster goes on from where it stood.")

    @Argument(
        help: ArgumentHelp("The fault; all of them if not given.", valueName: "spec"), transform: FaultScript.argument)
    var fault: FaultScript?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func execute(_ context: Context) async throws -> ExitStatus {
        try context.simulatedCloud().change { state, now, _ in state.clearFaults(fault, at: now) }
        try context.printFaults()
        return .done
    }
}

extension Context {
    fileprivate func printFaults() throws {
        let faults = try simulatedCloud().overview().state.faults.map(\.description)
        if console.isJSON {
            try console.print(json: faults)
        } else if faults.isEmpty {
            console.print(console(LocalizedText("no faults", zh: "没有故障")))
        } else {
            faults.forEach { console.print($0) }
        }
        if !console.isJSON { console.printNext(["sluice", "cloud", "show"]) }
    }
}
