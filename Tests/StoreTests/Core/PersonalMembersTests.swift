import Domain
import SQLite
import TestSupport
import Testing

@testable import Store

/// The entity table says of every free text whether it may name a person, and what becomes of it.
@Suite struct PersonalMembersTests {
    /// Free texts that name nobody: owners, codes, keys, numbers of documents and names of places and things; and the
    /// texts that are public as they are, which the disclosure policy refuses with private data in them.
    private static let impersonal: [String: Set<String>] = [
        "access_token": ["unit_code"], "accounting_period": ["owner", "state"],
        "bank_account": ["owner", "bank", "bank_name", "number", "basis", "line"],
        "bank_credit": ["owner", "line", "reference", "reference_key"],
        "bank_entry": ["owner", "reference", "reference_key"], "bank_reconciliation": ["owner", "state"],
        "book_handover": ["owner", "successor", "decision_number"], "cash_count": ["owner", "state"],
        "community_event": ["unit", "kind", "title"], "community_event_output": ["item", "measure"],
        "consultation": ["commune", "matter", "title"],
        "contribution": [
            "owner", "commune", "sponsor_kind", "sponsor_form", "sponsor_level", "source", "bank_reference",
            "book",
            "import_key", "import_key_folded", "bank_key", "foreign_currency", "foreign_amount",
            "foreign_rate",
        ],
        "criteria_set": ["unit"], "criterion": ["name"],
        "decision": ["commune", "title", "place", "quorum"], "decision_item": ["text", "threshold"],
        "decision_estimate": ["name"],
        "expenditure": ["owner", "commune", "item", "book"],
        "fund": ["owner", "name", "collects_for", "collection_basis"], "fund_transfer": ["owner"],
        "hamlet": ["commune", "name", "search_key"], "hamlet_version": ["commune", "name", "kind"],
        "hand_over_slip": ["owner", "state"], "household": ["code"], "household_version": ["code"],
        "model": ["unit", "decision_number"], "opening_balance": ["owner", "basis"],
        "organisation": ["unit", "name", "kind", "search_key"],
        "organisation_version": ["unit", "name", "kind"],
        "parameter": ["key", "unit", "value", "source"],
        "payable": ["owner", "kind", "creditor_kind", "item"], "payable_gift": ["owner", "state"],
        "profile_occupation": ["name"], "reorganisation": ["decision_number"],
        "unit": ["code", "parent_code", "name", "path", "search_key"],
        "unit_succession": ["decision_number"], "voucher_book": ["owner", "name", "name_key"],
        "voucher_print": ["owner"],
    ]

    /// The tables of an entity: its own, those of its parts and of its previous versions.
    private static func tables(of kind: EntityKind) -> [String] {
        let name = kind.table.name.text
        return [name] + kind.table.parts.map(\.name.text)
            + (kind.keepsVersions ? [name + "_version"] : [])
    }

    /// The columns with texts that no CHECK limits to a list.
    private static func freeTexts(of table: String, in connection: Connection) throws -> Set<String> {
        let sql =
            try connection.first("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", table) {
                row in row.text(0)
            } ?? ""
        let words = sql.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        let names = try connection.all(
            "SELECT name FROM pragma_table_info(?1) WHERE type = 'TEXT'", table
        ) { row in row.text(0) }
        return Set(names.filter { !words.contains("CHECK (\($0) IN") })
    }

    @Test(arguments: EntityKind.allCases)
    func `every free text is erased, kept for a reason, or names nobody`(_ kind: EntityKind) throws {
        let store = try TestStore()
        try withExtendedLifetime(store) {
            let raw = try RawFile(store.path)
            let personal = kind.table.personal
            let main = kind.table.name.text
            #expect(Set(personal.erased).isDisjoint(with: personal.kept.keys))
            for table in Self.tables(of: kind) {
                func qualified(_ column: String) -> String { table == main ? column : table + "." + column }
                for column in try Self.freeTexts(of: table, in: raw.connection).sorted() {
                    let name = qualified(column)
                    let answers = [
                        personal.erased.contains(name), personal.kept[name] != nil,
                        Self.impersonal[table]?.contains(column) ?? false,
                    ]
                    #expect(answers.count { $0 } == 1, "say in the entity table who \(table).\(column) names")
                }
            }
        }
    }

    @Test(arguments: EntityKind.allCases)
    func `what can be erased can be forgotten, and nothing else`(_ kind: EntityKind) throws {
        let isErasable = !kind.table.personal.erased.isEmpty
        #expect(kind.table.actions.contains(.forgotten) == isErasable)
        #expect((kind.storedType is any ForgettableEntity.Type) == isErasable)
        // Vouchers are never among them.
        let isVoucher = kind == .contribution || kind == .expenditure
        #expect(!isVoucher || !isErasable)
        let store = try TestStore()
        let trigger = try withExtendedLifetime(store) {
            try RawFile(store.path).connection
                .first("SELECT sql FROM sqlite_schema WHERE name = 'journal_kept_as_written'") {
                    row in row.text(0)
                }
        }
        let sql = try #require(trigger)
        for (action, event) in zip(kind.table.actions, kind.table.eventNames) {
            #expect(sql.contains("'\(event)'") == isErasable, "\(event)")
            let index = EntityKind.forgottenKinds.text
            #expect(index.contains("'\(event)'") == (action == .forgotten), "\(event)")
        }
    }

    @Test(arguments: EntityKind.allCases)
    func `nothing that can be erased is in the public part of an entry`(_ kind: EntityKind) {
        let shown = Set(kind.table.publicMembers.members.map { $0.name.description })
        let columns = kind.table.personal.erased.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
        #expect(shown.isDisjoint(with: columns))
    }
}
