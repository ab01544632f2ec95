import Provisioning
import Wording
import Workflow

/// A table of orders that is printed part by part, however many there are.
struct WorkflowTable {
    private let console: Console
    private var table: Table
    private var awaitingFirstProject = 0
    private var warnings: [(name: String, words: LocalizedText)] = []

    init(_ console: Console) {
        self.console = console
        table = Table(header: [
            console(LocalizedText("NAME", zh: "名称")), console(LocalizedText("PHASE", zh: "阶段")),
            console(LocalizedText("NEXT", zh: "下一步")), console(LocalizedText("UPDATED", zh: "更新时间")),
            console(LocalizedText("ID", zh: "标识")),
        ])
    }

    /// Prints more orders.
    mutating func print(_ orders: [WorkflowReport]) {
        for order in orders {
            table.add([
                order.name, console.style.phase(order.phase, order.standing), console.shortNext(of: order),
                order.updatedAt.rfc3339, order.id.rawValue,
            ])
            warnings += order.presentation.warnings.map { (order.name, $0) }
            if order.presentation.awaitsItsFirstProject { awaitingFirstProject += 1 }
        }
        table.takeLines().forEach { console.print($0) }
    }

    /// Ends the table: says what somebody has to know, and how many of the orders still wait for their first project.
    mutating func end() {
        // Of no orders the header alone.
        table.takeLines().forEach { console.print($0) }
        if !warnings.isEmpty { console.print("") }
        for (name, words) in warnings { console.print("\(console.style.yellow("!")) \(name): \(console(words))") }
        guard awaitingFirstProject > 0 else { return }
        console.print("")
        console.print(
            console(
                LocalizedText(
                    awaitingFirstProject == 1
                        ? "1 unfinished order has no project yet"
                        : "\(awaitingFirstProject) unfinished orders have no project yet",
                    zh: "\(awaitingFirstProject) 个未完成订单尚无项目")))
    }
}

/// A list of values as JSON that is printed part by part, to the byte as if it were printed at once.
struct JSONList {
    private let console: Console
    private var isEmpty = true

    init(_ console: Console) {
        self.console = console
    }

    /// Prints more values.
    mutating func print(_ values: [some Encodable]) throws {
        for value in values {
            let lines = try JSON.text(value).split(separator: "\n", omittingEmptySubsequences: false)
            console.print(isEmpty ? "[\n" : ",\n", terminator: "")
            console.print(lines.map { "  " + $0 }.joined(separator: "\n"), terminator: "")
            isEmpty = false
        }
    }

    /// Ends the list.
    func end() { console.print(isEmpty ? "[]" : "\n]") }
}
