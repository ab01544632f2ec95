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
            "The cloud, as simulated:PATH or alibaba:REGION.",
            discussion: "From $SLUICE_CLOUD if not given; else cloud.db beside the store.", valueName: "cloud"))
    var cloud: String?

    @Option(
        help: ArgumentHelp(
            "With alibaba: where services answer, as URL or SERVICE=URL; may be repeated.",
            discussion: "From $SLUICE_ENDPOINT and $SLUICE_ENDPOINT_<SERVICE> if not given; else the vendor's.",
            valueName: "url"))
    var endpoint: [String] = []

    @Option(
        help: ArgumentHelp(
            "With alibaba: the profile of ~/.aliyun/config.json whose credentials are used.",
            discussion: "If not given, credentials are looked for as the vendor's tools do.", valueName: "name"))
    var profile: String?

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

    @Option(
        help: ArgumentHelp(
            "Log on standard error what is done, as text or json.",
            discussion: "json: an object a line, for what collects logs.", valueName: "format"))
    var logFormat: LogFormat?
}

extension GlobalOptions {
    /// The options by which the store and the cloud were found, to be given again in commands that are suggested.
    var thatFindThings: [String] {
        (store.map { ["--store", $0] } ?? []) + (cloud.map { ["--cloud", $0] } ?? [])
            + endpoint.flatMap { ["--endpoint", $0] } + (profile.map { ["--profile", $0] } ?? [])
    }
}

extension Language: ExpressibleByArgument {}
