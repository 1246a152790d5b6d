/// Reads the rows of one sheet.
///
/// - Source: ECMA-376 part 1 §18.3.1.73 (row), §18.3.1.4 (c), §18.18.11 (ST_CellType), §18.3.1.55 (mergeCell).
final class SheetReader: XMLPartReader {
    private let part: String
    private let texts: [String]
    private let styles: CellStyles
    private let is1904: Bool
    private let limits: SpreadsheetLimits

    private var rows: [SheetRow] = []
    private var merged: [CellRange] = []
    private var cellsCount = 0
    private var textBytesCount = 0

    /// The row that is being read, from 1, and its cells so far.
    private var line = 0
    /// Elements elsewhere, such as those of drawings, have the same names.
    private var isInData = false
    private var isInRow = false
    private var cells: [SheetCell] = []
    private var lastColumn = -1

    /// The cell that is being read.
    private var isInCell = false
    private var column = 0
    private var type: CellType = .number
    private var style = 0
    private var hasFormula = false
    private var value: [UInt8] = []
    private var isInValue = false
    private var inlineText = CellText()

    private enum CellType {
        case shared
        case inline
        case number
        case boolean
        case error
        case date
        /// The text that a formula has.
        case text

        init?(_ name: String?) {
            switch name {
            case "s": self = .shared
            case "inlineStr": self = .inline
            case nil, "n": self = .number
            case "b": self = .boolean
            case "e": self = .error
            case "d": self = .date
            case "str": self = .text
            default: return nil
            }
        }
    }

    init(_ part: String, texts: [String], styles: CellStyles, is1904: Bool, limits: SpreadsheetLimits) {
        (self.part, self.texts, self.styles) = (part, texts, styles)
        (self.is1904, self.limits) = (is1904, limits)
    }

    func begin(_ element: XMLElement) throws(SpreadsheetError) {
        guard isInData else {
            if element.name == "sheetData" { isInData = true }
            if element.name == "mergeCell" { try beginMerged(element) }
            return
        }
        if element.name == "c" {
            try beginCell(element)
        } else if isInCell {
            if element.name == "v" {
                isInValue = true
                value.removeAll(keepingCapacity: true)
            } else if element.name == "f" {
                hasFormula = true
            } else {
                inlineText.begin(element.name)
            }
        } else if element.name == "row" {
            try beginRow(element)
        }
    }

    func end(_ name: XMLName) throws(SpreadsheetError) {
        guard isInData else { return }
        if name == "v" {
            isInValue = false
        } else if name == "sheetData" {
            isInData = false
        } else if name == "c" {
            try endCell()
        } else if isInCell {
            inlineText.end(name)
        } else if name == "row" {
            try endRow()
        }
    }

    func append(_ text: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) {
        guard isInCell else { return }
        guard isInValue else { return try inlineText.append(text, limits: limits) }
        value += text
        guard value.count <= limits.cellBytesMax else {
            throw .tooLarge(.cellBytes, max: limits.cellBytesMax)
        }
    }

    /// The rows, with the value of merged cells in the first of them only.
    func result() throws(SpreadsheetError) -> [SheetRow] {
        var visitsCount = 0
        for range in merged {
            // The first row with a number in the range.
            var index = rows.firstIndex(from: range.rows.lowerBound)
            while index < rows.count, range.rows.contains(rows[index].line) {
                for column in range.columns.clamped(to: 0...limits.columnsMax)
                where rows[index].cells.indices.contains(column) {
                    let isFirst =
                        rows[index].line == range.rows.lowerBound && column == range.columns.lowerBound
                    if !isFirst, !rows[index].cells[column].text.isEmpty {
                        rows[index].cells[column] = .empty
                    }
                    visitsCount += 1
                }
                index += 1
                visitsCount += 1
            }
            // Ranges do not overlap, so that each cell is visited once.
            guard visitsCount <= 2 * limits.cellsMax else { throw damage }
        }
        return merged.isEmpty ? rows : rows.compactMap(\.trimmed)
    }

    private var damage: SpreadsheetError { .damaged(part: part) }

