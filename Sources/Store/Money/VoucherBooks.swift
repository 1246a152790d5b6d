package import Domain
package import JSON
package import SQLite

extension VoucherBook: StoredEntity {
    package static let table = EntityTable(
        .voucherBook, "voucher_book", ["id", "owner", "name", "state", "version"],
        actions: [.recorded, .closed], scopeSource: .owner, isVersioned: true, derived: ["name_key"])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> VoucherBook {
        VoucherBook(
            id: row.id(0), owner: row.owner(1), name: row.text(2), state: row.choice(3),
            version: row.integer(4)
        )
    }

    package func derived(_ keys: NameKeys) -> [DerivedValue] { [.text(VoucherBook.key(of: name))] }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("name", name)
        json.member("state", state.rawValue)
        json.member("version", version)
    }

    fileprivate static let ofOwner = Query(
        "SELECT \(table.columns) FROM voucher_book WHERE owner = ?1 ORDER BY id")
}

extension Reading where Self: ~Copyable {
    /// The books that `owner` may use: few, so they are read together.
    package borrowing func voucherBooks(
        of owner: FundOwner, byDefault name: String
    ) throws -> VoucherBooks {
        let used = try connection.all(
            "SELECT book FROM voucher_series WHERE owner = ?1", owner
        ) { row in row.text(0) }
        return VoucherBooks(
            registered: try all(VoucherBook.ofOwner, owner), used: used, byDefault: name)
    }
}

extension WriteTransaction {
    /// Registers a new book.
    ///
    /// - Throws: `Refusal.alreadyExists` when the owner has a book with this name, however it is spelt.
    package borrowing func save(_ book: VoucherBook) throws {
        let position = try journal(.recorded, book, owner: book.owner)
        try mappingConstraint(
            .alreadyExists(.voucherBook, at: .name), on: "voucher_book.owner, voucher_book.name_key"
        ) {
            try connection.run(
                """
                INSERT INTO voucher_book (id, owner, name, name_key, state, version, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """, book.id, book.owner, book.name, VoucherBook.key(of: book.name), book.state.rawValue,
                book.version, position)
        }
    }

    /// Stores that `book` was closed.
    ///
    /// - Throws: `Refusal.versionMismatch`.
    package borrowing func close(_ book: VoucherBook) throws {
        let position = try journal(.closed, book, owner: book.owner)
        try update(to: book) {
            try connection.run(
                "UPDATE voucher_book SET state = ?2, version = ?3, position = ?4 WHERE id = ?1 AND version = ?3 - 1",
                book.id, book.state.rawValue, book.version, position)
        }
    }
}
