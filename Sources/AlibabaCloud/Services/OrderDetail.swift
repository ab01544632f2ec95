import Documents
import Foundation
import RealtimeCompute
import Workflow

/// One of the vendor's orders, as BSS GetOrderDetail tells it.
///
/// Documented are its fields. Assumed are the form of `Config`, after the vendor's samples of other products
/// (`NAME:[KEY:VALUE;KEY:VALUE;]`), with the names that the purchase takes: `masterSpec`, `masterNum`, `slaveSpec`,
/// `slaveNum`, `period`; and that ids of exclusive mode begin with `blinkonecs_`.
struct OrderDetail {
    let number: OrderNumber
    /// In lower case: the vendor's samples have both.
    let type: String
    let status: Purchase.Status
    let createdAt: Timestamp
    let region: RegionID?
    let instances: [InstanceID]
    private let field: AnswerField

    static func isOfExclusiveMode(_ instance: InstanceID) -> Bool { instance.rawValue.hasPrefix("blinkonecs_") }

    init(_ field: AnswerField, of number: OrderNumber) throws {
        self.field = field
        self.number = number
        type = try field["OrderType"].text().lowercased()
        status = try field["PaymentStatus"].word()
        createdAt = try field["CreateTime"].time()
        region = field["Region"].optionalText.map(RegionID.init(rawValue:))
        let ids = field["InstanceIDs"].parsed()
        instances = ids.value == nil || ids.optionalText?.isEmpty == true ? [] : try ids.items().map { try $0.name() }
    }

    /// Whether it is of exclusive mode: by what it bought, or before it has, by the code of what it buys.
    ///
    /// One that says that it is for compute units is of shared mode.
    var isOfExclusiveMode: Bool {
        guard config["cu"] == nil else { return false }
        return instances.contains(where: Self.isOfExclusiveMode)
            || ["CommodityCode", "ProductCode", "ProductType"].contains {
                field[$0].optionalText?.lowercased().contains("blinkonecs") ?? false
            }
    }

    /// The instance that it bought; `nil` if that is not made yet.
    ///
    /// - Throws: ``CloudError``, which will be asked for again, if it is not paid, or if it cannot be told which of what it
    ///   bought the instance is: what is assumed of ids is then wrong.
    func instance() throws -> InstanceID? {
        if status == .unpaid {
            throw CloudError(
                code: "OrderNotPaid",
                vendorMessage: "order \(number) is not paid: pay or cancel it in the vendor's console",
                isTransient: true)
        }
        if let instance = instances.first(where: Self.isOfExclusiveMode) { return instance }
        guard instances.count > 1 else { return instances.first }
        let names = instances.map(\.rawValue).joined(separator: ", ")
        throw CloudError(
            code: "UnreadableAnswer",
            vendorMessage: "order \(number) bought \(names): none of them begins with blinkonecs_", isTransient: true)
    }

    /// It as a purchase.
    func purchase() throws -> Purchase {
        let (masters, slaves) = try machines()
        guard let region else { throw field["Region"].unreadable("a region") }
        let specification = PurchaseSpecification(
            region: region, billing: try billing(), masters: masters, slaves: slaves)
        return Purchase(orderNumber: number, specification: specification, key: nil, status: status, madeAt: createdAt)
    }

    func renewal(of instance: InstanceID) throws -> Renewal {
        Renewal(
            orderNumber: number, instance: instance, months: try months(), key: nil, status: status, madeAt: createdAt)
    }

    /// The machines that it is for.
    func machines() throws -> (masters: Machines, slaves: Machines) {
        let values = config
        func machines(_ role: String) throws -> Machines {
            guard let name = values["\(role)spec"],
                let model = MachineModel.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }),
                let count = values["\(role)num"].flatMap({ Int($0) }), (1...100_000).contains(count)
            else { throw field["Config"].unreadable("the machines of order \(number): \(role)Spec and \(role)Num") }
            return Machines(model, count: count)
        }
        return (try machines("master"), try machines("slave"))
    }

    private func billing() throws -> Billing {
        switch try field["SubscriptionType"].text().lowercased() {
        case "subscription": .subscription(months: try months())
        case "payasyougo": .payAsYouGo
        default: throw field["SubscriptionType"].unreadable("one of Subscription, PayAsYouGo")
        }
    }

    /// For how many months it is: as it says itself, or from its first to its last day.
    private func months() throws -> Int {
        if let text = config["period"], let months = Int(text), (1...1200).contains(months) { return months }
        let start = try field["UsageStartTime"].time()
        let end = try field["UsageEndTime"].time()
        // The vendor lets a subscription end with its day.
        let months = (1...60).first { count in
            let due = start.adding(months: count, countedAt: Figures.billingOffset)
            return abs((end - due).wholeMilliseconds) <= 2 * 86_400_000
        }
        guard let months else { throw field["UsageEndTime"].unreadable("whole months after \(start.rfc3339)") }
        return months
    }

    /// The keys and values of `Config`, keys in lower case, whatever sets them apart.
    private var config: [String: String] {
        let text = field["Config"].optionalText ?? ""
        if case .object(let fields) = field["Config"].parsed().value {
            let pairs = fields.compactMap { key, value -> (String, String)? in
                switch value {
                case .text(let text): (key.lowercased(), text)
                case .integer(let number): (key.lowercased(), String(number))
                case .boolean, .decimal, .list, .object, .null: nil
                }
            }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
        let pairs = text.split { ";,[]{}".contains($0) }.compactMap { part -> (String, String)? in
            let halves = part.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return halves.count == 2 ? (halves[0].lowercased(), halves[1]) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
