import RealtimeCompute
import Wording

extension Estimate {
    /// The amount in the currency's major unit, and for how long it is.
    var words: LocalizedText {
        let amount = "\(currency) \(minorUnits / 100).\(minorUnits % 100 < 10 ? "0" : "")\(minorUnits % 100)"
        let origin = source == "list price 2021" ? "2021 年目录价" : source
        switch per {
        case "P1M": return LocalizedText("\(amount) a month, by the \(source)", zh: "每月 \(amount)（\(origin)）")
        case "PT1H": return LocalizedText("\(amount) an hour, by the \(source)", zh: "每小时 \(amount)（\(origin)）")
        default:
            let months = per.dropFirst().dropLast()
            return LocalizedText(
                "\(amount) for \(months) months, by the \(source)", zh: "\(months) 个月 \(amount)（\(origin)）")
        }
    }
}
