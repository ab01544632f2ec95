package import Workflow

extension SeededGenerator {
    /// A number from 0 up to, but not including, `bound`.
    package mutating func next(upTo bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    package mutating func isLucky(oneIn odds: Int) -> Bool { next(upTo: odds) == 0 }

    package mutating func pick<Item>(_ items: [Item]) -> Item { items[next(upTo: items.count)] }
}
