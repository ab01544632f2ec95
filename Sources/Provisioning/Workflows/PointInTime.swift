package import Wording
package import Workflow

/// A moment in the history of an order.
package enum PointInTime: Equatable, Sendable {
    /// After its last transition.
    case now
    /// After its transition of this number.
    case version(Int)
    /// At a time of the cloud's.
    case time(Timestamp)
}

/// An order was not there yet at a time.
package struct NotYetPlaced: Explained, Equatable {
    package let time: Timestamp
    package let placedAt: Timestamp?

    package var code: String { "not-yet-placed" }

    package var message: LocalizedText {
        let placed = placedAt?.rfc3339 ?? "-"
        return LocalizedText(
            "at \(time.rfc3339) the order was not there yet: it was placed at \(placed)",
            zh: "\(time.rfc3339) 时该订单尚不存在：它于 \(placed) 创建")
    }

    package var hint: LocalizedText {
        LocalizedText("Give a later time, or a version: sluice history.", zh: "请给出更晚的时间或版本：sluice history。")
    }
}
