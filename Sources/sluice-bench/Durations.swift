import Foundation

extension [Duration] {
    var median: Duration { sorted()[count / 2] }
}

extension Duration {
    var milliseconds: String {
        (Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15)
            .formatted(.number.precision(.fractionLength(1)))
    }

    var microseconds: String {
        (self / .microseconds(1)).formatted(.number.precision(.fractionLength(1)))
    }
}
