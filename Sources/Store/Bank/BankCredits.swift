package import Domain
package import JSON
package import SQLite

extension BankCredit: StoredEntity {
    package static let table = EntityTable(
        .bankCredit, "bank_credit",
        [
            "id", "account", "owner", "line", "amount_dong", "booked_on", "reference", "reference_key",
            "memo",
            "payer_name", "payer_account", "source", "payment_code", "ignored_reason", "recorded_by",
            "recorded_ms", "version",
        ], actions: [.recorded, .changed, .forgotten], scopeSource: .owner, isVersioned: true,
        version: """
            bank_credit.version + (
                SELECT count(*)
                FROM \(receipts)
                WHERE part.credit = bank_credit.id AND \(returned)
            )
            """,
        personal: PersonalMembers(erased: [
            "memo", "payer_name", "payer_account", "payment_code", "ignored_reason",
        ])
    )
    .with(part: "bank_credit_receipt", of: "credit")

    /// The receipts of credits, each with the hamlet whose books it is in, if a hamlet keeps them: the source of `returned`.
    static let receipts: SQL = """
        bank_credit_receipt AS part JOIN contribution ON contribution.id = part.contribution
            JOIN fund_owner ON fund_owner.owner = contribution.owner
            LEFT JOIN hamlet AS books ON books.id = fund_owner.hamlet
        """

    /// True for a receipt that let go of its bank reference: see `checkBankReference(of:)`.
    static let returned: SQL = """
        (contribution.voided_ms IS NOT NULL
            OR books.valid_to IS NOT NULL AND contribution.refunded_dong >= contribution.amount_dong)
        """

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> BankCredit {
        let code = row.optionalText(12)
        let facts = Facts(
            amount: row.positiveDong(4), bookedOn: row.date(5), reference: row.text(6), memo: row.text(8),
            payerName: row.optionalText(9), payerAccount: row.optionalText(10))
        row.validate(
            row.textEquals(Array(facts.referenceKey.utf8), in: 7),
            "references are compared by letters and digits")
        row.validate(
            code == nil || PaymentCode(text: code ?? "") != nil, "a payment code has its check digits")
        return BankCredit(
            id: row.id(0), account: row.id(1), owner: row.owner(2), line: BankAccount.Line(text: row.text(3)),
            facts: facts, source: row.choice(11), code: code.flatMap { PaymentCode(text: $0) },
            parts: try parts(of: row.id(0), in: tx), ignoredFor: row.optionalText(13),
            recordedBy: row.optionalID(14), recordedAt: row.instant(15), version: row.integer(16))
    }

    private static func parts<Transaction: Reading & ~Copyable>(
        of id: ID, in tx: borrowing Transaction
    ) throws -> [Part] {
        try tx.connection.all(partsOfCredit, id) { row in
            Part(
                contribution: row.id(0), amount: row.dong(1), reference: row.optionalText(2),
                isReturned: row.boolean(3))
        }
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("account", account.number)
        owner.writeMember(to: &json)
        json.member("line", line.text)
        json.member("amount", facts.amount.amount)
        json.member("booked_on", facts.bookedOn.text)
        json.member("reference", facts.reference)
        json.member("memo", facts.memo)
        json.member("payer_name", facts.payerName)
        json.member("payer_account", facts.payerAccount)
        json.member("source", source.rawValue)
        json.member("code", code?.text)
        json.member("ignored_reason", ignoredFor)
        json.name("receipts")
        json.beginArray()
        for part in parts {
            json.beginObject()
            json.member("contribution", part.contribution.number)
            json.member("amount", part.amount.amount)
            json.endObject()
        }
        json.endArray()
        json.member("recorded_by", recordedBy?.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }

    /// A receipt whose row is missing still counts, so that verification finds it.
    fileprivate static let partsOfCredit = Query(
        """
        SELECT part.contribution, part.amount_dong, contribution.bank_reference,
            CASE WHEN \(returned) THEN 1 ELSE 0 END
        FROM bank_credit_receipt AS part LEFT JOIN contribution ON contribution.id = part.contribution
            LEFT JOIN fund_owner ON fund_owner.owner = contribution.owner
            LEFT JOIN hamlet AS books ON books.id = fund_owner.hamlet
        WHERE part.credit = ?1
        ORDER BY part.number
        """)

    fileprivate static let ofContribution = Query(
        """
        SELECT \(table.columns)
        FROM bank_credit
        WHERE id = (SELECT credit FROM bank_credit_receipt WHERE contribution = ?1)
        """)

    fileprivate static let withReference = Query(
        "SELECT \(table.columns) FROM bank_credit WHERE line = ?1 AND reference_key = ?2")

    /// The credits of an owner's accounts and of the holders before: an account that was passed on is one line.
    fileprivate static let ofOwner = Query(
        """
        WITH RECURSIVE chain (account, previous) AS (
            SELECT id, previous FROM bank_account WHERE owner = ?1
            UNION
            SELECT bank_account.id, bank_account.previous
            FROM bank_account JOIN chain ON bank_account.id = chain.previous
        ), receipted (credit, dong) AS (
            SELECT part.credit, CAST(sum(part.amount_dong) AS BIGINT)
            FROM \(receipts)
            WHERE part.credit IN (
                    SELECT id FROM bank_credit WHERE account IN (SELECT chain.account FROM chain)
                ) AND NOT \(returned)
            GROUP BY part.credit
        )
        SELECT \(table.columns)
        FROM bank_credit LEFT JOIN receipted ON receipted.credit = bank_credit.id
        WHERE account IN (SELECT chain.account FROM chain) AND id < ?2
            AND (?3 IS NULL OR account = ?3)
            AND (?4 IS NULL OR ?4 = CASE WHEN ignored_reason IS NOT NULL THEN 'ignored'
                WHEN coalesce(receipted.dong, 0) >= amount_dong THEN 'used'
                WHEN payment_code IS NOT NULL OR coalesce(receipted.dong, 0) > 0 THEN 'matched'
                ELSE 'unmatched' END)
            AND booked_on BETWEEN coalesce(?5, 0) AND coalesce(?6, 99991231)
        ORDER BY id DESC
        LIMIT ?7
        """)
}

/// A filter for an owner's bank credits.
///
/// Nil matches anything.
package struct BankCreditFilter: Hashable, Sendable {
    package var account: BankAccount.ID?
    package var state: BankCredit.State?
    package var from: LocalDate?
    package var to: LocalDate?

    package init(
        account: BankAccount.ID? = nil, state: BankCredit.State? = nil, from: LocalDate? = nil,
        to: LocalDate? = nil
    ) {
        self.account = account
        self.state = state
        self.from = from
        self.to = to
    }
}

extension Reading where Self: ~Copyable {
    /// The credits of the accounts of `owner`, newest first, before `cursor`.
    package borrowing func bankCredits(
        of owner: FundOwner, matching filter: BankCreditFilter, before cursor: BankCredit.ID?, limit: Int
    ) throws -> [BankCredit] {
        try all(
            BankCredit.ofOwner, owner, cursor?.number ?? Int64.max, filter.account, filter.state?.rawValue,
            filter.from, filter.to, limit)
    }

