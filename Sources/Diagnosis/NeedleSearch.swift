/// Finds any of many byte strings in one pass over a text.
///
/// The automaton of Aho and Corasick (1975), with bytes that no needle has taken together: a step is two lookups, however
/// many needles there are.
struct NeedleSearch: Sendable {
    /// The class of every byte; those that no needle has are of class 0.
    private let classes: [UInt8]
    private let classCount: Int
    /// From each state by each class; states at whose end a needle has been seen come last.
    private let transitions: [UInt16]
    private let firstOutput: UInt16
    /// For each state from ``firstOutput`` on, the needles that end there.
    private let outputs: [[Int]]

    init(_ needles: [String]) {
        var classes = [UInt8](repeating: 0, count: 256)
        var classCount = 1
        for byte in needles.flatMap(\.utf8) where classes[Int(byte)] == 0 {
            classes[Int(byte)] = UInt8(classCount)
            classCount += 1
        }
        var trie = Trie(classCount: classCount)
        for (index, needle) in needles.enumerated() { trie.add(needle.utf8.map { classes[Int($0)] }, index) }
        let next = trie.completed()
        // States that say nothing first: then one comparison tells whether to stop.
        let order =
            trie.ends.indices.filter { trie.ends[$0].isEmpty } + trie.ends.indices.filter { !trie.ends[$0].isEmpty }
        var numbers = [UInt16](repeating: 0, count: order.count)
        for (number, state) in order.enumerated() { numbers[state] = UInt16(number) }
        self.classes = classes
        self.classCount = classCount
        transitions = order.flatMap { state in
            (0..<classCount).map { numbers[next[state * classCount + $0]] }
        }
        outputs = order.filter { !trie.ends[$0].isEmpty }.map { trie.ends[$0] }
        firstOutput = UInt16(order.count - outputs.count)
    }

    /// Walks over bytes; `found` is given the needles that end at a place, and says from where to go on.
    func scan(_ bytes: UnsafeRawBufferPointer, _ found: (_ needles: [Int], _ end: Int) -> Int) {
        unsafe classes.withUnsafeBufferPointer { classes in
            unsafe transitions.withUnsafeBufferPointer { transitions in
                var state: UInt16 = 0
                var place = 0
                while place < bytes.count {
                    let kind = unsafe Int(classes[Int(bytes[place])])
                    state = unsafe transitions[Int(state) &* classCount &+ kind]
                    place &+= 1
                    guard state >= firstOutput else { continue }
                    let next = found(outputs[Int(state - firstOutput)], place)
                    if next > place {
                        place = next
                        state = 0
                    }
                }
            }
        }
    }

    /// The needles as a tree of their bytes.
    private struct Trie {
        let classCount: Int
        /// For each node, the child of each class; 0 is none, since the root is nobody's child.
        private var children: [Int]
        private(set) var ends: [[Int]] = [[]]

        init(classCount: Int) {
            self.classCount = classCount
            children = [Int](repeating: 0, count: classCount)
        }

        mutating func add(_ word: [UInt8], _ index: Int) {
            var node = 0
            for kind in word {
                let place = node * classCount + Int(kind)
                if children[place] == 0 {
                    children[place] = ends.count
                    ends.append([])
                    children += [Int](repeating: 0, count: classCount)
                }
                node = children[place]
            }
            ends[node].append(index)
        }

        /// The whole automaton: where there is no child, from the longest end of what was read that begins a needle.
        mutating func completed() -> [Int] {
            var next = children
            var fallback = [Int](repeating: 0, count: ends.count)
            var queue = (0..<classCount).map { children[$0] }.filter { $0 != 0 }
            var head = 0
            while head < queue.count {
                let node = queue[head]
                head += 1
                ends[node] += ends[fallback[node]]
                for kind in 0..<classCount {
                    let place = node * classCount + kind
                    let other = next[fallback[node] * classCount + kind]
                    if children[place] == 0 {
                        next[place] = other
                    } else {
                        fallback[children[place]] = other
                        queue.append(children[place])
                    }
                }
            }
            return next
        }
    }
}
