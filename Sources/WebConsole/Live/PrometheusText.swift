/// The text format of Prometheus, version 0.0.4.
struct PrometheusText {
    enum MetricType: String {
        case counter, gauge, histogram
    }

    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""

    /// Adds a metric with a value for each set of labels.
    mutating func add(_ name: String, _ type: MetricType, _ help: String, _ values: [(labels: Labels, value: Double)]) {
        begin(name, type, help)
        for (labels, value) in values { add(name, labels, value) }
    }

    /// Adds a metric whose samples follow.
    mutating func begin(_ name: String, _ type: MetricType, _ help: String) {
        let name = Self.name(name)
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type.rawValue)\n"
    }

    /// Adds a sample of the metric that was begun last.
    mutating func add(_ name: String, _ labels: Labels, _ value: Double) {
        let list = labels.map { "\(Self.name($0.name))=\"\(Self.escaped($0.value))\"" }
        text += Self.name(name) + (list.isEmpty ? "" : "{\(list.joined(separator: ","))}") + " \(value)\n"
    }

    /// A name as Prometheus takes it: libraries part theirs with dots.
    private static func name(_ name: String) -> String {
        let plain = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" }
        return (plain.first?.isNumber ?? true ? "_" : "") + String(plain)
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
