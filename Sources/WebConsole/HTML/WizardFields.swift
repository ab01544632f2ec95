import Wording

/// The fields of the wizard, each with its label, what helps to fill it in, and what is wrong with its answer.
struct WizardFields {
    /// Something to choose.
    struct Option {
        let value: String
        let words: String
        /// Why it cannot be chosen; `nil` if it can.
        let exclusion: String?
    }

    let wizard: OrderWizard
    let visit: Visit
    /// What is wrong with answers, by the names of their fields.
    private let faults: [String: LocalizedText]

    init(_ wizard: OrderWizard, faults: [String: LocalizedText], _ visit: Visit) {
        self.wizard = wizard
        self.faults = faults
        self.visit = visit
    }

    func text(_ name: String, hint: String? = nil) -> HTML {
        field(
            name,
            """
            <input \(attributes(name, isHinted: hint != nil)) value="\(wizard[name])" autocomplete="off" maxlength="256">\
            \(hint.map { "<span class=\"hint\" id=\"\(name)-hint\">\($0)</span>" as HTML })
            """)
    }

    func number(_ name: String, _ range: ClosedRange<Int>) -> HTML {
        field(
            name,
            """
            <input \(attributes(name)) type="number" min="\(range.lowerBound)" max="\(range.upperBound)" value="\(wizard[name])">
            """)
    }

    func select(_ name: String, _ options: [(value: String, words: String)]) -> HTML {
        let items = options.map { option -> HTML in
            "<option value=\"\(option.value)\"\(" selected", if: option.value == wizard[name])>\(option.words)</option>"
        }
        return field(name, "<select \(attributes(name))>\(items)</select>")
    }

    /// A choice among places; those that cannot be chosen are there too, and below it stands why.
    func choice(_ name: String, _ options: [Option]) -> HTML {
        let chosen = wizard[name]
        // What was chosen stays chosen, also where it will not do: the findings say why.
        let isOffered = options.contains { $0.value == chosen } || chosen.isEmpty
        let options = isOffered ? options : options + [Option(value: chosen, words: chosen, exclusion: nil)]
        let items = options.map { option -> HTML in
            """
            <option value="\(option.value)"\(" selected", if: option.value == chosen)\(" disabled", if: option.exclusion != nil && option.value != chosen)>\(option.words)\(option.exclusion.map { " — \($0)" as HTML })</option>
            """
        }
        let excluded = options.compactMap { option in
            option.exclusion.map { "<li><code>\(option.value)</code>: \($0)</li>" as HTML }
        }
        return field(
            name,
            """
            <select \(attributes(name))>
            <option value="">\(visit("choose", zh: "请选择"))</option>\(items)</select>
            \(excluded.isEmpty ? nil : "<details class=\"excluded\"><summary>\(visit("\(excluded.count) cannot be chosen", zh: "\(excluded.count) 个不可选"))</summary><ul>\(excluded)</ul></details>" as HTML)
            """)
    }

    /// The attributes of an input: its name, and what it is described by.
    func attributes(_ name: String, isHinted: Bool = false) -> HTML {
        let descriptions = (isHinted ? ["\(name)-hint"] : []) + (faults[name] == nil ? [] : ["\(name)-fault"])
        return """
            id="\(name)" name="\(name)"\(" aria-invalid=\"true\"", if: faults[name] != nil)\
            \(descriptions.isEmpty ? nil : " aria-describedby=\"\(descriptions.joined(separator: " "))\"" as HTML)
            """
    }

    /// A field with its label, and with what is wrong with what it holds.
    func field(_ name: String, _ input: HTML, label: LocalizedText? = nil) -> HTML {
        """
        <div class="field"><label for="\(name)">\(visit(label ?? OrderWizard.label(of: name)))</label>\(input)\
        \(faults[name].map { "<span class=\"fault\" id=\"\(name)-fault\">\(visit($0))</span>" as HTML })</div>
        """
    }
}
