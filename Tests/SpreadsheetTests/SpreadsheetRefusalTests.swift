import Foundation
import TestSupport
import Testing

@testable import Spreadsheet

/// Files that are refused, each with its reason, in bounded time and without a crash.
@Suite struct SpreadsheetRefusalTests {
    private static let sheetPart = "xl/worksheets/sheet1.xml"
    private static let row = "<row><c t=\"inlineStr\"><is><t>a</t></is></c></row>"

    private func refusal(
        _ bytes: [UInt8], limits: SpreadsheetLimits = SpreadsheetLimits()
    ) -> SpreadsheetError? {
        do throws(SpreadsheetError) {
            var reader = try SpreadsheetReader(bytes, limits: limits)
            _ = try reader.rows()
            return nil
        } catch {
            return error
        }
    }

    private func refusal(
        _ sample: SampleWorkbook, limits: SpreadsheetLimits = SpreadsheetLimits()
    ) -> SpreadsheetError? {
        refusal(sample.bytes, limits: limits)
    }

    /// The refusal of a valid file after `change`.
    private func refusal(changing change: (inout SampleArchive) -> Void) -> SpreadsheetError? {
        var archive = SampleWorkbook(rows: Self.row, sharedTexts: "<si><t>a</t></si>").archive
        change(&archive)
        return refusal(archive.bytes)
    }

    @Test func `the sample itself is taken`() throws {
        #expect(refusal { _ in } == nil)
        #expect(try SampleWorkbook(rows: Self.row, isDeflated: true).texts() == [["a"]])
    }

    @Test func `a file of another form is named`() {
        let old: [UInt8] =
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
        #expect(refusal(old) == .legacyForm)
        let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(refusal(old + name) == .encrypted)
        #expect(SpreadsheetReader.isLikely(old) && SpreadsheetReader.isLikely(SampleWorkbook().bytes))
        for text in [
            "", "PK", "hamlet,code\n1,2\n", "<html><table/></html>",
            String(repeating: "PK\u{5}\u{6}", count: 9),
        ] {
            #expect(refusal(Array(text.utf8)) == .notWorkbook || text.hasPrefix("PK\u{5}"), "\(text)")
            #expect(refusal(Array(text.utf8)) != nil)
            #expect(!SpreadsheetReader.isLikely(Array(text.utf8)))
        }
        // An OpenDocument file has no relationships; a text document has another root; .xlsb is binary.
        #expect(refusal { $0.files[0].name = "mimetype" } == .notWorkbook)
        #expect(refusal { $0.files[1].content = Array("<document/>".utf8) } == .notWorkbook)
        let binary = SampleWorkbook().archive.files[0].content
        let text = String(decoding: binary, as: UTF8.self).replacing("workbook.xml", with: "workbook.bin")
        #expect(refusal { $0.files[0].content = Array(text.utf8) } == .notWorkbook)
    }

    @Test func `a part that is missing, encrypted or not what the directory says is damaged`() {
        for index in 1...4 {
            #expect(refusal { $0.files.remove(at: index) } != nil, "\(index)")
            #expect(refusal { $0.files[index].flags = 1 } == .encrypted, "\(index)")
            let damage = SpreadsheetError.damaged(
                part: SampleWorkbook(sharedTexts: "").archive.files[index].name)
            #expect(refusal { $0.files[index].crc = 7 } == damage, "\(index)")
            #expect(refusal { $0.files[index].inflatedCount = 7 } == damage, "\(index)")
            #expect(refusal { $0.files[index].inflatedCount = 1 << 20 } == damage, "\(index)")
            #expect(refusal { $0.files[index].method = 12 } == damage, "\(index)")
            #expect(refusal { $0.files[index].method = 8 } == damage, "\(index)")
            #expect(refusal { $0.files[index].content += [0x3C] } == damage, "\(index)")
        }
    }

