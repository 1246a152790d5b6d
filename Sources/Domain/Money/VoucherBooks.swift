/// The books that a hamlet may use.
package struct VoucherBooks: Sendable {
    /// A book as vouchers name it.
    package struct Use: Hashable, Sendable {
        package let name: String
        /// True when the hamlet has several books, so that the printed number names this one.
        package let isNamed: Bool

        package init(name: String, isNamed: Bool) {
            self.name = name
            self.isNamed = isNamed
        }
    }

    package let registered: [VoucherBook]
    /// The names in the hamlet's voucher series.
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
        let key = VoucherBook.key(of: asked)
        let others = unregistered
        if let book = registered.first(where: { VoucherBook.key(of: $0.name) == key }) {
            guard book.state == .open else { throw .voucher(.bookClosed(book.name)) }
            return Use(name: book.name, isNamed: registered.count + others.count > 1)
        }
        guard let book = others.first(where: { VoucherBook.key(of: $0) == key }) else {
            throw .voucher(.bookNotRegistered(asked))
        }
        return Use(name: book, isNamed: registered.count + others.count > 1)
    }
}
