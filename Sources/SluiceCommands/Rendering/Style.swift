import Provisioning

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
    func phase(_ phase: String, _ standing: Presentation.Standing) -> String {
        switch standing {
        case .reached: green(phase)
        case .lost: red(phase)
        case .needsAttention: yellow(phase)
        case .underWay: bold(phase)
        }
    }

    private func wrap(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
