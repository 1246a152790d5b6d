import Foundation
import TestSupport
import Testing

extension ProcessTests {
    /// Exported receipts: every source apart, and the same receipts when they are imported.
    @Suite struct ExportTests {
        private static let columns =
            "fund,household,organisation,sponsor_name,sponsor_kind,sponsor_level,source,anonymous,pledge,method,"
            + "bank_reference,amount,received_on,payer_name,payer_address,reason,book,key,donor_names,attachments,"
            + "foreign_currency,foreign_amount,foreign_rate\r\n"

        /// Gifts of all sources, in the order of their dates.
        private static let gifts = """
            fund,household,sponsor_name,sponsor_kind,sponsor_level,method,bank_reference,amount,received_on,payer_name,key,donor_names,attachments,foreign_currency,foreign_amount,foreign_rate
            1,1,,,,cash,,50000,2026-01-05,Ông Tư,A1,Ông An và bà Hoa,2,,,
            1,1,,,,cash,,50000,2026-01-05,,A2,,,,,
            1,,=Anh Sơn,person,,bank,FT 1,70000,2026-01-06,,,,,USD,2.80,25000
            1,,UBND tỉnh,state,province,bank,,900000,2026-01-07,,,,,,,

            """

        private func office() throws -> Office {
            let office = try Office()
            let file = try office.folder.write(Self.gifts, to: "gifts.csv")
            let ending = try office.folder.danvan("import", "contributions", file, "--user", "Lan")
            try #require(ending.code == 0, "\(ending.errors)")
            return office
        }

        @Test func `state support is a source apart in an exported table`() throws {
            let folder = try office().folder
            var rows: [String: [Substring]] = [:]
            for source in ["households", "sponsors", "state"] {
                let ending = try folder.danvan("export", "contributions", "--source", source)
                #expect(ending.code == 0 && ending.output.hasPrefix(Self.columns), "\(ending.errors)")
                rows[source] = ending.output.split(separator: "\r\n").dropFirst().map { $0 }
                for row in rows[source] ?? [] { #expect(row.contains(",\(source),")) }
            }
            #expect(rows.mapValues(\.count) == ["households": 2, "sponsors": 1, "state": 1])
            #expect(
                rows["state"]?.first?.hasPrefix("1,,,UBND tỉnh,state,province,state,false,,bank,,900000,")
                    == true)
            let all = try folder.danvan("export", "contributions").output
            #expect(
                all == Self.columns
                    + ["households", "sponsors", "state"].flatMap { rows[$0] ?? [] }.map { $0 + "\r\n" }
                    .joined())
            let unknown = try folder.danvan("export", "contributions", "--source", "people")
            #expect(unknown.code == 1 && unknown.errors.contains("Không có nguồn 'people'"))
            #expect(try folder.danvan("export", "contributions", "--hamlet", "2").output == Self.columns)
            #expect(try folder.danvan("export", "contributions", "--hamlet", "77").code == 1)
        }

        @Test func `exported receipts stand where they came from, and are made where they do not`() throws {
            let folder = try office().folder
            let exported = try folder.danvan("export", "contributions").output
            let file = try folder.write(exported, to: "out.csv")
            let again = try folder.danvan("import", "contributions", file, "--user", "Lan")
            #expect(again.output.hasPrefix("\(file): 0 dòng mới, 4 dòng đã có."), "\(again.errors)")
            let other = try Office().folder
            let copy = try other.write(exported, to: "out.csv")
            let first = try other.danvan("import", "contributions", copy, "--user", "Lan")
            #expect(first.output == "\(copy): 4 dòng mới, 0 dòng đã có.\n", "\(first.errors)")
            #expect(try other.danvan("export", "contributions").output == exported)
            #expect(try other.danvan("verify").code == 0)
        }

