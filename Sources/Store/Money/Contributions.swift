package import Domain
package import JSON
package import SQLite
import Text

extension Contribution: StoredEntity {
    package static let table = EntityTable(
        .contribution, "contribution",
        [
            "contribution.id", "contribution.owner", "contribution.fund", "household", "organisation",
            "sponsor_name", "sponsor_kind", "is_anonymous", "pledge", "method", "bank_reference",
            "received_on",
            "amount_dong", "book", "number", "party_name", "recorded_by", "recorded_ms", "void_reason",
            "voided_by", "voided_ms", "contribution.version", "party_address", "voucher_reason", "donor_name",
            "refunded_dong", "refund_steps", "source", "sponsor_level", "names_book",
            "import_key", "import_key_folded", "issued_on", "replaces", "replaced_by",
            "reversed_on", "voucher_line", "voucher_lines", "attachments", "foreign_currency",
            "foreign_amount",
            "foreign_rate", "donor_names", "settles", "collector", "passes_through", "sponsor_form",
        ], actions: [.recorded, .voided], scopeSource: .owner, isVersioned: true,
        version: "contribution.version + refund_steps", publicMembers: publicMembers,
        personal: .kept(
            "sponsor_name", "party_name", "party_address", "donor_name", "donor_names", "voucher_reason",
            "void_reason", as: .voucher))

    /// As `PublicContributionLine`: no name of an anonymous donor, none on a voided receipt, and none of a creditor who
    /// gave what was owed.
    private static let publicMembers = PublicMembers(
        shownMembers + [
            .init("donor_name", .not("anonymous", "true"), .without("void_reason"), .without("settles")),
            .init(
                "party_name", .not("anonymous", "true"), .without("void_reason"), .without("donor_name"),
                .without("settles")),
        ], earlier: [PublicMembers(shownMembers + namesWithCreditors)])

    private static let shownMembers: [PublicMembers.Member] =
        PublicMembers.owner + [
            .init("fund"), .init("method", .without("settles")), .init("received_on"), .init("amount"),
            .init("book"), .init("number"), .init("voucher_line"), .init("voucher_lines"),
            .init("issued_on"), .init("replaces"), .init("replaced_by"),
            .init("reversed_on"),
        ]

    private static let namesWithCreditors: [PublicMembers.Member] = [
        .init("donor_name", .not("anonymous", "true"), .without("void_reason")),
        .init("party_name", .not("anonymous", "true"), .without("void_reason"), .without("donor_name")),
    ]

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Contribution {
        let owner = row.owner(1)
        let receivedOn = row.date(11)
        let (issuedOn, replaces) = (row.optionalDate(32) ?? receivedOn, row.optionalID(33) as ID?)
        row.validate(
            issuedOn == receivedOn || (issuedOn > receivedOn && replaces != nil),
            "only a replacement is issued later than the money came")
        let series = Voucher.Series(owner: owner, kind: .receipt, year: issuedOn.year, book: row.text(13))
        let (donor, source): (Donor, Source) = (readDonor(row), row.choice(27))
        row.validate(
            source == donor.source(isStateAgency: source == .state), "a household's money is no state support"
        )
        return Contribution(
            id: row.id(0), owner: owner, fund: row.id(2), donor: donor,
            donorName: row.optionalText(24), donorNames: row.optionalText(42), source: source,
            isAnonymous: row.boolean(7),
            pledge: row.optionalID(8), method: row.choice(9), bankReference: row.optionalText(10),
            receivedOn: receivedOn,
            voucher: Voucher(
                series: series, number: row.integer(14), line: readLine(row), namesBook: row.boolean(29),
                issuedOn: issuedOn, amount: row.positiveDong(12),
                partyName: row.text(15), partyAddress: row.text(22), reason: row.text(23),
                attachments: row.optionalInteger(38)),
            foreign: readForeign(row), importKey: readImportKey(row), replaces: replaces,
            settles: row.optionalID(43), collector: row.optionalID(44), passesThrough: row.boolean(45),
            recordedBy: row.id(16), recordedAt: row.instant(17), voiding: readVoiding(row),
            refunds: Refunds(paid: row.dong(25), stepsCount: row.integer(26)), version: row.integer(21))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("fund", fund.number)
        switch donor {
        case .household(let household): json.member("household", household.number)
        case .organisation(let organisation): json.member("organisation", organisation.number)
        case .sponsor(let sponsor):
            json.member("sponsor_name", sponsor.name)
            json.member("sponsor_kind", sponsor.kind.rawValue)
            if let level = sponsor.level { json.member("sponsor_level", level.rawValue) }
        }
        if let donorName { json.member("donor_name", donorName) }
        if let donorNames { json.member("donor_names", donorNames) }
        json.member("anonymous", isAnonymous)
        json.member("pledge", pledge?.number)
        json.member("method", method.rawValue)
        json.member("bank_reference", bankReference)
        json.member("received_on", receivedOn.text)
        json.member("amount", amount.amount)
        json.member("book", voucher.series.book)
        json.member("number", voucher.printedNumber)
        // Only receipts of several lines have these.
        if voucher.line != .only {
            json.member("voucher_line", voucher.line.number)
            json.member("voucher_lines", voucher.line.count)
        }
        json.member("party_name", voucher.partyName)
        json.member("party_address", voucher.partyAddress)
        json.member("reason", voucher.reason)
        if let count = voucher.attachments { json.member("attachments", count) }
        if let foreign {
            json.member("foreign_currency", foreign.currency)
            json.member("foreign_amount", foreign.amount.text)
            json.member("foreign_rate", foreign.rate.text)
        }
        // Rows from before migration 0047 have no such member.
        if let importKey { json.member("import_key", importKey.written) }
        // Only replacements have these, and receipts that were replaced.
        if let replaces {
            json.member("replaces", replaces.number)
            json.member("issued_on", voucher.issuedOn.text)
        }
        // Only the gift of a debt has it.
        if let settles { json.member("settles", settles.number) }
        // Only cash that is to be handed over has it.
        if let collector { json.member("collector", collector.number) }
        // Only money that is collected for others has it.
        if passesThrough { json.member("passes_through", true) }
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        if let voiding {
            json.member("void_reason", voiding.reason)
            json.member("voided_by", voiding.by.number)
            json.member("voided_at", voiding.at.text)
            if let replacement = voiding.replacedBy { json.member("replaced_by", replacement.number) }
            if let day = voiding.reversedOn { json.member("reversed_on", day.text) }
        }
        json.member("version", version)
    }

