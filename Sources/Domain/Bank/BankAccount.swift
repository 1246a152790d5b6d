import Text

/// A bank account of an owner of books (tài khoản ngân hàng), in the name of one holder.
///
/// Another holder is another row that continues this one: the number stays, and both rows state the balance of the day
/// on which it was handed over.
package struct BankAccount: RecordedEntity, Hashable {
    package typealias ID = Identifier<BankAccount>

    package static let kind = EntityKind.bankAccount

    /// Letters and digits of a number, at most; banks in Vietnam use up to 19, and names chosen by their holders.
    package static let numberLengthMax = 30

    package enum State: String, CaseIterable, Sendable {
        case open
        case closed
    }

    package struct Bank: Hashable, Sendable {
        /// The bank's number at NAPAS, six digits.
        package let code: String
        package let name: String

        package init(code: String, name: String) {
            self.code = code
            self.name = name
        }
    }

    package struct Holder: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            /// The commune's finance office keeps the hamlet's money on deposit.
            case financeOffice = "finance_office"
            case hamletHead = "hamlet_head"
            case organisation

            /// True for an office or organisation, false for a person who holds the money for the hamlet.
            package var isPublic: Bool {
                switch self {
                case .financeOffice, .organisation: true
                case .hamletHead: false
                }
            }
        }

        package let name: String
        package let kind: Kind

        package init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// Why the account is used: a decision, or a text such as the number of a document.
    package struct Basis: Hashable, Sendable {
        package let decision: Decision.ID?
        package let text: String?

        package init(decision: Decision.ID?, text: String?) {
            self.decision = decision
            self.text = text
        }
    }

    /// The balance that the bank stated on a day.
    package struct Statement: Hashable, Sendable {
        package let on: LocalDate
        package let balance: Dong

        package init(on day: LocalDate, balance: Dong) {
            on = day
            self.balance = balance
        }
    }

    /// What an account is one by, whoever holds it: its bank, and the letters and digits of its number.
    package struct Line: Hashable, Sendable {
        package let text: String

        package init(bank: String, number: String) { text = bank + ":" + number.codeKey }
        package init(text: String) { self.text = text }
    }

    package let id: ID
    package let owner: FundOwner
    package let bank: Bank
    /// As the bank writes it.
    package let number: String
    package let holder: Holder
    package let basis: Basis
    /// The first day, with the balance of that day.
    package let opening: Statement
    /// The last day, with the balance of that day; nil while it is open.
    package private(set) var closing: Statement?
    /// The row that this one continues, of the holder before.
    package let previous: ID?
    package private(set) var recording: Recording

    package init(
        id: ID, owner: FundOwner, bank: Bank, number: String, holder: Holder, basis: Basis,
        opening: Statement,
        closing: Statement? = nil, previous: ID? = nil, recording: Recording
    ) {
        self.id = id
        self.owner = owner
        self.bank = bank
        self.number = number
        self.holder = holder
        self.basis = basis
        self.opening = opening
        self.closing = closing
        self.previous = previous
        self.recording = recording
    }

    package var state: State { closing == nil ? .open : .closed }
    package var line: Line { Line(bank: bank.code, number: number) }

    /// True on the days on which money may be asked for on the account: from its first one, and never once it was closed.
    package func takesMoney(on day: LocalDate) -> Bool { opening.on <= day && state == .open }

    /// The number as a transfer names it, without the signs between its letters and digits; nil when it has others than
    /// those of ASCII, because none may be left out.
    package var transferNumber: String? {
        let letters = number.unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        return letters.allSatisfy(\.isASCII) ? String(String.UnicodeScalarView(letters)) : nil
    }

    /// True when the number may be published to those who want to give: it is that of an office or organisation, and not
    /// of a person who holds the money for the hamlet.
    package var isPublic: Bool { holder.kind.isPublic }

    /// The account closed on a day, with the balance of that day.
    ///
    /// - Throws: `.invalidTransition` when it is closed; `.dateOutOfRange` before its first day or after `today`.
    package func closed(
        _ closing: Statement, today: LocalDate, step: String = "close"
    ) throws(Refusal) -> BankAccount {
        switch state {
        case .closed: throw .invalidTransition(.bankAccount, step: step, from: state.rawValue)
        case .open:
            guard (opening.on...max(opening.on, today)).contains(closing.on) else {
                throw .dateOutOfRange(at: .changeDate, from: opening.on, to: today)
            }
            var account = self
            account.closing = closing
            account.recording = recording.corrected
            return account
        }
    }
}
