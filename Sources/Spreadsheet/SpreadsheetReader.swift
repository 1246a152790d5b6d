/// Reads a workbook (.xlsx) that is in memory, without ever running, opening or fetching what it names.
///
/// - Source: ECMA-376, transitional and strict.
package struct SpreadsheetReader {
    private let archive: ZipArchive
    private let limits: SpreadsheetLimits
    private let inflater: Inflater
    private var budget: InflationBudget
    private let workbookPart: String
    private let workbook: Workbook

    /// Reads what sheets there are.
    ///
    /// - Throws: `SpreadsheetError`.
    package init(_ bytes: [UInt8], limits: SpreadsheetLimits = SpreadsheetLimits()) throws(SpreadsheetError) {
        guard bytes.count <= limits.bytesMax else { throw .tooLarge(.fileBytes, max: limits.bytesMax) }
        if SpreadsheetReader.isCompoundFile(bytes) {
            throw bytes.containsName("EncryptedPackage") ? .encrypted : .legacyForm
        }
        (archive, self.limits) = (try ZipArchive(bytes, limits: limits), limits)
        inflater = try Inflater()
        budget = InflationBudget(fileBytesCount: bytes.count, limits: limits)
        let parts = PartSource(archive: archive, inflater: inflater, limits: limits)
        let root = RelationshipsReader(of: "")
        guard try parts.read("_rels/.rels", by: root, within: &budget) else { throw .notWorkbook }
        let document = root.relationships.values.first { $0.type == "officeDocument" }
        guard let part = document?.part, part.lowercased().hasSuffix(".xml") else { throw .notWorkbook }
        let reader = WorkbookReader()
        guard try parts.read(part, by: reader, within: &budget) else { throw .damaged(part: part) }
        guard let workbook = reader.workbook else { throw .notWorkbook }
        (workbookPart, self.workbook) = (part, workbook)
    }

    /// Whether a file begins like a workbook, or like one of the forms that are refused with a reason.
    package static func isLikely(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || isCompoundFile(bytes)
    }

    /// - Source: [MS-CFB] §2.2.
    private static func isCompoundFile(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    }

    /// The names of the sheets that a person sees, in order.
    package var sheetNames: [String] { workbook.sheets.filter(\.isVisible).map(\.name) }

    /// The rows of the sheet with this name, or of the first that a person sees.
    ///
    /// - Parameter name: of a sheet, hidden ones included; nil for the first visible one.
    /// - Returns: the rows with text, from top to bottom.
    /// - Throws: `SpreadsheetError`.
    package mutating func rows(ofSheet name: String? = nil) throws(SpreadsheetError) -> [SheetRow] {
        let parts = PartSource(archive: archive, inflater: inflater, limits: limits)
        let relations = RelationshipsReader(of: workbookPart)
        var path = workbookPart.split(separator: "/").map { String($0) }
        path.insert("_rels", at: path.count - 1)
        let relationsPart = path.joined(separator: "/") + ".rels"
        guard try parts.read(relationsPart, by: relations, within: &budget) else {
            throw .damaged(part: relationsPart)
        }
        let related = relations.relationships
        // A sheet of a chart has no rows.
        let tables = workbook.sheets.filter { related[$0.relationship]?.type == "worksheet" }
        let found = tables.first { sheet in name.map { $0 == sheet.name } ?? sheet.isVisible }
        guard let sheet = found else { throw .sheetMissing(name) }
        guard let part = related[sheet.relationship]?.part else { throw .damaged(part: sheet.name) }
        let styles = CellStylesReader()
        let texts = SharedTextsReader(limits: limits)
        for relationship in related.values.sorted(by: { $0.type < $1.type }) {
            let reader: (any XMLPartReader)? =
                switch relationship.type {
                case "styles": styles
                case "sharedStrings": texts
                default: nil
                }
            guard let reader, let name = relationship.part else { continue }
            guard try parts.read(name, by: reader, within: &budget) else { throw .damaged(part: name) }
        }
        let rows = SheetReader(
            part, texts: texts.texts, styles: styles.styles, is1904: workbook.is1904, limits: limits)
        guard try parts.read(part, by: rows, within: &budget) else { throw .damaged(part: part) }
        return try rows.result()
    }
}

/// Inflates and parses the parts of one archive.
private struct PartSource {
    let archive: ZipArchive
    let inflater: Inflater
    let limits: SpreadsheetLimits

    /// Reads a part.
    ///
    /// - Returns: false when there is none of this name.
    func read(
        _ name: String, by reader: any XMLPartReader, within budget: inout InflationBudget
    ) throws(SpreadsheetError) -> Bool {
        guard let entry = archive.entry(named: name) else { return false }
        let parser = try XMLPartParser(name, by: reader, limits: limits)
        try inflater.inflate(entry, of: archive, within: &budget) { piece throws(SpreadsheetError) in
            try parser.parse(piece, isFinal: false)
            return true
        }
        try parser.parse(UnsafeBufferPointer(start: nil, count: 0), isFinal: true)
        return true
    }
}

extension [UInt8] {
    /// Whether these bytes hold `name` in UTF-16, as directories of compound files do.
    fileprivate func containsName(_ name: String) -> Bool {
        let pattern = name.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        guard let first = pattern.first, count >= pattern.count else { return false }
        return (0...count - pattern.count)
            .contains { start in
                self[start] == first && self[start..<start + pattern.count].elementsEqual(pattern)
            }
    }
}
