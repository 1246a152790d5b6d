import CXLSXWriter
import Glibc

/// A workbook but for its rows: made by the library, with the header and one cell of each kind, then taken apart.
struct SheetFrame {
    /// The sheet until the first row after the header.
    let head: [UInt8]
    /// The sheet after its last row.
    let foot: [UInt8]
    /// The index of the style of each kind, in the order of all kinds.
    let styles: [Int]
    private let archive: ZipArchive

    private static let part = "xl/worksheets/sheet1.xml"

    init(sheet name: String, columns: [SpreadsheetColumn]) throws(SpreadsheetError) {
        archive = try ZipArchive(SheetFrame.workbook(sheet: name, columns: columns), limits: .own)
        let xml = try SheetFrame.sheet(of: archive)
        // Only the library knows how many rows it wrote.
        guard let size = xml.firstRange(of: "<dimension"),
            let sizeEnd = xml[size.upperBound...].firstRange(of: "/>"),
            let row = xml.firstRange(of: "<row r=\"2\""), let end = xml.firstRange(of: "</sheetData>")
        else { throw .unwritten("another form of sheet") }
        head = Array((xml[..<size.lowerBound] + xml[sizeEnd.upperBound..<row.lowerBound]).utf8)
        foot = Array(xml[end.lowerBound...].utf8)
        styles = xml[row.upperBound..<end.lowerBound].split(separator: " s=\"").dropFirst()
            .compactMap { Int($0.prefix { $0 != "\"" }) }
        guard styles.count == SpreadsheetColumn.Kind.allCases.count else { throw .unwritten("other styles") }
    }

    /// The workbook with another sheet in it.
    ///
    /// - Parameters:
    ///   - crc: of the sheet before compression.
    ///   - inflatedCount: its length then.
    ///   - sheet: the sheet, deflated.
    /// - Returns: the file.
    /// - Throws: `.unwritten`.
    func workbook(crc: UInt32, inflatedCount: Int, sheet: [UInt8]) throws(SpreadsheetError) -> [UInt8] {
        var zip = ZipWriter()
        for entry in archive.inOrder {
            if entry.name == SheetFrame.part {
                try zip.append(
                    name: entry.name, method: 8, crc: crc, inflatedCount: inflatedCount, data: sheet[...])
            } else {
                try zip.append(
                    name: entry.name, method: entry.method, crc: entry.crc,
                    inflatedCount: entry.inflatedCount,
                    data: archive.bytes[entry.range])
            }
        }
        return zip.finish()
    }

    private static func sheet(of archive: ZipArchive) throws(SpreadsheetError) -> String {
        guard let entry = archive.entry(named: part) else { throw .unwritten("no sheet") }
        var bytes: [UInt8] = []
        var budget = InflationBudget(fileBytesCount: archive.bytes.count, limits: .own)
        try Inflater()
            .inflate(entry, of: archive, within: &budget) { piece in
                bytes += piece
                return true
            }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A workbook whose second row has an empty cell of each kind.
    private static func workbook(
        sheet name: String, columns: [SpreadsheetColumn]
    ) throws(SpreadsheetError) -> [UInt8] {
        let file = try MemoryFile()
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let workbook = workbook_new_opt(file.path, &options) else { throw .unwritten("no workbook") }
        guard let sheet = workbook_add_worksheet(workbook, name.sheetName) else {
            // Not `workbook_close`, which would add a sheet.
            lxw_workbook_free(workbook)
            throw .unwritten("no temporary file")
        }
        var properties = lxw_doc_properties()
        properties.created = createdSeconds
        workbook_set_properties(workbook, &properties)
        var codes: [lxw_error] = []
        var formats: [SpreadsheetColumn.Kind: UnsafeMutablePointer<lxw_format>] = [:]
        for kind in SpreadsheetColumn.Kind.allCases {
            guard let format = workbook_add_format(workbook) else { continue }
            format_set_num_format(format, kind.format)
            formats[kind] = format
        }
        let bold = workbook_add_format(workbook)
        format_set_bold(bold)
        for (index, column) in columns.enumerated() {
            let number = UInt16(index)
            codes.append(
                worksheet_set_column(sheet, number, number, column.kind.width, formats[column.kind]))
            codes.append(worksheet_write_string(sheet, 0, number, column.name.asCellText, bold))
        }
        worksheet_freeze_panes(sheet, 1, 0)
        for (index, kind) in SpreadsheetColumn.Kind.allCases.enumerated() {
            codes.append(worksheet_write_blank(sheet, 1, UInt16(index), formats[kind]))
        }
        codes.append(close(workbook, sheet))
        for code in codes where code != LXW_NO_ERROR {
            throw .unwritten(lxw_strerror(code).map { String(cString: $0) } ?? "code \(code.rawValue)")
        }
        return try file.bytes()
    }

    private static func close(
        _ workbook: UnsafeMutablePointer<lxw_workbook>, _ sheet: UnsafeMutablePointer<lxw_worksheet>
    ) -> lxw_error {
        // The library closes this file only when it reads it.
        let rows = sheet.pointee.optimize_tmpfile.flatMap { OpenFile(fileno($0)) }
        let code = workbook_close(workbook)
        if code != LXW_NO_ERROR { rows?.closeIfOpen() }
        return code
    }
}

/// When every workbook was created: 2000-01-01T00:00:00Z, because bytes may not depend on the clock.
private let createdSeconds = 946_684_800
