import Text

/// A book of vouchers (quyển) of an owner, registered by its accountant: each book numbers receipts and payments apart.
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
    /// The limit for a new name.
    ///
    /// Older books may have longer ones, and other signs.
    package static let newNameLengthMax = 16

    package let id: ID
    package let owner: FundOwner
    package let name: String
    package private(set) var state: State
    package private(set) var version: Int64

    package init(id: ID, owner: FundOwner, name: String, state: State = .open, version: Int64 = 1) {
        self.id = id
        self.owner = owner
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

    /// The plain form of a new name, without spaces; nil when it is not 1–16 Latin letters and digits, or reads like
    /// the number of a voucher, as four digits do.
    package static func newName(_ text: String) -> String? {
        let name = String(text.compatibilityForm.filter { !$0.isWhitespace })
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            ("0"..."9").contains(scalar) || scalar.isVietnameseLetter
        }
        let isNumber = name.utf8.count > 3 && name.allSatisfy(\.isNumber)
        return isPlain && !isNumber && (1...newNameLengthMax).contains(name.count) ? name : nil
    }

    /// What names have in common that a reader of a printed number may take for one another: "Q1", "Ql" and "QI", "O"
    /// and "0", and look-alike letters of other alphabets.
    ///
    /// Two such books are not registered by one owner.
    package static func lookAlikeKey(of name: String) -> String {
        key(of: name.codeKey.replacing("l", with: "1").replacing("i", with: "1").replacing("o", with: "0"))
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
