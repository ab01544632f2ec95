public import ArgumentParser
public import Wording

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The store of orders.",
            discussion: "From $SLUICE_STORE if not given; else $XDG_DATA_HOME/sluice/sluice.db, "
                + "or ~/.local/share/sluice/sluice.db.", valueName: "path"),
        completion: .file())
    var store: String?

    @Option(
        help: ArgumentHelp(
            "The cloud, as simulated:PATH.",
            discussion: "From $SLUICE_CLOUD if not given; else cloud.db beside the store.", valueName: "cloud"))
    var cloud: String?

    @Option(
        help: ArgumentHelp(
            "The key that signs for the store's log.",
            discussion: "From $SLUICE_KEY if not given; else beside the store, as its name and .key.",
            valueName: "path"),
        completion: .file())
    var key: String?

    @Flag(help: "Print JSON, for scripts.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The language of messages: en or zh.", discussion: "From LC_ALL, LC_MESSAGES or LANG if not given."))
    var lang: Language?

    @Flag(help: "Never colour; $NO_COLOR and TERM=dumb do the same.")
    var noColor = false

    @Flag(help: "Tell on standard error what is done.")
    var verbose = false
}

extension Language: ExpressibleByArgument {}
