/// The books that an owner of funds may use.
package struct VoucherBooks: Sendable {
    /// A book as vouchers name it.
    package struct Use: Hashable, Sendable {
        package let name: String
        /// True when the owner has several books, so that the printed number names this one.
        package let isNamed: Bool

        package init(name: String, isNamed: Bool) {
            self.name = name
            self.isNamed = isNamed
        }
    }

    package let registered: [VoucherBook]
    /// The names in the owner's voucher series.
    package let used: [String]
    package let byDefault: String

    package init(registered: [VoucherBook], used: [String], byDefault: String) {
        self.registered = registered
        self.used = Array(Set(used))
        self.byDefault = byDefault
    }

    /// The names of books that exist without being registered: the default one, and those with vouchers from before.
    package var unregistered: [String] {
        var keys = Set(registered.map { VoucherBook.key(of: $0.name) })
        // The default's own spelling first, so that vouchers go on in the series that they have.
        return (used.filter { $0 == byDefault } + used.sorted() + [byDefault])
            .filter { keys.insert(VoucherBook.key(of: $0)).inserted }
    }

    /// The book that `name` names, or the default one.
    ///
    /// - Throws: `VoucherRefusal.bookNotRegistered`, `.bookClosed`.
    package func use(_ name: String?) throws(Refusal) -> Use {
        let asked = name ?? byDefault
        // Nearly every voucher: the only book is the default one.
        if asked == byDefault, registered.isEmpty, used.allSatisfy({ $0 == byDefault }) {
            return Use(name: byDefault, isNamed: false)
        }
        let others = unregistered
        var found = try find(asked, by: VoucherBook.key)
        if found == nil { found = try find(asked, by: VoucherBook.lookAlikeKey) }
        guard let book = found else { throw .voucher(.bookNotRegistered(asked)) }
        return Use(name: book, isNamed: registered.count + others.count > 1)
    }

    /// The name of the book that has the key of `asked`.
    ///
    /// - Throws: `VoucherRefusal.bookClosed`.
    private func find(_ asked: String, by key: (String) -> String) throws(Refusal) -> String? {
        let wanted = key(asked)
        guard !wanted.isEmpty else { return nil }
        let found = registered.filter { key($0.name) == wanted }
        if let book = found.first(where: { $0.state == .open }) { return book.name }
        if let closed = found.first { throw .voucher(.bookClosed(closed.name)) }
        return unregistered.first { key($0) == wanted }
    }

    /// Whether a reader may take a new book called `name` for one that the owner has, other than one of this name
    /// that is not registered yet.
    package func hasLookAlike(of name: String) -> Bool {
        let (key, lookAlikeKey) = (VoucherBook.key(of: name), VoucherBook.lookAlikeKey(of: name))
        return registered.contains { VoucherBook.lookAlikeKey(of: $0.name) == lookAlikeKey }
            || VoucherBook.lookAlikeKey(of: byDefault) == lookAlikeKey
            || unregistered.contains {
                VoucherBook.key(of: $0) != key && VoucherBook.lookAlikeKey(of: $0) == lookAlikeKey
            }
    }
}
