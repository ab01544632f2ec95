import Documents

/// A page of a list, as an action is asked for it.
struct Page {
    let number: Int
    let size: Int

    /// - Parameter largest: what the vendor documents as the most entries of a page.
    init(_ exchange: Exchange, _ numberName: String, _ sizeName: String, usual: Int = 10, largest: Int = 100) throws {
        number = try exchange.integer(numberName) ?? 1
        size = min(try exchange.integer(sizeName) ?? usual, largest)
        guard number >= 1, number < 1_000_000 else { throw WireError.invalid(numberName) }
        guard size >= 1 else { throw WireError.invalid(sizeName) }
    }

    func of<Item>(_ items: [Item]) -> [Item] { Array(items.dropFirst((number - 1) * size).prefix(size)) }
}

/// A part of a list that goes on after a marker, as RAM gives it out.
struct MarkedPart<Item> {
    let items: [Item]
    /// Whether there is more, and from where.
    let fields: [String: JSONValue]

    /// - Parameter name: by which the list is in order; the last of a part is the marker of the next.
    init(of all: [Item], _ exchange: Exchange, name: (Item) -> String) throws {
        let marker = exchange.optional("Marker") ?? ""
        let size = try exchange.integer("MaxItems") ?? 100
        guard (1...1000).contains(size) else { throw WireError.invalid("MaxItems") }
        let rest = all.sorted { name($0) < name($1) }.filter { name($0) > marker }
        items = Array(rest.prefix(size))
        var fields: [String: JSONValue] = ["IsTruncated": .boolean(items.count < rest.count)]
        if items.count < rest.count, let last = items.last { fields["Marker"] = .text(name(last)) }
        self.fields = fields
    }
}