    /// Selects vouchers without address and reason, which lists do not show.
    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns.replacing("party_address", with: "''").replacing("voucher_reason", with: "''"))
        FROM contribution
        WHERE owner = ?1 AND id < ?2
            AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR household = ?4)
            AND (?5 IS NULL OR method = ?5)
            AND (?6 IS NULL OR (voided_ms IS NULL) = (?6 = 'valid'))
            AND (?7 IS NULL OR received_on >= ?7) AND (?8 IS NULL OR received_on <= ?8)
        ORDER BY id DESC
        LIMIT ?9
        """)

    fileprivate static let publicOfOwner = Query(
        """
        SELECT id, received_on, book, number, CASE WHEN voided_ms IS NULL THEN coalesce(donor_name, party_name) END,
            CASE WHEN settles IS NULL THEN is_anonymous ELSE 1 END,
            CASE WHEN source = 'state' THEN 'state' WHEN household IS NOT NULL THEN 'household'
                WHEN organisation IS NOT NULL THEN 'organisation' ELSE 'sponsor' END,
            fund, method, amount_dong, refunded_dong, names_book, coalesce(issued_on, received_on), settles
        FROM contribution
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3)
            AND (?4 IS NULL OR received_on >= ?4) AND (?5 IS NULL OR received_on <= ?5)
        ORDER BY id DESC
        LIMIT ?6
        """)
}

extension Reading where Self: ~Copyable {
    /// The contributions to `owner`, newest first, before `cursor`.
    package borrowing func contributions(
        to owner: FundOwner, matching filter: ContributionFilter, before cursor: Contribution.ID?, limit: Int
    ) throws -> [Contribution] {
        try all(
            Contribution.ofOwner, owner, cursor?.number ?? Int64.max, filter.fund, filter.household,
            filter.method?.rawValue, filter.state?.rawValue, filter.from, filter.to, limit)
    }

    /// The public view of the contributions.
    ///
    /// It reads public columns only.
    ///
    /// The filter's household, method and state are ignored: they are not public.
    package borrowing func publicContributions(
        to owner: FundOwner, matching filter: ContributionFilter, before cursor: Contribution.ID?, limit: Int
    ) throws -> [PublicContribution] {
        var (book, donor) = (PreviousValue<String>(), PreviousValue<PublicContribution.Donor>())
        var method = PreviousValue<Contribution.Method>()
        return try connection.all(
            Contribution.publicOfOwner, owner, cursor?.number ?? Int64.max, filter.fund, filter.from,
            filter.to, limit
        ) { row in
            let receivedOn = row.date(1)
            let series = Voucher.Series(
                owner: owner, kind: .receipt, year: row.date(12).year, book: row.text(2, repeating: &book))
            return PublicContribution(
                id: row.id(0), series: series, number: row.integer(3), partyName: row.optionalText(4),
                isAnonymous: row.boolean(5), donor: row.choice(6, repeating: &donor), fund: row.id(7),
                method: row.optionalInteger(13) == nil ? row.choice(8, repeating: &method) : nil,
                amount: row.dong(9),
                refunded: row.dong(10), namesBook: row.boolean(11), receivedOn: receivedOn)
        }
    }
}

extension WriteTransaction {
    /// Stores that the receipt of `contribution` was voided: the number stays, postings and totals are reversed.
    ///
    /// - Throws: `Refusal.balanceTooLow` when the money was already spent; `.versionMismatch`.
    package borrowing func void(_ contribution: Contribution) throws {
        let position = try markVoided(contribution)
        try postVoiding(of: contribution, position: position)
    }

    /// Reverses the posting of `contribution`, which was marked as voided at `position`.
    ///
    /// - Throws: `Refusal.balanceTooLow` when the money was already spent. A replacement that is recorded before makes
    ///   up for it, so that only the difference must be there.
    package borrowing func postVoiding(of contribution: Contribution, position: Int64) throws {
        guard let posting = contribution.voidingPosting else { return }
        if let collector = contribution.collector {
            try checkHand(
                of: collector, for: contribution.fund, of: contribution.owner, from: contribution.receivedOn)
        }
        try post(
            posting, of: contribution.owner, position: position,
            taking: BooksRefusal.Step("void", of: .contribution))
        // The figures of a closed month stay.
        guard contribution.voiding?.reversedOn == nil else { return }
        if let household = contribution.participant, let hamlet = contribution.owner.hamlet {
            try removeParticipant(household, in: contribution.receivedOn.year, of: hamlet)
        }
    }

    /// Stores that `contribution` was voided, before its posting is reversed.
    ///
    /// - Returns: the position of the voiding.
    /// - Throws: `Refusal.versionMismatch`.
    package borrowing func markVoided(_ contribution: Contribution) throws -> Int64 {
        guard let voiding = contribution.voiding else { preconditionFailure("a voiding without its reason") }
        let position = try journal(.voided, contribution, owner: contribution.owner)
        try update(to: contribution) {
            try connection.run(
                """
                UPDATE contribution
                SET void_reason = ?3, voided_by = ?4, voided_ms = ?5, version = ?6, position = ?7,
                    replaced_by = ?8, reversed_on = ?9
                WHERE owner = ?1 AND id = ?2 AND version = ?6 - 1
                """, contribution.owner, contribution.id, voiding.reason, voiding.by, voiding.at,
                contribution.version, position, voiding.replacedBy, voiding.reversedOn)
        }
        return position
    }

    borrowing func insert(
        _ contribution: Contribution, in commune: AdministrativeUnit.Code, position: Int64
    ) throws(SQLiteError) {
        let donor = contribution.donor
        try connection.run(
            """
            INSERT INTO contribution (owner, id, commune, fund, household, organisation, sponsor_name, sponsor_kind,
                is_anonymous, pledge, method, bank_reference, received_on, amount_dong, book, number, party_name,
                party_address, voucher_reason, recorded_by, recorded_ms, version, position, donor_name,
                source, sponsor_level, names_book, import_key, import_key_folded, bank_key, voucher_position,
                issued_on, replaces, voucher_line, voucher_lines, attachments, foreign_currency, foreign_amount, foreign_rate,
                donor_names, settles, collector, passes_through, sponsor_form)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
                ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?23, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39,
                ?40, ?41, ?42, ?43)
            """, contribution.owner, contribution.id, commune, contribution.fund, donor.household,
            donor.organisation, donor.sponsor?.name, donor.sponsor?.kind.columns.kind,
            contribution.isAnonymous,
            contribution.pledge, contribution.method.rawValue, contribution.bankReference,
            contribution.receivedOn, contribution.amount, contribution.voucher.series.book,
            contribution.voucher.number, contribution.voucher.partyName, contribution.voucher.partyAddress,
            contribution.voucher.reason, contribution.recordedBy, contribution.recordedAt,
            contribution.version,
            position, contribution.donorName, contribution.source.rawValue, donor.sponsor?.level?.rawValue,
            contribution.voucher.namesBook, contribution.importKey?.written, contribution.importKey?.folded,
            contribution.bankKey,
            contribution.voucher.issuedOn == contribution.receivedOn ? nil : contribution.voucher.issuedOn,
            contribution.replaces, contribution.voucher.line.number, contribution.voucher.line.count,
            contribution.voucher.attachments, contribution.foreign?.currency,
            contribution.foreign?.amount.text, contribution.foreign?.rate.text, contribution.donorNames,
            contribution.settles, contribution.collector, contribution.passesThrough,
            donor.sponsor?.kind.columns.form)
    }
}

extension Contribution {
    /// By which bank references are compared.
    package var bankKey: String? { bankReference?.codeKey }
}