    @Test func `two files of one name are refused`() {
        #expect(refusal { $0.files.append($0.files[3]) } == .damaged(part: "zip"))
        #expect(
            refusal { $0.files.append(.init(name: "XL/workbook.XML", content: [])) } == .damaged(part: "zip"))
    }

    @Test(arguments: ["../../etc/passwd", "/../x", "worksheets/../../../x", "nowhere.xml", ""])
    func `a target outside the archive, or of nothing, is refused`(_ target: String) {
        #expect(refusal(SampleWorkbook(rows: Self.row, target: target)) != nil)
    }

    @Test func `targets are resolved inside the archive`() throws {
        for target in [
            "../xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "./worksheets/./sheet1.xml",
        ] {
            #expect(try SampleWorkbook(rows: Self.row, target: target).texts() == [["a"]])
        }
        let external = "x.xml\" TargetMode=\"External"
        #expect(refusal(SampleWorkbook(rows: Self.row, target: external)) != nil)
        // A name with dots is only a name.
        #expect(refusal { $0.files.append(.init(name: "../../etc/passwd", content: [])) } == nil)
    }

    @Test(arguments: [
        "<!DOCTYPE a>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;&b;\"><!ENTITY e \"&d;&d;&d;&d;\">]>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]>",
    ])
    func `a part with a document type is refused`(_ type: String) {
        #expect(
            refusal(SampleWorkbook(rows: Self.row, prologue: type)) == .damaged(part: Self.sheetPart))
        for index in 0...4 {
            #expect(refusal { $0.files[index].content = Array(type.utf8) + $0.files[index].content } != nil)
        }
    }

    @Test(arguments: [
        "<row r=\"2\"/><row r=\"2\"/>", "<row r=\"2\"/><row r=\"1\"/>", "<row r=\"0\"/>",
        "<row r=\"1048577\"/>",
        "<row><c r=\"B1\"/><c r=\"A1\"/></row>", "<row><c r=\"A1\"/><c r=\"A1\"/></row>",
        "<row r=\"1\"><c r=\"A2\"/></row>",
        "<row><c r=\"?\"/></row>", "<row><c t=\"s\"><v>1</v></c></row>",
        "<row><c t=\"s\"><v>-1</v></c></row>",
        "<row><c t=\"s\"><v>x</v></c></row>", "<row><row/></row>", "<row/><c><v>1</v></c>",
        "<row><c t=\"new\"><v>1</v></c></row>",
        "<row><c><c/></c></row>",
        "<c><v>1</v></c>", "<row>", "</row>", "<row><c><v>&x;</v></c></row>", "\u{1}",
    ])
    func `rows that are not as the standard has them are damaged`(_ rows: String) {
        #expect(refusal(SampleWorkbook(rows: rows)) == .damaged(part: Self.sheetPart), "\(rows)")
    }

    @Test func `an uncomputed formula is named`() {
        let sample = SampleWorkbook(rows: "<row r=\"12\"><c r=\"AB12\"><f>A1</f></c></row>")
        #expect(refusal(sample) == .formulaUncomputed(cell: "AB12"))
    }

    @Test func `each limit is met at its number and not above`() {
        func check(
            _ sample: SampleWorkbook, _ limit: SpreadsheetError.Limit,
            _ path: WritableKeyPath<SpreadsheetLimits, Int>,
            _ count: Int, _ place: Int = #line
        ) {
            var limits = SpreadsheetLimits()
            limits[keyPath: path] = count
            #expect(refusal(sample, limits: limits) == nil, "\(limit), line \(place)")
            limits[keyPath: path] = count - 1
            #expect(
                refusal(sample, limits: limits) == .tooLarge(limit, max: count - 1), "\(limit), line \(place)"
            )
        }
        let rows = SampleWorkbook(rows: String(repeating: Self.row, count: 9) + "<row/>")
        check(rows, .rows, \.rowsMax, 9)
        check(rows, .cells, \.cellsMax, 9)
        check(rows, .entries, \.entriesMax, 4)
        check(rows, .fileBytes, \.bytesMax, rows.bytes.count)
        check(rows, .nesting, \.nestingMax, 6)
        check(rows, .inflatedBytes, \.inflatedBytesMax, rows.archive.files.map(\.content.count).reduce(0, +))
        check(
            SampleWorkbook(rows: "<row><c r=\"C1\"><v>1</v></c><c r=\"Z1\" s=\"1\"/></row>"), .columns,
            \.columnsMax, 3)
        check(SampleWorkbook(rows: "<row><c><v>12345</v></c></row>"), .cellBytes, \.cellBytesMax, 5)
        check(SampleWorkbook(sharedTexts: "<si><t>12345</t></si>"), .cellBytes, \.cellBytesMax, 5)
        check(SampleWorkbook(sharedTexts: "<si/><si/><si/>"), .sharedTexts, \.sharedTextsMax, 3)
    }

    @Test func `one long text in many cells counts as often as it stands`() {
        var sample = SampleWorkbook(isDeflated: true)
        sample.sharedTexts = "<si><t>\(String(repeating: "a", count: 32_000))</t></si>"
        sample.rows = String(
            repeating: "<row>" + String(repeating: "<c t=\"s\"><v>0</v></c>", count: 50) + "</row>", count: 50
        )
        var limits = SpreadsheetLimits()
        #expect(refusal(sample, limits: limits) == nil)
        limits.inflatedBytesMax = 32 << 20
        #expect(refusal(sample, limits: limits) == .tooLarge(.inflatedBytes, max: 32 << 20))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a bomb is refused by its ratio, whatever it inflates to`() {
        let count = 24 << 20
        // Rows of 43 bytes: a sheet may have as many, and six of them are as long as zlib's longest match.
        for filler in [" ", "<row" + String(repeating: " ", count: 37) + "/>"] {
            let rows = String(repeating: filler, count: count / filler.utf8.count)
            var archive = SampleWorkbook(rows: rows, isDeflated: true).archive
            // Refused before it is compared.
            archive.files[3].crc = 0
            let bytes = archive.bytes
            #expect(bytes.count < count / 205)
            #expect(refusal(bytes) == .tooLarge(.inflationRatio, max: 200), "\(filler)")
        }
    }

    @Test func `a token of megabytes, which would be read again with every piece, is refused`() {
        for rows in [
            "<!--" + String(repeating: "é", count: 250_000) + "-->",
            String(repeating: "<!---->", count: 80_000),
            "<row spans=\"" + String(repeating: "1", count: 500_000) + "\"/>",
        ] {
            #expect(refusal(SampleWorkbook(rows: rows)) == .damaged(part: Self.sheetPart))
        }
        let short = "<!--" + String(repeating: "é", count: 100_000) + "-->"
        #expect(refusal(SampleWorkbook(rows: short)) == nil)
    }

    @Test func `a file cut off anywhere is refused`() {
        for bytes in [ForeignWorkbook.xlsxWriter, SampleWorkbook(rows: Self.row).bytes] {
            for count in stride(from: 0, to: bytes.count - 1, by: 7) {
                #expect(refusal(Array(bytes[..<count])) != nil, "\(count) bytes")
            }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [1, 2, 3, 4] as [UInt64])
    func `random changes of a file are read or refused`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var refusedCount = 0
        let deflated = ForeignWorkbook.xlsxWriter
        // Stored parts: what changes is XML, not a checksum.
        let stored = SampleWorkbook(
            rows: String(repeating: Self.row, count: 20), sharedTexts: "<si><t>a</t></si>")
        for round in 0..<500 {
            if round.isMultiple(of: 2) {
                var bytes = deflated
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
                refusedCount += refusal(bytes) == nil ? 0 : 1
            } else {
                var archive = stored.archive
                let index = Int.random(in: archive.files.indices, using: &random)
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let place = Int.random(in: archive.files[index].content.indices, using: &random)
                    let byte = Array("<>/&;\"=0A a\u{0}".utf8).randomElement(using: &random)
                    archive.files[index].content[place] = byte ?? 0
                }
                refusedCount += refusal(archive.bytes) == nil ? 0 : 1
            }
        }
        #expect(refusedCount > 100)
    }

    @Test func `a directory that points anywhere is refused`() {
        let bytes = SampleWorkbook(rows: Self.row).bytes
        // Each field of the end record: counts, size, start, comment.
        for offset in 4..<22 {
            for value: UInt8 in [0, 1, 0x7F, 0xFF] {
                var changed = bytes
                changed[bytes.count - 22 + offset] = value
                _ = refusal(changed)
            }
        }
        var changed = bytes
        changed.replaceSubrange(bytes.count - 6..<bytes.count - 2, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(refusal(changed) == .damaged(part: "zip"))
    }
}
