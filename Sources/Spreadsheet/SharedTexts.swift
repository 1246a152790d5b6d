/// Reads `sharedStrings.xml`: the texts that cells name by number.
///
/// - Source: ECMA-376 part 1 §18.4.8 (si), §18.4.6 (rPh, which is how a text is pronounced and not part of it).
final class SharedTextsReader: XMLPartReader {
    private(set) var texts: [String] = []
    private let limits: SpreadsheetLimits
    private var text = CellText()

    init(limits: SpreadsheetLimits) { self.limits = limits }

    func begin(_ element: XMLElement) throws(SpreadsheetError) {
        if element.name == "si" { text.clear() }
        text.begin(element.name)
    }

    func end(_ name: XMLName) throws(SpreadsheetError) {
        text.end(name)
        guard name == "si" else { return }
        guard texts.count < limits.sharedTextsMax else {
            throw .tooLarge(.sharedTexts, max: limits.sharedTextsMax)
        }
        texts.append(text.string)
    }

    func append(_ piece: UnsafeBufferPointer<UInt8>) throws(SpreadsheetError) {
        try text.append(piece, limits: limits)
    }
}

/// The text of a cell, from its elements `t`.
struct CellText {
    private var bytes: [UInt8] = []
    private var isInText = false
    private var isPhonetic = false

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func begin(_ name: XMLName) {
        if name == "t" { isInText = !isPhonetic } else if name == "rPh" { isPhonetic = true }
    }

    mutating func end(_ name: XMLName) {
        if name == "t" { isInText = false } else if name == "rPh" { isPhonetic = false }
    }

    mutating func append(
        _ piece: UnsafeBufferPointer<UInt8>, limits: SpreadsheetLimits
    ) throws(SpreadsheetError) {
        guard isInText else { return }
        bytes += piece
        guard bytes.count <= limits.cellBytesMax else {
            throw .tooLarge(.cellBytes, max: limits.cellBytesMax)
        }
    }

    var string: String { String(decoding: bytes, as: UTF8.self).withoutEscapes }
}
