package import Domain
package import JSON
package import SQLite

extension Fund: StoredEntity {
    package static let table = EntityTable(
        .fund, "fund",
        [
            "fund.id", "fund.owner", "fund.name", "fund.decision", "fund.version",
            "fund.collects_for", "fund.collection_basis",
        ],
        actions: [.recorded, .changed], scopeSource: .owner, isVersioned: true,
        // As `PublicFundView`: on which decisions money is collected.
        publicMembers: PublicMembers(
            [
                .init("id"), .init("hamlet"), .init("commune_owner"), .init("organisation_owner"),
                .init("name"), .init("collects_for"), .init("collection_basis"),
                .init("decision"), .init("earlier_decisions"),
            ], earlier: [.none])
    )
    .with(part: "fund_decision", of: "fund")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Fund {
        Fund(
            id: row.id(0), owner: row.owner(1), name: row.text(2), passThrough: readPassThrough(row),
            decision: row.optionalID(3),
            earlierDecisions: try tx.earlierDecisions(of: row.id(0)), version: row.integer(4))
    }

    private static func readPassThrough(_ row: borrowing Row) -> PassThrough? {
        let (beneficiary, basis) = (row.optionalText(5), row.optionalText(6))
        row.validate((beneficiary == nil) == (basis == nil), "what is collected for others has its basis")
        guard let beneficiary, let basis else { return nil }
        return PassThrough(beneficiary: beneficiary, basis: basis)
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("name", name)
        // Only a fund that collects for others has these.
        if let passThrough {
            json.member("collects_for", passThrough.beneficiary)
            json.member("collection_basis", passThrough.basis)
        }
        if let decision { json.member("decision", decision.number) }
        if !earlierDecisions.isEmpty {
            json.name("earlier_decisions")
            json.beginArray()
            for decision in earlierDecisions { json.value(decision.number) }
            json.endArray()
        }
        json.member("version", version)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM fund
        WHERE owner = ?1 AND id > ?2
        ORDER BY id
        LIMIT ?3
        """)

    fileprivate static let named = Query("SELECT \(table.columns) FROM fund WHERE owner = ?1 AND name = ?2")

    fileprivate static let line = Query(
        """
        WITH RECURSIVE line (id) AS (
            SELECT ?1
            UNION
            \(nextFunds)
        )
        SELECT id FROM line
        """)

    fileprivate static let openAfter = Query(
        """
        WITH RECURSIVE line (id) AS (
            SELECT ?1
            UNION
            \(nextFunds)
        )
        SELECT \(table.columns)
        FROM line JOIN fund ON fund.id = line.id JOIN fund_owner ON fund_owner.owner = fund.owner
            LEFT JOIN hamlet ON hamlet.id = fund_owner.hamlet
        WHERE hamlet.valid_to IS NULL AND fund.owner NOT IN (SELECT owner FROM book_handover)
        ORDER BY fund.id
        """)
}

extension Reading where Self: ~Copyable {
    /// True when the fund has receipts from households dated `day` or later, voided ones included.
    package borrowing func hasReceipts(of fund: Fund, since day: LocalDate) throws -> Bool {
        try connection.first(
            """
            SELECT 1
            FROM ledger_sum
            WHERE owner = ?1 AND fund = ?2 AND day >= ?3 AND credit = 'households'
            LIMIT 1
            """, fund.owner, fund.id, day
        ) { _ in true } ?? false
    }

    /// The funds of `owner`, by id, after `cursor`.
    package borrowing func funds(of owner: FundOwner, after cursor: Fund.ID?, limit: Int) throws -> [Fund] {
        try all(Fund.ofOwner, owner, cursor?.number ?? 0, limit)
    }

    /// The fund of `owner` with this name, or nil when there is none.
    package borrowing func fund(named name: String, of owner: FundOwner) throws -> Fund? {
        try first(Fund.named, owner, name)
    }

    /// The names of all funds of `owner`.
    package borrowing func fundNames(of owner: FundOwner) throws -> [NamedPeriod] {
        try connection.all("SELECT id, name FROM fund WHERE owner = ?1 ORDER BY id", owner) { row in
            NamedPeriod(id: row.integer(0), name: row.text(1), context: "", from: nil, to: nil)
        }
    }

    borrowing func fundNamesByKey(of owner: FundOwner) throws -> PlaceNames {
        var names = PlaceNames(findsSimilar: true)
        for fund in try fundNames(of: owner) { names.insert(fund.id, fund.name) }
        return names
    }

    /// Other funds of the owner whose names differ only by accents, spaces and signs.
    package borrowing func similarNames(to fund: Fund) throws -> [NamedEntity] {
        try names(of: .funds(fund.owner)).similar(to: fund.name, besides: fund.id.number, from: nil)
    }

    fileprivate borrowing func earlierDecisions(of fund: Fund.ID) throws -> [Decision.ID] {
        try connection.all(
            "SELECT decision FROM fund_decision WHERE fund = ?1 ORDER BY number", fund
        ) { row in row.id(0) }
    }

    /// `fund`, and those that took over its money in reorganisations and hand-overs, directly or indirectly.
    package borrowing func funds(from fund: Fund.ID) throws -> Set<Fund.ID> {
        Set(try connection.all(Fund.line, fund) { row in row.id(0) })
    }

    /// The open direct and indirect successors of `fund`, or the fund itself while it is open.
    package borrowing func openFunds(after fund: Fund.ID) throws -> [Fund] {
        try all(Fund.openAfter, fund)
    }
}

extension WriteTransaction {
    /// Records a new fund.
    ///
    /// - Throws: `Refusal.nameTaken` when another fund of the owner has the name.
    package borrowing func save(_ fund: Fund) throws {
        try keepBooks(of: fund.owner)
        try checkName(fund.name, of: fund.id.number, in: .funds(fund.owner), .fund, at: .name)
        let position = try journal(.recorded, fund, owner: fund.owner)
        try mappingConstraint(.alreadyExists(.fund, at: .name), on: "fund.owner, fund.name") {
            try connection.run(
                """
                INSERT INTO fund (id, owner, name, decision, version, position, collects_for, collection_basis)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """, fund.id, fund.owner, fund.name, fund.decision, fund.version, position,
                fund.passThrough?.beneficiary, fund.passThrough?.basis)
        }
        session.caches.names.change(.funds(fund.owner)) { $0.insert(fund.id.number, fund.name) }
    }

    /// Stores the decision that authorises `fund` to collect, replacing that of `old`.
    ///
    /// - Throws: `Refusal.versionMismatch`.
    package borrowing func save(_ fund: Fund, replacing old: Fund) throws {
        let position = try journal(.changed, fund, owner: fund.owner)
        try update(to: fund) {
            try connection.run(
                "UPDATE fund SET decision = ?2, version = ?3, position = ?4 WHERE id = ?1 AND version = ?3 - 1",
                fund.id, fund.decision, fund.version, position)
        }
        for index in old.earlierDecisions.count..<fund.earlierDecisions.count {
            try connection.run(
                "INSERT INTO fund_decision (fund, number, decision) VALUES (?1, ?2, ?3)", fund.id, index + 1,
                fund.earlierDecisions[index])
        }
    }
}

/// The funds that took over the money of those in `line`.
///
/// That was in a reorganisation of hamlets or a hand-over of books, never in both. A UNION of both would be built for each
/// step.
private let nextFunds: SQL = """
    SELECT coalesce(reorganisation_fund.to_fund, book_handover_fund.to_fund)
    FROM line LEFT JOIN reorganisation_fund ON reorganisation_fund.from_fund = line.id
        LEFT JOIN book_handover_fund ON book_handover_fund.from_fund = line.id
    WHERE coalesce(reorganisation_fund.to_fund, book_handover_fund.to_fund) IS NOT NULL
    """
