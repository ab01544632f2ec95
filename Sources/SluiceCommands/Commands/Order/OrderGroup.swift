import ArgumentParser

struct OrderGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Place orders, look at them, and decide what only you can decide.",
        subcommands: [
            OrderNew.self, OrderSchema.self, OrderPlace.self, OrderList.self, OrderShow.self, OrderConfirm.self,
            OrderAmend.self, OrderWithdraw.self, OrderRepurchase.self, OrderAdopt.self,
            OrderAbandon.self, OrderImport.self,
        ]
    )
}
