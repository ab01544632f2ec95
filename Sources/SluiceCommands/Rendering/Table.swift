/// Columns of text, aligned by the width that a terminal gives them.
struct Table {
    private var rows: [[String]] = []
    /// Those of the rows so far, of whatever was taken before too.
    private var widths: [Int] = []

    init(header: [String] = []) {
        if !header.isEmpty { add(header) }
    }

    mutating func add(_ row: [String]) {
        rows.append(row)
        for (column, cell) in row.enumerated() {
            if column == widths.count { widths.append(0) }
            widths[column] = max(widths[column], cell.displayWidth)
        }
    }

    /// Takes the rows that there are; those that follow are aligned with them where they are no wider.
    mutating func takeLines() -> [String] {
        defer { rows.removeAll(keepingCapacity: true) }
        return lines
    }

    /// The rows, two spaces between columns.
    var lines: [String] {
        rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.displayWidth)
            }
            return cells.joined(separator: "  ")
        }
    }
}

extension String {
    /// How many columns of a terminal this takes: two for East Asian characters, none for colours.
    var displayWidth: Int {
        var width = 0
        var isInEscape = false
        for scalar in unicodeScalars {
            if scalar == "\u{1B}" { isInEscape = true }
            if !isInEscape { width += scalar.isWide ? 2 : 1 }
            if isInEscape, scalar == "m" { isInEscape = false }
        }
        return width
    }
}

extension String {
    /// As much of this as fits into so many columns.
    func cut(toWidth width: Int) -> String {
        guard displayWidth > width else { return self }
        var cut = self
        while cut.displayWidth > width, !cut.isEmpty { cut.removeLast() }
        return cut
    }
}

extension Unicode.Scalar {
    /// Whether a terminal gives this two columns: the blocks of Han, kana, Hangul and full-width forms.
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
