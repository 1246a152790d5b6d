package import Domain
package import JSON
package import SQLite

/// Stored as its text, which refers to `fund_owner`.
extension FundOwner: Bindable {
    package func bind(to statement: Statement, at index: Int32) throws(SQLiteError) {
        try text.bind(to: statement, at: index)
    }
}

extension Row {
    package func owner(_ column: Int32) -> FundOwner {
        let owner = letterAndNumber(column).flatMap { FundOwner(letter: $0.letter, number: $0.number) }
        guard let owner else {
            validate(false, "column \(column) names no owner of books")
            return .hamlet(Identifier(0))
        }
        return owner
    }
}

extension FundOwner {
    /// Writes the member that names the owner in a journal payload.
    package func writeMember(to json: inout JSONWriter) {
        switch self {
        case .hamlet(let hamlet): json.member("hamlet", hamlet.number)
        case .commune(let unit): json.member("commune_owner", unit.number)
        case .organisation(let organisation): json.member("organisation_owner", organisation.number)
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The owner as it is today; nil when there is no such hamlet, unit or organisation.
    package borrowing func keeper(of owner: FundOwner) throws -> BookKeeper? {
        switch owner {
        case .hamlet(let id): try find(id).map { BookKeeper($0) }
        case .commune(let id): try find(id).map { BookKeeper($0) }
        case .organisation(let id): try find(id).map { BookKeeper($0) }
        }
    }

    /// True when the owner has books: a fund, an account, a book of vouchers or a recorded month.
    package borrowing func keepsBooks(_ owner: FundOwner) throws -> Bool {
        try connection.first("SELECT 1 FROM fund_owner WHERE owner = ?1", owner) { _ in true } ?? false
    }

    /// The commune whose books a reader means by `code`: the one that has it today, or else had it last.
    ///
    /// What a commune kept is read after its end.
    ///
    /// - Returns: nil for a code that no commune has had.
    package borrowing func lastCommune(coded code: AdministrativeUnit.Code) throws -> AdministrativeUnit? {
        try unit(code, on: today).flatMap { $0.level == .commune ? $0 : nil }
            ?? unitHistory(code).last { $0.level == .commune }
    }

    /// `keeper` as it was on `day`: it may have had another name, or been in another unit.
    ///
    /// A commune is one validity of its code, and has one name.
    package borrowing func version(of keeper: BookKeeper, on day: LocalDate) throws -> BookKeeper {
        if let hamlet = keeper.hamlet { return BookKeeper(try version(of: hamlet, on: day)) }
        guard let id = keeper.owner.organisation, let organisation = try find(id) else { return keeper }
        return BookKeeper(try version(of: organisation, on: day))
    }
}

extension WriteTransaction {
    /// Gives a commune or an organisation books of its own, unless it has them; every hamlet does.
    package borrowing func keepBooks(of owner: FundOwner) throws {
        let (unit, organisation): (AdministrativeUnit.ID?, Organisation.ID?) =
            switch owner {
            case .hamlet: (nil, nil)
            case .commune(let unit): (unit, nil)
            case .organisation(let organisation): (nil, organisation)
            }
        guard owner.hamlet == nil else { return }
        try connection.run(
            "INSERT INTO fund_owner (owner, unit, organisation) VALUES (?1, ?2, ?3) ON CONFLICT (owner) DO NOTHING",
            owner, unit, organisation)
    }
}
