/// How the cells of each style show a number.
///
/// - Source: ECMA-376 part 1 §18.8.30 (numFmt, with the built-in ids), §18.8.31.
struct CellStyles {
    enum Form: Hashable {
        case number
        /// A number of a fixed number of digits, such as 00123 by the format `00000`.
        case padded(Int)
        case date
        case dateAndTime
        case time
    }

    private var forms: [Form] = []

    /// The form of the style with this index, as in the attribute `s` of a cell.
    subscript(_ index: Int) -> Form { forms.indices.contains(index) ? forms[index] : .number }

    fileprivate mutating func append(_ form: Form) { forms.append(form) }
}

/// Reads `styles.xml`.
final class CellStylesReader: XMLPartReader {
    private(set) var styles = CellStyles()
    private var codes: [Int: String] = [:]
    private var isInCells = false

    func begin(_ element: XMLElement) {
        if element.name == "numFmt", let id = element.number("numFmtId") {
            codes[id] = element.text("formatCode")
        } else if element.name == "cellXfs" {
            isInCells = true
        } else if isInCells, element.name == "xf" {
            let id = element.number("numFmtId") ?? 0
            styles.append(codes[id].map { CellStyles.Form(code: $0) } ?? CellStyles.Form(builtIn: id))
        }
    }

    func end(_ name: XMLName) { if name == "cellXfs" { isInCells = false } }

    func append(_ text: UnsafeBufferPointer<UInt8>) {}
}

extension CellStyles.Form {
    init(builtIn id: Int) {
        switch id {
        // Those of 27 to 36 and 50 to 58 are dates in East Asian editions, and unused in others.
        case 14...17, 27...31, 34...36, 50...58: self = .date
        case 22: self = .dateAndTime
        case 18...21, 32...33, 45...47: self = .time
        default: self = .number
        }
    }

    /// The form of a format code such as `dd/mm/yyyy` or `[$-42A]d/m/yyyy h:mm;@`.
    ///
    /// Letters in quotes, after a backslash or in brackets are no parts of a date, except elapsed time such as `[h]`.
    init(code: String) {
        var letters: Set<Character> = []
        var isQuoted = false
        var bracket: String?
        var rest = code.lowercased()[...]
        if rest.allSatisfy({ $0 == "0" }), rest.count > 1, rest.count <= 15 {
            self = .padded(rest.count)
            return
        }
        while let character = rest.popFirst() {
            if isQuoted {
                isQuoted = character != "\""
            } else if let open = bracket {
                bracket = character == "]" ? nil : open + String(character)
                if character == "]", !open.isEmpty, open.allSatisfy({ "hms".contains($0) }) {
                    letters.insert("h")
                }
            } else if character == ";" {
                break
            } else if character == "\"" {
                isQuoted = true
            } else if character == "[" {
                bracket = ""
            } else if character == "\\" || character == "_" || character == "*" {
                _ = rest.popFirst()
            } else if "ydmhs".contains(character) {
                letters.insert(character)
            }
        }
        let hasTime = letters.contains("h") || letters.contains("s")
        let hasDate = letters.contains("y") || letters.contains("d") || letters.contains("m") && !hasTime
        // "General" has none of these letters, nor have the formats of numbers.
        self = hasDate ? hasTime ? .dateAndTime : .date : hasTime ? .time : .number
    }
}
