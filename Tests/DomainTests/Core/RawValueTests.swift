import Domain
import Foundation
import TestSupport
import Testing

/// Raw values stored in files and used by other programs.
///
/// Changing one breaks existing data.
@Suite struct RawValueTests {
    @Test func `roles`() {
        #expect(
            Role.allCases.map(\.rawValue) == [
                "hamlet_head", "clerk", "accountant", "treasurer", "approver", "front_officer", "appraiser",
                "supervisor", "auditor", "admin",
            ]
        )
        #expect(Role.allCases.sorted().map(\.rawValue) == Role.allCases.map(\.rawValue).sorted())
    }

    @Test func `entities`() {
        #expect(
            EntityKind.allCases.map(\.rawValue) == [
                "unit", "hamlet", "household", "organisation", "fund", "pledge", "contribution",
                "expenditure", "user", "token", "model", "appraisal", "criteria_set", "community_event",
                "parameter",
                "decision", "consultation", "profile", "unit_succession", "reorganisation", "voucher_book",
                "cash_count", "accounting_period",
                "voucher_print",
                "opening_balance", "fund_transfer", "bank_entry",
                "bank_account", "bank_credit", "bank_reconciliation", "book_handover", "payable",
                "payable_gift", "hand_over_slip",
            ]
        )
    }

    @Test func `states and steps of a decision`() {
        #expect(
            Decision.State.allCases.map(\.rawValue)
                == ["draft", "voted", "passed", "failed", "sent", "superseded"]
        )
        #expect(
            Decision.Step.allCases.map(\.rawValue) == [
                "edit", "record_votes", "conclude", "send", "recount", "supersede",
            ]
        )
    }

    @Test func `states and steps of what moves money without a voucher`() {
        #expect(OpeningBalance.State.allCases.map(\.rawValue) == ["recorded", "confirmed", "voided"])
        #expect(OpeningBalance.Step.allCases.map(\.rawValue) == ["confirm", "void"])
        #expect(FundTransfer.State.allCases.map(\.rawValue) == ["valid", "voided"])
        #expect(Payable.Kind.allCases.map(\.rawValue) == ["advance", "bill"])
        #expect(PayableGift.State.allCases.map(\.rawValue) == ["recorded", "confirmed", "withdrawn"])
        #expect(BankEntry.Kind.allCases.map(\.rawValue) == ["interest", "fee"])
    }

    @Test func `states and steps of a pledge`() {
        #expect(
            Pledge.State.allCases.map(\.rawValue)
                == ["proposed", "confirmed", "partly", "fulfilled", "waived", "cancelled", "transferred"]
        )
        #expect(Pledge.Step.allCases.map(\.rawValue) == ["confirm", "waive", "cancel"])
    }

    @Test func `raw values of a contribution`() {
        #expect(Contribution.State.allCases.map(\.rawValue) == ["valid", "voided"])
        #expect(Contribution.Method.allCases.map(\.rawValue) == ["cash", "bank"])
        #expect(
            Contribution.Sponsor.Kind.allCases.map(\.rawValue) == [
                "person_away", "person", "couple", "group", "company", "state",
            ]
        )
    }

    @Test func `states and steps of an expenditure`() {
        #expect(
            Expenditure.State.allCases.map(\.rawValue)
                == [
                    "requested", "checked", "approved", "paid", "booked", "rejected", "withdrawn",
                    "cancelled",
                    "voided",
                ]
        )
        #expect(
            Expenditure.Step.allCases.map(\.rawValue) == [
                "check", "approve", "pay", "book", "reject", "withdraw", "cancel", "owe", "void",
            ]
        )
    }

    @Test func `states and steps of a count of cash and of a month, and the notes`() {
        #expect(CashCount.State.allCases.map(\.rawValue) == ["recorded", "confirmed", "withdrawn"])
        #expect(CashCount.Step.allCases.map(\.rawValue) == ["confirm", "withdraw"])
        #expect(
            BankReconciliation.State.allCases.map(\.rawValue) == ["recorded", "confirmed", "withdrawn"])
        #expect(BankReconciliation.Step.allCases.map(\.rawValue) == ["confirm", "withdraw"])
        #expect(AccountingPeriod.State.allCases.map(\.rawValue) == ["open", "submitted", "closed"])
        #expect(AccountingPeriod.Step.allCases.map(\.rawValue) == ["submit", "close", "reopen"])
        #expect(
            CashCount.Denomination.allCases.map(\.rawValue) == [
                500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200,
            ])
    }

    @Test func `kinds and levels of units and hamlets`() {
        #expect(AdministrativeUnit.Level.allCases.map(\.rawValue) == ["province", "district", "commune"])
        #expect(
            Hamlet.Kind.allCases.map(\.rawValue) == [
                "thon", "xom", "lang", "ap", "ban", "buon", "bon", "phum", "soc", "khoi", "to_dan_pho",
                "khu_pho", "khoi_pho", "khom", "tieu_khu",
            ]
        )
        #expect(Hamlet.Class.allCases.map(\.rawValue) == ["thon", "to_dan_pho"])
    }

    @Test func `kinds of accounts and vouchers`() {
        #expect(
            LedgerAccount.Kind.allCases.map(\.rawValue) == [
                "cash", "bank", "households", "people_away", "individuals", "companies", "organisations",
                "state_central", "state_province", "state_district", "state_commune", "state_agencies",
                "expenses", "refunds", "handover", "opening", "interest", "fees", "fund_transfer", "surplus",
                "shortage", "correction", "payables", "in_hand", "pass_through",
            ]
        )
        #expect(Voucher.Kind.allCases.map(\.rawValue) == ["receipt", "payment"])
        #expect(Voucher.Kind.allCases.map(\.prefix) == ["PT", "PC"])
    }
}

