import API
import Domain
import HTTP
import TestSupport
import Testing

/// A couple or a group as one sponsor, wherever a request names a sponsor.
@Suite struct SponsorFormTests {
    private static let name = "Ông Hòa và bà Lan"
    private static let november = "from=2026-11-01&to=2026-11-30"

    private static func sponsor(_ kind: String, _ more: String = "") -> String {
        #""sponsor_name":"\#(name)","sponsor_kind":"\#(kind)"\#(more)"#
    }

    /// Issues a receipt of 7000 for fund 1 in each way that there is; their ids.
    private func receipts(of kind: String, in office: Office) throws -> [Int64] {
        let sponsor = Self.sponsor(kind)
        let gift = #"{"fund":1,\#(sponsor),"method":"cash","amount":7000}"#
        let first = try #require(try office.contribute(gift).integer("/id"))
        let wrong = try #require(
            try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":9}"#).integer("/id"))
        let replaced = try office.post(
            "/v1/contributions/\(wrong)/replace", #"{"reason":"Sai",\#(sponsor),"amount":7000}"#,
            as: .treasurer, key: office.newKey(), ifMatch: "*")
        let receipt = try office.issue(
            #"{\#(sponsor),"method":"cash","lines":[{"fund":1,"amount":7000},{"fund":2,"amount":1}]}"#)
        let batch = try office.postBatch("atomic", [SentOperation(body: gift, amount: 7000)])
        try #require(batch.status < 300, "\(batch.bodyText)")
        let table = try office.importTable(
            "contributions",
            [
                "fund,sponsor_name,sponsor_kind,method,amount,received_on,key",
                // One that equals another receipt would stand for it.
                "1,\(Self.name),\(kind),cash,7001,2026-11-23,K1",
            ])
        try #require(table.status < 300, "\(table.bodyText)")
        try office.registerBankAccount()
        try #require(try office.credit(7000, "FT1").status == 200)
        let credit = try office.receipt(1, #"{"fund":1,\#(sponsor),"amount":7000}"#)
        try #require(credit.status == 200, "\(credit.bodyText)")
        let issued = try #require(receipt.integer("/id"), "\(receipt.bodyText)")
        let again = try #require(replaced.integer("/id"), "\(replaced.bodyText)")
        let last = try #require(credit.integer("/receipts/0/contribution"))
        // Those of the list and of the table came between.
        return [first, again, issued, last - 2, last - 1, last]
    }

    @Test(arguments: ["couple", "group"])
    func `each way to a receipt takes it, and the books count it as one person`(_ kind: String) throws {
        let office = try Office.villageWithBooks()
        for id in try receipts(of: kind, in: office) {
            let gift = try office.get("/v1/contributions/\(id)")
            #expect(gift.text("/sponsor_kind") == kind && gift.text("/sponsor_name") == Self.name, "\(id)")
            #expect(
                gift.text("/source") == "sponsors" && (7000...7001).contains(gift.integer("/amount") ?? 0),
                "\(id)")
            #expect(gift.text("/voucher/party_name") == Self.name)
        }
        let statement = try office.get("/v1/hamlets/1/statement?\(Self.november)")
        let line = statement.items("/received").first { $0.text("/kind") == "individuals" }
        #expect(line?.integer("/cash") == 5 * 7000 + 2 && line?.integer("/bank") == 7000)
        try office.expectSound()
    }

    @Test(arguments: ["couple", "group"])
    func `the public sees its name and that it is a sponsor, or a donor without a name`(_ kind: String) throws
    {
        let office = try Office.villageWithBooks()
        for more in ["", #","anonymous":true"#] {
            let gift = try office.contribute(
                #"{"fund":1,\#(Self.sponsor(kind, more)),"payer_name":"Cháu Tí","method":"cash","amount":7000}"#
            )
            try #require(gift.status == 201, "\(gift.bodyText)")
        }
        let shown = try office.get("/v1/public/hamlets/1/contributions", as: nil)
        #expect(shown.items().prefix(2).map { $0.text("/name") } == ["Nhà hảo tâm", Self.name])
        let person = try office.contribute(
            #"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":7000}"#)
        try #require(person.status == 201)
        let donors = try office.get("/v1/public/hamlets/1/contributions", as: nil).items().prefix(3)
            .map { $0.text("/donor") }
        #expect(Set(donors).count == 1 && donors.first != "household")
        #expect(!shown.bodyText.contains(kind) && !shown.bodyText.contains("Cháu Tí"))
    }

    @Test func `a replacement keeps it, and a name of a person with a number is refused`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":1,\#(Self.sponsor("couple")),"method":"cash","amount":7000}"#)
        let same = try office.post(
            "/v1/contributions/2/replace", #"{"reason":"Sai","amount":8000}"#, as: .treasurer,
            key: office.newKey(), ifMatch: "*")
        #expect(same.text("/sponsor_kind") == "couple", "\(same.bodyText)")
        let numbered = try office.contribute(
            #"{"fund":1,"sponsor_name":"Nhóm bà Tư 0912345678","sponsor_kind":"group","method":"cash","amount":1}"#
        )
        #expect(numbered.errors == ["/sponsor_name private-data"])
        let level = try office.contribute(
            #"{"fund":1,\#(Self.sponsor("group", #","sponsor_level":"commune""#)),"method":"cash","amount":1}"#
        )
        #expect(level.errors == ["/sponsor_level donor-ambiguous"])
        try office.expectSound()
    }

    @Test(arguments: ["couple", "group", "state"]) func `a creditor is one who signs`(_ kind: String) throws {
        let office = try Office.villageWithBooks()
        let owed = try office.owe(
            try office.approved(900_000),
            #""kind":"advance","creditor_name":"\#(Self.name)","creditor_kind":"\#(kind)""#)
        #expect(owed.errors == ["/creditor_kind input-invalid"], "\(owed.bodyText)")
    }
}
