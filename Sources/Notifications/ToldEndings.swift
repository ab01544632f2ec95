import RealtimeCompute
import RealtimeComputeKinds
import Workflow

/// What a receiver has been told of ends and debts, as the store keeps it: an end by when it comes, a debt by how many of
/// the order's were paid before it.
struct ToldEndings {
    let subjects: Set<String>

    func subject(of ending: Ending) -> String {
        let order = ending.order.rawValue
        return ending.endsAt.map { "\(order) \($0.rfc3339)" } ?? debt(of: order)
    }

    /// The debts that he was told of and that are there no more: of the next one he is told again.
    func paid(asOf endings: [Ending]) -> [String] {
        let unpaid = Set(endings.filter { $0.endsAt == nil }.map(\.order.rawValue))
        let inDebt = Set(
            subjects.filter { $0.contains(" unpaid") }.compactMap { $0.split(separator: " ").first }.map(String.init))
        return inDebt.subtracting(unpaid).filter { subjects.contains(debt(of: $0)) }.sorted()
            .map { "\($0) paid \(paidDebts(of: $0) + 1)" }
    }

    private func debt(of order: String) -> String {
        let paid = paidDebts(of: order)
        return paid == 0 ? "\(order) unpaid" : "\(order) unpaid \(paid + 1)"
    }

    private func paidDebts(of order: String) -> Int { subjects.count { $0.hasPrefix("\(order) paid ") } }
}
