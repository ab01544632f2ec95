import Workflow

/// `caller.account`: only the account itself may buy, and create the project.
struct CallerIsAccount: Prerequisite {
    let check = Check.callerAccount

    func resource(for order: OrderSpecification) -> String { "caller" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<Caller>? {
        try await observations.cloud.callerIdentity()
    }

    func judge(_ caller: Caller, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard !caller.mayBuy else { return [] }
        return [
            Finding(
                check,
                resource: resource(for: order),
                observed: "\(caller.kind.rawValue) \(caller.id)",
                required: Caller.Kind.account.rawValue
            )
        ]
    }
}

/// `sale.open`: exclusive mode is still sold, at the cloud's time.
struct SaleIsOpen: Prerequisite {
    let check = Check.saleOpen

    func resource(for order: OrderSpecification) -> String { "sale/exclusive" }

    func observe(_ observations: Observations, for order: OrderSpecification) async throws -> Answer<Sale>? {
        try await observations.cloud.sale(of: .exclusive, in: order.region)
    }

    func judge(_ sale: Sale, for order: OrderSpecification, others: [HeldClaim]) -> [Finding] {
        guard !sale.isOpen else { return [] }
        let since = sale.closes.map { " since \($0.rfc3339)" } ?? ""
        return [Finding(check, resource: resource(for: order), observed: "closed" + since, required: "open")]
    }
}
