import Foundation
import Gzip

@testable import Spreadsheet

/// A zip archive that a test makes, right or wrong.
struct SampleArchive {
    struct File {
        var name: String
        var content: [UInt8]
        var isDeflated = false
        var flags = 0
        var method: Int?
        var crc: UInt32?
        var inflatedCount: Int?
    }

    var files: [File] = []

    var bytes: [UInt8] {
        var (data, directory): ([UInt8], [UInt8]) = ([], [])
        for file in files {
            let start = data.count
            // A gzip member has 10 bytes before its stream and 8 after it.
            let stored =
                file.isDeflated
                ? Array(Gzip().compressed(file.content).dropFirst(10).dropLast(8)) : file.content
            let sizes =
                number(Int(file.crc ?? crc32(file.content)), 4) + number(stored.count, 4)
                + number(file.inflatedCount ?? file.content.count, 4)
            let method = file.method ?? (file.isDeflated ? 8 : 0)
            let fields =
                number(file.flags, 2) + number(method, 2) + number(0, 4) + sizes
                + number(file.name.utf8.count, 2)
            data += number(0x0403_4B50, 4) + number(20, 2) + fields + number(0, 2) + file.name.utf8 + stored
            directory += number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + fields + number(0, 12)
            directory += number(start, 4) + file.name.utf8
        }
        let end =
            number(0x0605_4B50, 4) + number(0, 4) + number(files.count, 2) + number(files.count, 2)
            + number(directory.count, 4) + number(data.count, 4) + number(0, 2)
        return data + directory + end
    }
}

/// A workbook of hand-written parts, of which each can be replaced.
struct SampleWorkbook {
    static let spreadsheetML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// The content of `sheetData`.
    var rows = ""
    /// What follows `sheetData`.
    var rest = ""
    var properties = ""
    var sheets = #"<sheet name="Sổ" sheetId="1" r:id="rId1"/>"#
    /// The content of `sst`.
    var sharedTexts: String?
    /// The content of `styleSheet`.
    var styles: String?
    var target = "worksheets/sheet1.xml"
    var isDeflated = false
    /// Comes before the root of the sheet.
    var prologue = ""

    var archive: SampleArchive {
        var files: [(String, String)] = [
            (
                "_rels/.rels",
                "<Relationships xmlns=\"\(Self.package)\"><Relationship Id=\"rId1\" "
                    + "Type=\"\(Self.office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(Self.spreadsheetML)\" xmlns:r=\"\(Self.office)\">"
                    + "\(properties)<sheets>\(sheets)</sheets></workbook>"
            ),
            ("xl/_rels/workbook.xml.rels", relationships),
            (
                "xl/worksheets/sheet1.xml",
                prologue
                    + "<worksheet xmlns=\"\(Self.spreadsheetML)\"><sheetData>\(rows)</sheetData>\(rest)</worksheet>"
            ),
        ]
        if let sharedTexts {
            files.append(
                ("xl/sharedStrings.xml", "<sst xmlns=\"\(Self.spreadsheetML)\">\(sharedTexts)</sst>"))
        }
        if let styles {
            files.append(
                ("xl/styles.xml", "<styleSheet xmlns=\"\(Self.spreadsheetML)\">\(styles)</styleSheet>"))
        }
        return SampleArchive(
            files: files.map { .init(name: $0.0, content: Array($0.1.utf8), isDeflated: isDeflated) })
    }

    private var relationships: String {
        var list = "<Relationship Id=\"rId1\" Type=\"\(Self.office)/worksheet\" Target=\"\(target)\"/>"
        if sharedTexts != nil {
            list +=
                "<Relationship Id=\"rId2\" Type=\"\(Self.office)/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
        }
        if styles != nil {
            list += "<Relationship Id=\"rId3\" Type=\"\(Self.office)/styles\" Target=\"styles.xml\"/>"
        }
        return "<Relationships xmlns=\"\(Self.package)\">\(list)</Relationships>"
    }

    var bytes: [UInt8] { archive.bytes }

    /// The texts of the first sheet, row by row.
    func texts(limits: SpreadsheetLimits = SpreadsheetLimits()) throws(SpreadsheetError) -> [[String]] {
        var reader = try SpreadsheetReader(bytes, limits: limits)
        return try reader.rows().map { row in row.cells.map(\.text) }
    }
}

/// `value` in `count` bytes, least significant first.
private func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
}

/// - Source: PKWARE APPNOTE 4.4.7; computed bit by bit, apart from the code under test.
private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}

extension [UInt8] {
    /// The bytes of a base64 text on several lines.
    init(base64 text: String) {
        self = Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { Array($0) } ?? []
    }
}
