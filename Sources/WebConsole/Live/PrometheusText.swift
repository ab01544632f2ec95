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
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type.rawValue)\n"
    }

    /// Adds a sample of the metric that was begun last.
    mutating func add(_ name: String, _ labels: Labels, _ value: Double) {
        let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        text += name + (list.isEmpty ? "" : "{\(list.joined(separator: ","))}") + " \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
