import Spreadsheet
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct WorkbookImportTests {
        @Test func `a workbook is imported like a CSV, whatever its name`() throws {
            let folder = try Folder.migrated()
            _ = try folder.danvan("import", "units", Repository.units)
            let columns = ["commune", "name", "type", "valid_from"]
            let writer = try SpreadsheetWriter(
                sheet: "Thôn xóm", columns: columns.map { SpreadsheetColumn(name: $0, kind: .text) })
            try writer.append([
                .number(17_959), .text("Xóm 1"), .text("xom"), .date(year: 2020, month: 1, day: 1),
            ])
            let file = try folder.write(try writer.finish(), to: "thon.bang")
            let tried = try folder.danvan("import", "hamlets", file, "--dry-run")
            #expect(tried.output == "\(file): 1 dòng mới, 0 dòng đã có (thử, chưa ghi).\n")
            let imported = try folder.danvan("import", "hamlets", file)
            #expect(imported.code == 0 && imported.errors == "")
            #expect(imported.output == "\(file): 1 dòng mới, 0 dòng đã có.\n")
            #expect(try folder.number("SELECT count(*) FROM hamlet") == 1)
        }

        @Test func `a file of the old form is refused with advice`() throws {
            let folder = try Folder.migrated()
            let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0] + [UInt8](repeating: 0, count: 600)
            let refused = try folder.danvan("import", "units", try folder.write(old, to: "old.xls"))
            #expect(refused.code != 0 && refused.errors.contains("Hãy lưu thành .xlsx"))
            #expect(try folder.number("SELECT count(*) FROM unit") == 0)
        }
    }
}
