package import Domain
package import JSON
package import SQLite

/// An entity with its row in the entity table, its reader and its journal payload.
package protocol StoredEntity: Entity {
    static var table: EntityTable { get }

    /// Decodes `row`, which has the table's own columns. Parts are read through `tx`.
    static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Self

    /// Writes the journal payload: the whole state, with the member names of the API.
    ///
    /// Verification encodes the row again and compares the bytes. Adding a member therefore requires a migration of
    /// the existing rows.
    ///
    /// An entity that is `Described` has the members of its representation.
    func writePayload(to json: inout JSONWriter)

    /// True when public responses of `today` may show the entity in this state, or have shown the state before it.
    ///
    /// A change to any other state leaves every public response, and therefore its tag, as it was.
    func mayBePublic(on today: LocalDate) -> Bool

    /// The values of the table's `derived` columns, in order.
    func derived(_ keys: NameKeys) -> [DerivedValue]
}

/// The value of a derived column.
package enum DerivedValue: Hashable, Sendable {
    case text(String)
    case bytes([UInt8])
}

extension StoredEntity {
    package func derived(_ keys: NameKeys) -> [DerivedValue] { [] }

    package func mayBePublic(on today: LocalDate) -> Bool { Self.kind.isShownPublicly }
}

extension StoredEntity where Self: Described {
    package func writePayload(to json: inout JSONWriter) { write(to: &json) }
}

extension StoredEntity {
    /// True when the states differ in more than the version: a correction that changes nothing is not stored.
    package func differs(from old: Self) -> Bool { content != old.content }

    /// The members of the journal payload without the version.
    private var content: [JSONMember] {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        writePayload(to: &json)
        json.endObject()
        // What was written is JSON; if it could not be read, the two would be equal only when both could not.
        guard let document = try? JSONDocument(parsing: json.finish()),
            case .object(let members) = document.root
        else { return [] }
        return members.filter { $0.name != "version" }
    }
}

extension EntityKind {
    /// The stored type of each kind.
    ///
    /// Together they form the entity table.
    package var storedType: any StoredEntity.Type {
        switch self {
        case .unit: AdministrativeUnit.self
        case .hamlet: Hamlet.self
        case .household: Household.self
        case .organisation: Organisation.self
        case .fund: Fund.self
        case .voucherBook: VoucherBook.self
        case .cashCount: CashCount.self
        case .accountingPeriod: AccountingPeriod.self
        case .voucherPrint: VoucherPrint.self
        case .bankAccount: BankAccount.self
        case .bankCredit: BankCredit.self
        case .bankReconciliation: BankReconciliation.self
        case .pledge: Pledge.self
        case .contribution: Contribution.self
        case .expenditure: Expenditure.self
        case .user: User.self
        case .token: AccessToken.self
        case .model: Model.self
        case .appraisal: Appraisal.self
        case .criteriaSet: CriteriaSet.self
        case .communityEvent: CommunityEvent.self
        case .parameter: Parameter.self
        case .decision: Decision.self
        case .consultation: Consultation.self
        case .profile: Profile.self
        case .unitSuccession: UnitSuccession.self
        case .reorganisation: Reorganisation.self
        case .openingBalance: OpeningBalance.self
        case .fundTransfer: FundTransfer.self
        case .bankEntry: BankEntry.self
        case .payable: Payable.self
        case .payableGift: PayableGift.self
        case .handOverSlip: HandOverSlip.self
        case .bookHandover: BookHandover.self
        }
    }

    package var table: EntityTable { storedType.table }

    /// The index in `allCases`.
    package var index: Int { EntityKind.indices[self] ?? 0 }

    private static let indices = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { index, kind in (kind, index) })
}

extension Reading where Self: ~Copyable {
    /// The entity with this id, or nil when it does not exist.
    package borrowing func find<Value: StoredEntity>(_ id: Identifier<Value>) throws -> Value? {
        try connection.first(Value.table.byID, id) { row in try Value.read(row, in: self) }
    }

    /// The entity with this id.
    ///
    /// - Throws: `Refusal.notFound`.
    package borrowing func existing<Value: StoredEntity>(_ id: Identifier<Value>) throws -> Value {
        guard let value = try find(id) else { throw Refusal.notFound(Value.kind) }
        return value
    }

    /// All rows of `query`, whose leading columns are the entity's own.
    borrowing func all<Value: StoredEntity>(
        _ query: Query, _ values: any Bindable...
    ) throws -> [Value] {
        try connection.all(query, with: values) { row in try Value.read(row, in: self) }
    }

    /// The only row of `query`, whose leading columns are the entity's own, or nil when there is none.
    borrowing func first<Value: StoredEntity>(_ query: Query, _ values: any Bindable...) throws -> Value? {
        let found: [Value] = try connection.all(query, with: values) { row in try Value.read(row, in: self) }
        return found.first
    }
}

extension WriteTransaction {
    /// The next id of the kind.
    ///
    /// Ids ascend and are never reused.
    package borrowing func newID<Value: StoredEntity>(
        of type: Value.Type = Value.self
    ) throws -> Identifier<Value> {
        Identifier((try connection.first(Value.table.lastID) { row in row.integer(0) } ?? 0) + 1)
    }

    /// Runs `update`, whose WHERE clause requires the version preceding that of `new`.
    ///
    /// - Throws: `Refusal.versionMismatch` when no row was changed, because the version is no longer current.
    borrowing func update(
        to new: some VersionedEntity, _ update: () throws -> Void
    ) throws {
        try update()
        if connection.changeCount == 0 { throw Refusal.versionMismatch(current: new.version - 1) }
    }
}
