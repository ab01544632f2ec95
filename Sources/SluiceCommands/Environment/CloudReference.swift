import Foundation
import RealtimeCompute
import Wording

/// Which cloud a command is about.
enum CloudReference: Equatable {
    /// In a file.
    case simulated(path: String)
    /// The vendor's, by the region whose services answer what belongs to no region of an order.
    case alibaba(RegionID)

    /// Reads `simulated:PATH`, the path alone, or `alibaba:REGION`.
    init(_ text: String) throws {
        if text.hasPrefix("alibaba:") {
            let region = String(text.dropFirst("alibaba:".count))
            guard !region.isEmpty, region.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
            else { throw UsageError.unknownRegion(region) }
            self = .alibaba(RegionID(rawValue: region))
            return
        }
        let path = text.hasPrefix("simulated:") ? String(text.dropFirst("simulated:".count)) : text
        let scheme = path.prefix { $0 != ":" && $0 != "/" }
        guard !path.isEmpty, scheme.count == path.count || path.dropFirst(scheme.count).first == "/" else {
            throw UsageError.unknownCloud(text)
        }
        self = .simulated(path: path)
    }
}

extension UsageError {
    fileprivate static func unknownCloud(_ text: String) -> Self {
        Self(
            LocalizedText("\(text.printable()) is no cloud that sluice knows", zh: "sluice 不支持的云：\(text.printable())"),
            hint: LocalizedText(
                "Give --cloud simulated:PATH or --cloud alibaba:REGION.",
                zh: "请给出 --cloud simulated:PATH 或 --cloud alibaba:REGION。"))
    }

    fileprivate static func unknownRegion(_ text: String) -> Self {
        Self(
            LocalizedText("\(text.printable()) is no region", zh: "\(text.printable()) 不是地域"),
            hint: LocalizedText(
                "Give a region's id: --cloud alibaba:cn-beijing.", zh: "请给出地域标识：--cloud alibaba:cn-beijing。"))
    }

    static let notSimulated = Self(
        LocalizedText("this command is of the simulated cloud only", zh: "此命令仅用于模拟云"),
        hint: LocalizedText("Give --cloud simulated:PATH.", zh: "请给出 --cloud simulated:PATH。"))

    static let notTheVendors = Self(
        LocalizedText("this command is of the vendor's cloud only", zh: "此命令仅用于阿里云"),
        hint: LocalizedText("Give --cloud alibaba:REGION.", zh: "请给出 --cloud alibaba:REGION。"))
}
