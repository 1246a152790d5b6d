import Gzip
import HTTP

@testable import API

/// A bank's statement as a workbook of hand-written parts.
struct BankWorkbook {
    /// A cell, as its column sees it.
    enum Cell {
        case text(String)
        /// As it is stored: a number, or the days of a date with `isDay`.
        case number(String, isDay: Bool = false)
        case error(String)
        case none
    }

    var rows: [[Cell]]
    /// Ranges such as `C3:D3`.
    var merged: [String] = []
    var is1904 = false
    /// Spaces after the rows, which deflate to nearly nothing.
    var paddingCount = 0

    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006/relationships"

    var bytes: [UInt8] {
        let root = relationships([("rId1", "officeDocument", "xl/workbook.xml")])
        let book =
            #"<workbook xmlns="\#(Self.main)" xmlns:r="\#(Self.office)">"#
            + (is1904 ? #"<workbookPr date1904="1"/>"# : "")
            + #"<sheets><sheet name="Sao ke" sheetId="1" r:id="rId1"/></sheets></workbook>"#
        let parts = relationships([
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"),
        ])
        // Style 1 is a date: number format 14 of ECMA-376 part 1 §18.8.30.
        let styles =
            #"<styleSheet xmlns="\#(Self.main)"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
        return BankWorkbook.archive([
            ("_rels/.rels", root), ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", parts),
            ("xl/styles.xml", styles), ("xl/worksheets/sheet1.xml", sheet),
        ])
    }

    private var sheet: String {
        let lines = rows.enumerated()
            .map { index, cells in
                let texts = cells.enumerated()
                    .map { column, cell in BankWorkbook.text(of: cell, at: "\(letters[column])\(index + 1)") }
                return #"<row r="\#(index + 1)">"# + texts.joined() + "</row>"
            }
        let ranges = merged.map { #"<mergeCell ref="\#($0)"/>"# }.joined()
        let padding = String(repeating: " ", count: paddingCount)
        return #"<worksheet xmlns="\#(Self.main)"><sheetData>"# + lines.joined() + "</sheetData>"
            + (merged.isEmpty ? "" : "<mergeCells>\(ranges)</mergeCells>") + padding + "</worksheet>"
    }

    private static func text(of cell: Cell, at place: String) -> String {
        switch cell {
        case .text(let text): #"<c r="\#(place)" t="inlineStr"><is><t>\#(text)</t></is></c>"#
        case .number(let number, let isDay): #"<c r="\#(place)" s="\#(isDay ? 1 : 0)"><v>\#(number)</v></c>"#
        case .error(let name): #"<c r="\#(place)" t="e"><v>\#(name)</v></c>"#
        case .none: ""
        }
    }

    private func relationships(_ list: [(id: String, type: String, target: String)]) -> String {
        let items = list.map {
            #"<Relationship Id="\#($0.id)" Type="\#(Self.office)/\#($0.type)" Target="\#($0.target)"/>"#
        }
        return #"<Relationships xmlns="\#(Self.package)">"# + items.joined() + "</Relationships>"
    }

    /// A zip archive of deflated files.
    ///
    /// - Source: PKWARE APPNOTE 4.3.
    private static func archive(_ files: [(name: String, text: String)]) -> [UInt8] {
        var (data, directory): ([UInt8], [UInt8]) = ([], [])
        for file in files {
            let content = Array(file.text.utf8)
            // A gzip member has 10 bytes before its stream, and its CRC-32 in the first 4 of 8 bytes after it.
            let member = Gzip().compressed(content)
            let stored = Array(member.dropFirst(10).dropLast(8))
            let crc = Array(member.suffix(8).prefix(4))
            var fields = number(0, 2)
            for (value, count) in [(8, 2), (0, 4)] { fields += number(value, count) }
            fields += crc
            for (value, count) in [(stored.count, 4), (content.count, 4), (file.name.utf8.count, 2)] {
                fields += number(value, count)
            }
            let start = data.count
            data += number(0x0403_4B50, 4)
            data += number(20, 2)
            data += fields
            data += number(0, 2)
            data += Array(file.name.utf8)
            data += stored
            for (value, count) in [(0x0201_4B50, 4), (20, 2), (20, 2)] { directory += number(value, count) }
            directory += fields
            directory += number(0, 12)
            directory += number(start, 4)
            directory += Array(file.name.utf8)
        }
        let sizes: [(Int, Int)] = [
            (0x0605_4B50, 4), (0, 4), (files.count, 2), (files.count, 2), (directory.count, 4),
            (data.count, 4),
            (0, 2),
        ]
        var end: [UInt8] = []
        for (value, count) in sizes { end += number(value, count) }
        return data + directory + end
    }
}

private let letters = ["A", "B", "C", "D", "E", "F", "G", "H"]

/// `value` in `count` bytes, least significant first.
private func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
}

extension Office {
    /// Imports a statement of an account from a workbook.
    func importStatement(
        workbook bytes: [UInt8], account: Int64 = 1, as bearer: Bearer = .accountant
    ) throws -> Response {
        let fields = [
            ("Authorization", "Bearer " + (try secret(of: bearer))), ("Content-Type", Media.xlsx.type),
        ]
        let target = "/v1/imports/bank-statements?account=\(account)"
        return send(Request(method: .post, target: target, fields: fields, body: bytes))
    }
}