        @Test func `receipts of a hamlet, a commune and an organisation are exported apart`() throws {
            let folder = try LoadedDemo().folder
            var rows: [String: Int] = [:]
            for owner in ["--hamlet=2", "--commune=16702", "--organisation=1"] {
                let ending = try folder.danvan("export", "contributions", owner)
                #expect(ending.code == 0 && ending.output.hasPrefix(Self.columns), "\(ending.errors)")
                rows[owner] = ending.output.split(separator: "\r\n").count - 1
                // They stand where they came from, whoever owns the fund.
                let file = try folder.write(ending.output, to: "out.csv")
                let again = try folder.danvan("import", "contributions", file, "--user", "Trần Thị Lan")
                #expect(
                    again.output.hasPrefix("\(file): 0 dòng mới, \(rows[owner] ?? -1) dòng đã có."),
                    "\(again.output) \(again.errors)")
            }
            // The replaced receipt of hamlet 2 is not valid, and a gift of a debt is none; the state gave once, eight gave to the union.
            #expect(rows == ["--hamlet=2": 196, "--commune=16702": 1, "--organisation=1": 8])
            let state = try folder.danvan(
                "export", "contributions", "--commune", "16702", "--source", "state")
            #expect(
                state.output.contains(",UBND tỉnh Nghệ An,state,province,state,")
                    && state.output.split(separator: "\r\n").count == 2)
        }

        @Test(
            arguments: [
                (["--hamlet", "1", "--commune", "16702"], 64, "--organisation"),
                (["--commune", "99999"], 1, "Không có xã, phường nào mang mã 99999."),
                (["--commune", "40"], 1, "Không có xã, phường nào mang mã 40."),
                (["--organisation", "77"], 1, "Không có tổ chức 77."),
            ] as [([String], Int32, String)])
        func `one owner is named, which exists`(_ words: [String], _ code: Int32, _ error: String) throws {
            let office = try Office()
            let ending = try Command(["export", "contributions"] + words, in: office.folder).ended()
            #expect(ending.code == code && ending.errors.contains(error), "\(ending.errors)")
        }

        @Test func `households are exported by hamlet, commune, unit or organisation`() throws {
            let office = try Office()
            func rows(_ words: String...) throws -> [Substring] {
                let ending = try office.folder.danvan(["export", "households"] + words)
                try #require(ending.code == 0, "\(ending.errors)")
                return ending.output.split(separator: "\r\n").dropFirst().map { $0 }
            }
            let all = try rows()
            #expect(!all.isEmpty)
            let hamlet = try rows("--hamlet", "1")
            #expect(!hamlet.isEmpty && hamlet == all.filter { $0.hasPrefix("1,") })
            let commune = try rows("--commune", "16702")
            #expect(commune == (try rows("--unit", "16702")) && Set(hamlet).isSubset(of: commune))
            #expect(try rows("--unit", "40") == all)
            for (words, code, error) in [
                (["--unit", "99999"], Int32(1), "Không có đơn vị nào mang mã 99999."),
                (["--commune", "40"], 1, "Không có xã, phường nào mang mã 40."),
                (["--hamlet", "77"], 1, "Không có thôn xóm 77."),
                (["--unit", "40", "--hamlet", "1"], 64, "--unit"),
                (["--commune", "16702", "--hamlet", "1"], 64, "--organisation"),
            ] {
                let ending = try Command(["export", "households"] + words, in: office.folder).ended()
                #expect(ending.code == code && ending.errors.contains(error), "\(words) \(ending.errors)")
            }
        }

        @Test func `a file of an office, with codes and names, is imported by the command`() throws {
            let office = try Office()
            let file = try office.folder.write(
                "hamlet_name,commune,fund_name,household_code,method,amount,received_on,key\n"
                    + "xóm 9,16702,đường xóm 9,h001,cash,1000,2026-01-05,1\n",
                to: "thu.csv")
            let ending = try office.folder.danvan("import", "contributions", file, "--user", "Lan")
            #expect(ending.output == "\(file): 1 dòng mới, 0 dòng đã có.\n", "\(ending.errors)")
            #expect(try office.folder.number("SELECT household FROM contribution") == 1)
            let other = try office.folder.write(
                "fund,household,method,amount,received_on,key\n1,1,cash,2000,2026-01-05,01\n"
                    + "1,2,cash,1,2026-01-06,7\n1,3,cash,1,2026-01-06,７\n", to: "sai.csv")
            let refused = try office.folder.danvan("import", "contributions", other, "--user", "Lan")
            #expect(refused.code == 1)
            #expect(
                refused.errors.contains(
                    "dòng 2: key: đã có: phiếu thu PT-2026-0001 (quyển 1) ngày 05/01/2026, "
                        + "nhưng khác amount (phiếu: 1000, dòng: 2000)"))
            #expect(refused.errors.contains("dòng 3: key: '7' có ở các dòng 3, 4"))
            #expect(try office.contributionsCount() == 1)
        }
    }
}
