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