    /// The credit on which the receipt was issued; nil when it was entered by hand.
    package borrowing func bankCredit(of receipt: Contribution.ID) throws -> BankCredit? {
        try first(BankCredit.ofContribution, receipt)
    }

    /// The credit of an account with this reference, however it is written and whoever held the account.
    package borrowing func bankCredit(
        _ referenceKey: String, of line: BankAccount.Line
    ) throws -> BankCredit? {
        try first(BankCredit.withReference, line.text, referenceKey)
    }
}

extension WriteTransaction {
    /// Stores a new credit.
    ///
    /// - Throws: `Refusal.alreadyExists` when the account has a credit with its reference.
    package borrowing func save(_ credit: BankCredit) throws {
        let position = try journal(.recorded, credit, owner: nil)
        let facts = credit.facts
        try mappingConstraint(
            .alreadyExists(.bankCredit, at: .reference), on: "bank_credit.line, bank_credit.reference_key"
        ) {
            try connection.run(
                """
                INSERT INTO bank_credit (id, account, owner, line, amount_dong, booked_on, reference, reference_key,
                    memo, payer_name, payer_account, source, payment_code, ignored_reason, recorded_by, recorded_ms,
                    version, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
                """, credit.id, credit.account, credit.owner, credit.line.text, facts.amount, facts.bookedOn,
                facts.reference, facts.referenceKey, facts.memo, facts.payerName, facts.payerAccount,
                credit.source.rawValue, credit.code?.text, credit.ignoredFor, credit.recordedBy,
                credit.recordedAt, credit.version, position)
        }
    }

    /// Stores `credit` as a change of `old`: its state, and the receipts that were issued on it.
    ///
    /// - Throws: `Refusal.versionMismatch`; `Refusal.notFound` when its payer was forgotten.
    package borrowing func save(_ credit: BankCredit, replacing old: BankCredit) throws {
        // Nobody knows any more whose receipt that would be.
        guard try !isForgotten(credit.id) else { throw Refusal.notFound(.bankCredit) }
        let position = try journal(.changed, credit, owner: nil)
        try update(to: credit) {
            try connection.run(
                """
                UPDATE bank_credit SET ignored_reason = ?2, version = ?3, position = ?4
                WHERE id = ?1 AND version = ?3 - 1
                """, credit.id, credit.ignoredFor, credit.version, position)
        }
        for (index, part) in credit.parts.enumerated().dropFirst(old.parts.count) {
            try connection.run(
                """
                INSERT INTO bank_credit_receipt (credit, number, contribution, amount_dong)
                VALUES (?1, ?2, ?3, ?4)
                """, credit.id, index + 1, part.contribution, part.amount)
        }
    }
}
