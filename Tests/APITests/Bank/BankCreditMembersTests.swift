import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// A receipt on a credit says all that a receipt by hand says, however the request names it.
@Suite struct BankCreditMembersTests {
    private func office(_ amount: Int64 = 5_000_000) throws -> Office {
        let office = try Office.villageWithBooks()
        try office.registerBankAccount()
        try #require(try office.credit(amount, "FT1").status == 200)
        return office
    }

    private func confirm(_ members: String, in office: Office) throws -> Response {
        try office.post(
            "/v1/bank-credits/1/receipts", "{\(members)}", as: .accountant, key: office.newKey(),
            ifMatch: "*")
    }

    private static let dollars =
        #""amount":2534550,"foreign_currency":"USD","foreign_amount":"100.00","foreign_rate":"25345.5""#

    @Test func `it takes the members of a receipt by hand, but for what the credit says`() {
        func names(_ fields: [InputField]) -> Set<String> {
            Set(fields.filter { $0.section == .body }.map(\.name))
        }
        func nested<In: Input>(_ list: String, _ type: In.Type) -> Set<String> {
            var found: Set<String> = []
            for field in RequestDecoder.fields(of: type) where field.name == list {
                found = memberNames(ofItems: field.schema)
            }
            return found
        }
        let byHand = names(RequestDecoder.fields(of: NewReceiptInput.self))
        let ofCredit: Set = ["method", "bank_reference", "received_on", "book", "collector"]
        #expect(nested("receipts", BankReceiptsInput.self) == byHand.subtracting(ofCredit))
        let single = names(RequestDecoder.fields(of: NewContributionInput.self))
        #expect(
            nested("lines", BankReceiptsInput.self) == single.subtracting(ofCredit)
        )
    }

    /// What is given, as a member of a receipt, and its lines.
    @Test(arguments: [
        (
            #""household":1,"donor_names":"Ông An và bà Xuân","attachments":2"#,
            #"{"fund":1,"amount":200000,"pledge":1}"#
        ),
        (
            #""sponsor_name":"Nhóm con em xa quê","sponsor_kind":"group","payer_name":"Anh Sơn""#,
            "{\"fund\":1,\(dollars)}"
        ),
        (
            #""sponsor_name":"Ông Hòa và bà Lan","sponsor_kind":"couple","anonymous":true,"payer_address":"Hà Nội""#,
            "{\"fund\":1,\"reason\":\"Ủng hộ\",\(dollars)},{\"fund\":2,\"amount\":7000}"
        ),
        (
            #""organisation":1,"attachments":0"#,
            #"{"fund":2,"amount":1},{"fund":1,"amount":2,"reason":"Quỹ đường"}"#
        ),
    ])
    func `it is the receipt that it would be by hand`(_ giver: String, _ lines: String) throws {
        let ours = try office()
        let confirmed = try confirm(#""receipts":[{\#(giver),"lines":[\#(lines)]}]"#, in: ours)
        try #require(confirmed.status == 200, "\(confirmed.bodyText)")
        let theirs = try office()
        let byHand = try theirs.issue(
            #"{\#(giver),"method":"bank","bank_reference":"FT1","lines":[\#(lines)]}"#)
        try #require(byHand.status == 201, "\(byHand.bodyText)")
        func shown(_ office: Office) throws -> [String?] {
            let receipt = try office.get("/v1/receipts/2")
            let members = [
                "number", "party_name", "party_address", "amount", "attachments", "lines", "household",
                "organisation", "sponsor_name", "sponsor_kind", "source", "anonymous", "method", "donor_name",
                "donor_names", "bank_reference", "received_on", "issued_on",
            ]
            return members.map { name in receipt.json.at("/" + name).map { "\(name) \($0)" } }
        }
        #expect(try shown(ours) == shown(theirs))
        // The same, with a line for each fund.
        let repeated = lines.replacing("},{", with: "}\n{").split(separator: "\n")
            .map { "{" + giver + "," + $0.dropFirst() }.joined(separator: ",")
        let inLines = try office()
        let confirmedLines = try confirm(#""one_receipt":true,"lines":[\#(repeated)]"#, in: inLines)
        try #require(confirmedLines.status == 200, "\(confirmedLines.bodyText)")
        #expect(try shown(inLines) == shown(theirs))
        for office in [ours, inLines] { try office.expectSound() }
    }

    @Test func `one credit has receipts of several lines, each with a reference of its own`() throws {
        let office = try office()
        let credit = try confirm(
            """
            "receipts":[{"household":1,"lines":[{"fund":1,"pledge":1,"amount":200000},{"fund":2,"amount":300000}]},
            {"sponsor_name":"Nhóm hộ cụm 3","sponsor_kind":"group","attachments":1,"lines":[{"fund":2,"amount":4000000}]}]
            """, in: office)
        try #require(credit.status == 200, "\(credit.bodyText)")
        #expect(credit.integer("/left") == 500_000 && credit.text("/state") == "matched")
        #expect(credit.items("/receipts").compactMap { $0.integer("/contribution") } == [2, 3, 4])
        #expect(
            try [2, 4].map { try office.get("/v1/receipts/\($0)").text("/bank_reference") } == [
                "FT1", "FT1 PHAN 2",
            ])
        #expect(try office.get("/v1/pledges/1").integer("/received") == 700_000)
        let tooMuch = try confirm(
            #""receipts":[{"household":1,"lines":[{"fund":1,"amount":400000},{"fund":2,"amount":100001}]}]"#,
            in: office)
        #expect(Refused(tooMuch) == Refused(409, "credit-exceeded"))
        try office.expectSound()
    }

    @Test(arguments: [
        ("", ["/lines member-missing"]), (#""lines":[]"#, ["/lines number-out-of-range"]),
        (#""receipts":[]"#, ["/receipts number-out-of-range"]),
        (
            #""lines":[{"fund":1,"household":1,"amount":1}],"receipts":[{"household":1,"lines":[{"fund":1,"amount":1}]}]"#,
            ["/receipts input-invalid"]
        ),
        (
            #""one_receipt":true,"receipts":[{"household":1,"lines":[{"fund":1,"amount":1}]}]"#,
            ["/one_receipt input-invalid"]
        ),
        (
            #""receipts":[{"household":1,"lines":[{"fund":1,"amount":1}]},{"household":1,"lines":[{"fund":2,"amount":1},{"fund":99,"amount":1}]}]"#,
            ["/receipts/1/lines/1/fund reference-unknown"]
        ),
        (
            #""receipts":[{"household":5,"lines":[{"fund":1,"amount":1}]}]"#,
            ["/receipts/0/household household-elsewhere"]
        ),
        (
            #""receipts":[{"household":1,"lines":[{"fund":1,"amount":1},{"fund":1,"amount":1}]}]"#,
            ["/receipts/0/lines/1/fund input-invalid"]
        ),
        (
            #""receipts":[{"sponsor_name":"Anh Xa","lines":[{"fund":1,"pledge":1,"amount":1}]}]"#,
            ["/receipts/0/lines/0/pledge pledge-mismatch"]
        ),
        (
            #""receipts":[{"sponsor_name":"Anh Xa","donor_names":"A và B","lines":[{"fund":1,"amount":1}]}]"#,
            ["/receipts/0/donor_names donor-ambiguous"]
        ),
        (
            #""lines":[{"fund":1,"household":1,"amount":5,"foreign_currency":"USD","foreign_amount":"1","foreign_rate":"6"}]"#,
            ["/lines/0/amount foreign-amount-mismatch"]
        ),
        (
            #""one_receipt":true,"lines":[{"fund":1,"household":5,"amount":1},{"fund":2,"household":5,"amount":1}]"#,
            ["/lines/0/household household-elsewhere"]
        ),
        (
            #""book":"Q9","lines":[{"fund":1,"household":1,"amount":1}]"#, ["/book book-not-registered"]
        ),
    ])
    func `what is wrong is named where it stands, and nothing is issued`(
        _ members: String, _ errors: [String]
    ) throws {
        let office = try office()
        let refused = try confirm(members, in: office)
        #expect(refused.errors == errors, "\(refused.bodyText)")
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [1])
    }

    @Test func `a receipt of several lines that replaces one stands on its credit`() throws {
        let office = try office(500_000)
        let lines = #"[{"fund":1,"amount":200000},{"fund":2,"amount":300000}]"#
        try #require(
            try confirm(#""receipts":[{"household":1,"lines":\#(lines)}]"#, in: office).status == 200)
        let new = try office.take(
            "replace", onReceipt: 2, #","lines":[{"fund":1,"amount":250000},{"fund":2,"amount":200000}]"#)
        try #require(new.status == 201, "\(new.bodyText)")
        #expect(new.text("/bank_reference") == "FT1")
        let credit = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(credit.integer("/left") == 50_000, "\(credit.bodyText)")
        #expect(credit.items("/receipts").map { $0.boolean("/returned") } == [true, true, false, false])
        let more = try office.take(
            "replace", onReceipt: 4, #","lines":[{"fund":1,"amount":500001}]"#, as: .accountant)
        #expect(Refused(more) == Refused(409, "credit-exceeded"), "\(more.bodyText)")
        try office.expectSound()
    }
}

/// The names of the members of a list of objects.
private func memberNames(ofItems schema: JSONSchema) -> Set<String> {
    switch schema {
    case .nullable(let schema): memberNames(ofItems: schema)
    case .list(let item, _, _): memberNames(ofItems: item)
    case .object(_, let members): Set(members.map(\.name))
    default: []
    }
}