/// A list of values in a migration's CHECK, and the domain's values that it must equal.
private struct CheckList: Sendable, CustomTestStringConvertible {
    let migration: String
    let column: String
    let words: [String]

    var testDescription: String { "\(migration) \(column)" }

    static let all = [
        CheckList(
            migration: "0002_units",
            column: "level IN",
            words: AdministrativeUnit.Level.allCases.map(\.rawValue)
        ),
        CheckList(migration: "0003_users", column: "role IN", words: Role.allCases.map(\.rawValue)),
        CheckList(
            migration: "0042_hamlet_types", column: "kind IN", words: Hamlet.Kind.allCases.map(\.rawValue)),
        CheckList(
            migration: "0040_voting_forms", column: "CHECK (matter IN",
            words: Decision.Matter.allCases.map(\.rawValue)),
        CheckList(
            migration: "0040_voting_forms", column: "CHECK (voting_mode IN",
            words: Decision.VotingMode.allCases.map(\.rawValue)),
        CheckList(
            migration: "0009_vouchers", column: "kind IN", words: Voucher.Kind.allCases.map(\.rawValue)),
        CheckList(
            migration: "0024_hand_over", column: "state IN", words: Pledge.State.allCases.map(\.rawValue)),
        CheckList(
            migration: "0044_state_support",
            column: "sponsor_kind IN",
            // Couples and groups are persons of a `sponsor_form`.
            words: Contribution.Sponsor.Kind.allCases.filter { $0 != .couple && $0 != .group }
                .map(\.rawValue)
        ),
        CheckList(
            migration: "0044_state_support", column: "sponsor_level IN",
            words: Contribution.Sponsor.Level.allCases.map(\.rawValue)),
        CheckList(
            migration: "0044_state_support", column: "source IN",
            words: Contribution.Source.allCases.map(\.rawValue)),
        CheckList(
            migration: "0011_contributions",
            column: "method IN",
            words: Contribution.Method.allCases.map(\.rawValue)
        ),
        CheckList(
            migration: "0013_expenditures",
            column: "method IN",
            words: Contribution.Method.allCases.map(\.rawValue)
        ),
        CheckList(
            migration: "0029_names", column: "kind IN",
            words: Reorganisation.Kind.allCases.map(\.rawValue)),
        CheckList(
            migration: "0023_households_over_time", column: "ending IN",
            words: Household.Ending.Kind.allCases.map(\.rawValue)),
        CheckList(
            migration: "0032_expenditure_exits",
            column: "state IN",
            words: Expenditure.State.allCases.map(\.rawValue)
        ),
    ]
}

/// Checks that the rules stated both in the domain and in CHECK constraints agree.
@Suite struct MigrationAgreementTests {
    private func migration(_ name: String) throws -> String {
        try Repository.text(of: "migrations/\(name).sql")
    }

    @Test(arguments: CheckList.all)
    private func `a CHECK lists the domain's raw values in the same order`(_ list: CheckList) throws {
        let sql = try migration(list.migration)
        let start = try #require(sql.range(of: "\(list.column) ("))
        let inside = sql[start.upperBound...].prefix { $0 != ")" }
        let words = inside.split(separator: "'").filter { $0.contains { $0.isLetter } }.map(String.init)
        #expect(words == list.words)
    }

    @Test func `the household CHECK uses the domain's limit`() throws {
        #expect(Household.personsCountMax == 99)
        #expect(
            try migration("0005_households").contains("persons BETWEEN 1 AND \(Household.personsCountMax)")
        )
    }
}
