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
        let since = sale.closes.map { " since \($0.rfc3339)" } ?? ""
        guard sale.isCertain else {
            return [finding(.warning, observed: Self.announced + since, required: "open")]
        }
        guard !sale.isOpen else { return [] }
        return [finding(observed: "closed" + since, required: "open")]
    }

    /// What is said of a sale whose end was published, and that the cloud itself tells nothing of.
    private static let announced = "announced as closed"

    package static func message(of finding: Finding) -> LocalizedText {
        if finding.severity == .warning {
            return LocalizedText(
                "the vendor has announced the end of the sale, and its API does not tell whether it still sells: "
                    + finding.observed,
                zh: "厂商已公告停售，其 API 不提供是否在售：\(finding.observed)")
        }
        return finding.resource == "sale/shared"
            ? LocalizedText("shared mode is no longer sold: \(finding.observed)", zh: "共享模式已停售：\(finding.observed)")
            : LocalizedText("exclusive mode is no longer sold: \(finding.observed)", zh: "独享模式已停售：\(finding.observed)")
    }

    package static func remedy(for finding: Finding) -> LocalizedText {
        finding.severity == .warning
            ? LocalizedText(
                "A purchase will tell: expect it to be refused.", zh: "是否在售以购买结果为准：预计会被拒绝。")
            : LocalizedText("Use fully managed Flink for new needs.", zh: "新需求请使用 Flink 全托管。")
    }
}
