package import Wording
package import Workflow

extension Check {
    package static let saleOpen = Self(rawValue: "sale.open")
}

/// `sale.open`: what is to be bought is still sold, at the cloud's time.
package struct SaleIsOpen: Prerequisite {
    package static let check = Check.saleOpen

    let product: Product
    let region: RegionID

    package init(_ product: Product, in region: RegionID) {
        self.product = product
        self.region = region
    }

    package var resource: String { "sale/\(product.rawValue)" }

    package func observe(_ observations: Observations) async throws -> Answer<Sale>? {
        try await observations.services.sale(of: product, in: region)
    }

    package func judge(_ sale: Sale, others: [HeldClaim]) -> [Finding] {
        guard !sale.isOpen else { return [] }
        let since = sale.closes.map { " since \($0.rfc3339)" } ?? ""
        return [finding(observed: "closed" + since, required: "open")]
    }

    package static func message(of finding: Finding) -> LocalizedText {
        finding.resource == "sale/shared"
            ? LocalizedText("shared mode is no longer sold: \(finding.observed)", zh: "共享模式已停售：\(finding.observed)")
            : LocalizedText("exclusive mode is no longer sold: \(finding.observed)", zh: "独享模式已停售：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        LocalizedText("Use fully managed Flink for new needs.", zh: "新需求请使用 Flink 全托管。")
    }
}