    private func beginMerged(_ element: XMLElement) throws(SpreadsheetError) {
        guard let range = element.text("ref").flatMap({ CellRange($0) }), merged.count < limits.cellsMax / 10
        else { throw damage }
        merged.append(range)
    }

    private func beginRow(_ element: XMLElement) throws(SpreadsheetError) {
        let number = element.number("r") ?? line + 1
        guard !isInRow, number > line, number <= SpreadsheetWriter.rowsMax else { throw damage }
        (line, isInRow) = (number, true)
        lastColumn = -1
        cells.removeAll(keepingCapacity: true)
    }

    private func endRow() throws(SpreadsheetError) {
        isInRow = false
        guard !cells.isEmpty else { return }
        guard rows.count < limits.rowsMax else { throw .tooLarge(.rows, max: limits.rowsMax) }
        cellsCount += cells.count
        guard cellsCount <= limits.cellsMax else { throw .tooLarge(.cells, max: limits.cellsMax) }
        // A copy of the exact size: `cells` keeps its capacity.
        rows.append(SheetRow(line: line, cells: Array(cells[...])))
    }

    private func beginCell(_ element: XMLElement) throws(SpreadsheetError) {
        guard isInRow, !isInCell else { throw damage }
        isInCell = true
        column = lastColumn + 1
        if let place = element.text("r") {
            guard let (row, given) = CellRange.place(place), row == line, given >= column else {
                throw damage
            }
            column = given
        }
        lastColumn = column
        guard let type = CellType(element.text("t")) else { throw damage }
        self.type = type
        style = element.number("s") ?? 0
        hasFormula = false
        value.removeAll(keepingCapacity: true)
        inlineText.clear()
    }

    private func endCell() throws(SpreadsheetError) {
        isInCell = false
        let cell = try finishedCell()
        guard !cell.text.isEmpty else { return }
        guard column < limits.columnsMax else { throw .tooLarge(.columns, max: limits.columnsMax) }
        // One text may stand in many cells: what they hold together counts.
        textBytesCount += cell.text.utf8.count
        guard textBytesCount <= limits.inflatedBytesMax else {
            throw .tooLarge(.inflatedBytes, max: limits.inflatedBytesMax)
        }
        while cells.count < column { cells.append(.empty) }
        cells.append(cell)
    }

    private func finishedCell() throws(SpreadsheetError) -> SheetCell {
        if type == .inline { return SheetCell(text: inlineText.string, kind: .text) }
        if type == .text { return SheetCell(text: storedText.withoutEscapes, kind: .text) }
        guard !value.isEmpty else {
            // A program that does not compute has written the formula.
            guard !hasFormula else {
                throw .formulaUncomputed(cell: CellRange.name(row: line, column: column))
            }
            return .empty
        }
        switch type {
        case .inline, .text: return .empty
        case .shared:
            guard let index = Int(storedText), texts.indices.contains(index) else { throw damage }
            return SheetCell(text: texts[index], kind: .text)
        case .boolean: return SheetCell(text: storedText == "1" ? "true" : "false", kind: .boolean)
        case .error: return SheetCell(text: storedText, kind: .error)
        case .date: return SheetCell(text: storedDay, kind: .date)
        case .number:
            guard let number = NumberText.text(of: value, as: styles[style], is1904: is1904) else {
                throw damage
            }
            return SheetCell(text: number.text, kind: number.isDate ? .date : .number)
        }
    }

    private var storedText: String { String(decoding: value, as: UTF8.self) }

    /// A day of ISO 8601 as `2026-12-31`, with the time unless it is midnight.
    private var storedDay: String {
        let parts = storedText.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, !parts[1].allSatisfy({ "0:.Z".contains($0) }) else {
            return parts.first.map { String($0) } ?? ""
        }
        return "\(parts[0]) \(parts[1])"
    }
}

extension SheetRow {
    /// The row up to its last text; nil when it has none.
    fileprivate var trimmed: SheetRow? {
        guard let last = cells.lastIndex(where: { !$0.text.isEmpty }) else { return nil }
        return last == cells.count - 1 ? self : SheetRow(line: line, cells: Array(cells[...last]))
    }
}

extension [SheetRow] {
    /// The index of the first row with this number or a larger one.
    fileprivate func firstIndex(from line: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].line < line { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
