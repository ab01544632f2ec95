import RealtimeCompute

/// Colours, where they are wanted.
struct Style: Sendable {
    let isOn: Bool

    func bold(_ text: String) -> String { wrap(text, "1") }
    func dim(_ text: String) -> String { wrap(text, "2") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func yellow(_ text: String) -> String { wrap(text, "33") }
    func green(_ text: String) -> String { wrap(text, "32") }

    /// A phase in the colour of what it asks for: green for the end that was wanted, red for the others, yellow where a
    /// person is asked.
    func phase(_ phase: OrderState.Phase) -> String {
        switch phase {
        case .provisioned: green(phase.rawValue)
        case .withdrawn, .failed: red(phase.rawValue)
        case .drafted, .blocked, .overdue: yellow(phase.rawValue)
        case .confirmed, .purchasing, .paid, .ready, .starting, .running: bold(phase.rawValue)
        }
    }

    private func wrap(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
