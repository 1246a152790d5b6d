import Text

/// A book of vouchers (quyển) of a hamlet, registered by its accountant: each book numbers receipts and payments apart.
///
/// The default book of the settings exists without being registered, and so do books that have vouchers from before
/// books were registered.
package struct VoucherBook: VersionedEntity, Hashable {
    package typealias ID = Identifier<VoucherBook>

    package static let kind = EntityKind.voucherBook

    package enum State: String, CaseIterable, Sendable {
        case open
        /// Full or given up: its vouchers stay, and it takes no more.
        case closed
    }

    package static let nameLengthMax = 20

    package let id: ID
    package let hamlet: Hamlet.ID
    package let name: String
    package private(set) var state: State
    package private(set) var version: Int64

    package init(id: ID, hamlet: Hamlet.ID, name: String, state: State = .open, version: Int64 = 1) {
        self.id = id
        self.hamlet = hamlet
        self.name = name
        self.state = state
        self.version = version
    }

    /// The book after it was closed.
    ///
    /// - Throws: `.invalidTransition` when it already is.
    package func closed() throws(Refusal) -> VoucherBook {
        switch state {
        case .closed: throw .invalidTransition(.voucherBook, step: "close", from: state.rawValue)
        case .open:
            var closed = self
            closed.state = .closed
            closed.version += 1
            return closed
        }
    }

    /// What names of the same book have in common: "1", "01" and "１" are one, and so are "Q1" and "q 01".
    package static func key(of name: String) -> String {
        var key = ""
        for character in name.compatibilityForm.lowercased() where !character.isWhitespace {
            // A zero before another digit of the same number says nothing.
            if character.isASCII, character.isNumber, key.last == "0", !key.dropLast().hasDigitAtEnd {
                key.removeLast()
            }
            key.append(character)
        }
        return key
    }
}

extension Substring {
    fileprivate var hasDigitAtEnd: Bool { last.map { $0.isASCII && $0.isNumber } ?? false }
}

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
    /// - Throws: `.bookNotRegistered`, `.bookClosed`.
    package func use(_ name: String?) throws(Refusal) -> Use {
        let asked = name ?? byDefault
        let key = VoucherBook.key(of: asked)
        let others = unregistered
        if let book = registered.first(where: { VoucherBook.key(of: $0.name) == key }) {
            guard book.state == .open else { throw .bookClosed(book.name) }
            return Use(name: book.name, isNamed: registered.count + others.count > 1)
        }
        guard let book = others.first(where: { VoucherBook.key(of: $0) == key }) else {
            throw .bookNotRegistered(asked)
        }
        return Use(name: book, isNamed: registered.count + others.count > 1)
    }
}
