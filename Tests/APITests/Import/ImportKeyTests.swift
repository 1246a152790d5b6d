import Domain
import HTTP
import Store
import TestSupport
import Testing
import Verify

@testable import API

/// The office's own key of a row: the same row makes no second receipt, and another row no receipt in its name.
@Suite struct ImportKeyTests {
    private static let header = "fund,household,method,amount,received_on,key"

    private func take(_ office: Office, _ rows: [String], header: String = header) throws -> Response {
        try office.importTable("contributions", [header] + rows)
    }

    @Test func `two equal gifts with different keys are two receipts, and stand as two`() throws {
        let office = try Office.village()
        let rows = ["1,1,cash,50000,2026-02-01,A1", "1,1,cash,50000,2026-02-01,A2"]
        #expect(try take(office, rows).integer("/recorded") == 2)
        #expect(try office.get("/v1/contributions/2").text("/import_key") == "A2")
        let more = try take(office, ["1,1,cash,50000,2026-02-01,A3"] + rows)
        #expect(more.status == 201 && more.integer("/recorded") == 1, "\(more.bodyText)")
        #expect(more.items("/skipped").compactMap { $0.integer("/line") } == [3, 4])
        #expect(
            more.text("/skipped/1/standing_as") == "phiếu thu PT-2026-0002 (quyển 1) ngày 01/02/2026")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: ["pt 12", "PT012", "ＰＴ１２", " PT  12 ", "Pt\u{200B}12", "РТ12"])
    func `spellings of one key are one`(_ key: String) throws {
        let office = try Office.village()
        #expect(try take(office, ["1,1,cash,50000,2026-02-01,PT12"]).integer("/recorded") == 1)
        let again = try take(office, ["1,1,cash,50000,2026-02-01,\(key)", "1,2,cash,1000,2026-02-01,PT13"])
        #expect(again.integer("/recorded") == 1 && again.integer("/standing") == 1, "\(again.bodyText)")
        let both = try take(office, ["1,3,cash,1,2026-03-01,pt13x", "1,4,cash,2,2026-03-01,PT 13X"])
        #expect(both.errors == ["/rows/2/key already-exists", "/rows/3/key already-exists"])
    }

    /// Each member of the row that may differ, with what is said of it.
    private static let others: [(row: String, difference: String)] = [
        ("2,1,cash,50000,2026-02-01,K", "fund (phiếu: 1, dòng: 2)"),
        ("1,2,cash,50000,2026-02-01,K", "donor (phiếu: household 1, dòng: household 2)"),
        ("1,1,bank,50000,2026-02-01,K", "method (phiếu: cash, dòng: bank)"),
        ("1,1,cash,60000,2026-02-01,K", "amount (phiếu: 50000, dòng: 60000)"),
        ("1,1,cash,50000,2026-01-31,K", "received_on (phiếu: 2026-02-01, dòng: 2026-01-31)"),
    ]

    @Test(arguments: others.indices)
    func `a key that stands with other content is refused, naming both`(_ index: Int) throws {
        let office = try Office.village()
        let (row, difference) = Self.others[index]
        #expect(try take(office, ["1,1,cash,50000,2026-02-01,K"]).integer("/recorded") == 1)
        let position = office.lastPosition
        let refused = try take(office, ["1,3,cash,1000,2026-02-02,L", row])
        #expect(refused.status == 422 && refused.errors == ["/rows/3/key already-exists"])
        #expect(
            refused.text("/errors/0/detail")
                == "đã có: phiếu thu PT-2026-0001 (quyển 1) ngày 01/02/2026, nhưng khác \(difference)")
        #expect(office.lastPosition == position)
    }

    @Test func `members that only some rows have are compared too`() throws {
        let office = try Office.village()
        let header =
            "fund,sponsor_name,method,bank_reference,amount,received_on,anonymous,payer_name,book,key"
        let row = "1,Công ty Hòa Bình,bank,FT 1,50000,2026-02-01,false,Ông Tư,1,K"
        #expect(try take(office, [row], header: header).integer("/recorded") == 1)
        for (old, new, member) in [
            ("FT 1", "FT2", "bank_reference"), ("FT 1", "", "bank_reference"), ("false", "true", "anonymous"),
            ("Ông Tư", "Ông Năm", "payer_name"), (",1,K", ",2,K", "book"), ("Hòa", "Hoa", "donor"),
        ] {
            let refused = try take(office, [row.replacing(old, with: new)], header: header)
            #expect(refused.errors == ["/rows/2/key already-exists"], "\(member) \(refused.bodyText)")
            #expect(refused.text("/errors/0/detail")?.contains("khác \(member) (") == true)
        }
        // Spelt otherwise, or left to the service, it is the same.
        for (old, new) in [
            ("FT 1", "ft1"), ("Hòa", "Hoà"), ("Ông Tư", ""), (",1,K", ",01,k"),
        ] {
            let stands = try take(office, [row.replacing(old, with: new)], header: header)
            #expect(stands.integer("/standing") == 1, "\(new) \(stands.bodyText)")
        }
    }

    @Test func `two rows of one table with one key are refused, naming both lines`() throws {
        let office = try Office.village()
        let rows = ["1,1,cash,1,2026-02-01,A", "1,2,cash,2,2026-02-01,B", "1,3,cash,3,2026-02-01,a"]
        let refused = try take(office, rows)
        #expect(refused.errors == ["/rows/2/key already-exists", "/rows/4/key already-exists"])
        for index in 0...1 {
            #expect(refused.text("/errors/\(index)/detail")?.contains("có ở các dòng 2, 4") == true)
        }
        // Each fund's owner has numbers of its own.
        #expect(try take(office, ["1,1,cash,1,2026-02-01,A", "3,5,cash,1,2026-02-01,A"]).status == 201)
    }

    @Test func `a table without keys and the same with keys make one receipt a row`() throws {
        let office = try Office.village()
        let plain = "fund,household,method,amount,received_on"
        let row = "1,1,cash,50000,2026-02-01"
        #expect(try take(office, [row], header: plain).integer("/recorded") == 1)
        // The receipt without a key stands for one row with a key, not for two.
        let keyed = try take(office, [row + ",A1", row + ",A2"])
        #expect(keyed.integer("/recorded") == 1 && keyed.integer("/standing") == 1)
        // And the reverse: rows without a key stand for receipts with one.
        let again = try take(office, [row, row, "1,2,cash,1000,2026-02-01"], header: plain)
        #expect(again.integer("/recorded") == 1 && again.integer("/standing") == 2, "\(again.bodyText)")
    }

    @Test func `a voided receipt keeps its key`() throws {
        let office = try Office.village()
        _ = try take(office, ["1,1,cash,50000,2026-02-01,A1"])
        #expect(try office.void(1).status == 200)
        let again = try take(office, ["1,1,cash,50000,2026-02-01,a1", "1,2,cash,1,2026-02-01,A2"])
        #expect(again.text("/skipped/0/standing_as")?.hasSuffix(", đã hủy") == true)
        #expect(try take(office, ["1,1,cash,60000,2026-02-01,A1"]).status == 422)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a key stands in the hamlets after a merger`() throws {
        let office = try Office.village()
        _ = try take(office, ["1,1,cash,50000,2026-11-22,A1", "3,5,cash,20000,2026-11-22,B1"])
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-23").status == 201)
        let fund = try #require(
            try office.get("/v1/funds?hamlet=4").items().first { $0.text("/name") == "Đường xóm 9" }?
                .integer("/id"))
        let stands = try take(
            office, ["\(fund),1,cash,50000,2026-11-22,A1", "\(fund),2,cash,1000,2026-11-23,A2"])
        #expect(stands.integer("/recorded") == 1 && stands.integer("/standing") == 1, "\(stands.bodyText)")
        let other = try take(office, ["\(fund),1,cash,50000,2026-11-23,B1"])
        #expect(other.errors == ["/rows/2/key already-exists"])
    }

    @Test func `a key has at most 50 characters`() throws {
        let office = try Office.village()
        for (count, status) in [(50, 201), (51, 422)] {
            let key = String(repeating: "9", count: count)
            let response = try take(office, ["1,1,cash,50000,2026-02-01,\(key)"])
            #expect(response.status == status, "\(response.bodyText)")
            if status == 422 { #expect(response.errors == ["/rows/2/key text-too-long"]) }
        }
    }

    @Test func `a row that takes state support for people's money is refused`() throws {
        let office = try Office.village()
        let header = "fund,household,sponsor_name,sponsor_kind,sponsor_level,method,amount,received_on,source"
        let rows = [
            "1,1,,,,cash,1000,2026-02-01,households", "1,,Anh Sơn,person,,cash,2000,2026-02-01,sponsors",
            "1,,UBND tỉnh,state,province,bank,3000,2026-02-01,state",
        ]
        #expect(try take(office, rows, header: header).integer("/recorded") == 3)
        let wrong = try take(
            office,
            ["1,,UBND xã,state,commune,bank,4000,2026-02-02,sponsors", "1,1,,,,cash,1,2026-02-02,state"],
            header: header)
        #expect(wrong.errors == ["/rows/2/source input-invalid", "/rows/3/source input-invalid"])
    }
}
