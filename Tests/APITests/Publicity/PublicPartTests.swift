import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// The public part of the log's entries shows what public responses show, in the words of the policy.
@Suite struct PublicPartTests {
    @Test func `every public member is a word of the policy`() {
        let words = Set(
            PublicText.allCases.map(\.name.description) + PublicFact.allCases.map(\.name.description)
                + PublicFigure.allCases.map(\.name.description))
        // A donor's or payer's name is the `name` of the public list. The day and the other fund of a transfer, interest,
        // fee or opening, and those on which a receipt was issued or a wrong voucher of a closed month corrected, are
        // what the public statements of single days and funds show.
        // The owner of books is public, and named by its kind, as `organisation` is a donor there.
        let names: Set<String> = [
            "donor_name", "party_name", "on", "to_fund", "issued_on", "reversed_on", "commune_owner",
            "organisation_owner", "corrected_cash", "corrected_bank",
            // The items of a decision, and whether each was passed: `outcome` in public responses.
            "items", "passed",
            // Which line of how many of its receipt, as the page of the receipt shows.
            "voucher_line", "voucher_lines",
            // Whose books go on: `successor_unit` or `successor_organisation` in public responses; by fund.
            "successor", "funds",
        ]
        var count = 0
        for kind in EntityKind.allCases {
            for name in kind.table.publicMembers.names {
                #expect(words.union(names).contains(name), "\(kind): \(name)")
                count += 1
            }
            // What the log shows of an entity, public responses show too.
            #expect(kind.table.publicMembers.names.isEmpty || kind.isShownPublicly, "\(kind)")
        }
        #expect(count > 10)
    }

    /// Kinds that public responses show and whose entries show nothing, with the reason.
    private static let withoutPublicPart: [EntityKind: String] = [
        .unit: "made by the state, and published by it",
        .unitSuccession: "made by the state, and published by it",
        .hamlet: "a figure of households needs its group: small numbers are not shown",
        .reorganisation: "seen by the hamlets that it ends and begins",
        .organisation: "seen by its name in other lists",
        .model: "of individuals only what the policy shows at its state",
        .criteriaSet: "seen by the models that it recognised",
        .communityEvent: "seen in sums alone",
        .consultation: "seen in sums alone",
        .profile: "small numbers are not shown",
    ]

    @Test func `what public lists show of money and decisions has a public part`() {
        for kind in EntityKind.allCases where kind.isShownPublicly {
            let isEmpty = kind.table.publicMembers.names.isEmpty
            #expect(isEmpty == (Self.withoutPublicPart[kind] != nil), "\(kind)")
        }
        // Whoever keeps books or moves money shows it, whatever the reason above.
        for kind in EntityKind.allCases where kind.isShownPublicly {
            if case .owner = kind.table.scopeSource {
                #expect(Self.withoutPublicPart[kind] == nil, "\(kind)")
            }
        }
    }

    /// Purposes, payees and donors that the public lists hide.
    private static let hidden = ["Giấu Tên", "Trần Thị Bình", "Bà Lan", "Cửa hàng", "chữa bệnh", "Nộp thừa"]

    @Test func `what the public lists hide is in no public part`() throws {
        let office = try Office.villageWithBooks()
        for body in [
            #"{"fund":1,"household":2,"anonymous":true,"method":"cash","amount":1000}"#,
            #"{"fund":1,"sponsor_name":"Ông Giấu Tên","anonymous":true,"method":"cash","amount":1000}"#,
            #"{"fund":1,"household":3,"method":"cash","amount":2000}"#,
        ] {
            try #require(try office.contribute(body).status == 201)
        }
        try #require(try office.void(4).status == 200)
        let support = """
            {"fund":1,"payee":"Bà Lan","purpose":"Hỗ trợ bà Lan chữa bệnh","item":"Thăm hỏi","amount":1000,\
            "method":"cash"}
            """
        let bodies = [support, support.replacing("Hỗ trợ bà Lan", with: "Trao bà Lan")]
        for body in bodies {
            let id = try #require(
                try office.post("/v1/expenditures", body, as: .head, key: office.newKey()).integer("/id"))
            for step in ["check", "approve", "pay"] { try #require(try office.take(step, id).status == 200) }
        }
        let refund = try #require(try office.refund(1, 1000).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, refund).status == 200) }
        let last = office.lastPosition
        let parts = try office.read { tx in
            try tx.logEntries(1...last).map { String(decoding: $0.publicPart, as: UTF8.self) }
        }
        #expect(parts.count == Int(last))
        for part in parts {
            for text in Self.hidden { #expect(!part.contains(text), "\(part)") }
        }
        // The entry of the voiding has no name; that of the receipt, which others may have proofs of, keeps it.
        let voided = parts.filter { $0.contains("contribution.voided") }
        #expect(voided.count == 1 && voided.allSatisfy { !$0.contains("Lê Đức Cường") })
        #expect(parts.contains { $0.contains("Lê Đức Cường") && $0.contains("contribution.recorded") })
    }
}
