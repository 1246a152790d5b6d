/// What the form of a voucher says beside the voucher itself: set by parameters, as offices change their forms often.
///
/// - Source: forms C40-BB and C41-BB of Circular 107/2017/TT-BTC, and how hamlets print them.
package struct VoucherForm: Hashable, Sendable {
    /// Who signs, and how.
    package struct Signer: Hashable, Sendable {
        package let title: String
        /// Such as "Ký, họ tên, đóng dấu".
        package let note: String

        package init(title: String, note: String) {
            self.title = title
            self.note = note
        }
    }

    package static let signersCount = 3...6
    package static let headingLinesMax = 3
    /// The value of the budget code where there is none.
    package static let none = "none"

    /// Such as "C40-BB".
    package let number: String
    package let issuingText: String
    /// The lines at the left of the head.
    package let heading: [VoucherTemplate]
    package let numbering: VoucherTemplate
    /// The last two sign that the money was handed over.
    package let signers: [Signer]
    /// Mã QHNS; nil for a unit without one, as a hamlet.
    package let budgetCode: String?

    /// Creates the form from the values of its parameters; nil when one of them is of another format.
    package init?(
        number: String, issuingText: String, heading: String, numbering: String, signers: String,
        budgetCode: String
    ) {
        guard let heading = VoucherForm.heading(in: heading),
            let numbering = VoucherForm.numbering(in: numbering),
            let signers = VoucherForm.signers(in: signers), VoucherForm.isBudgetCode(budgetCode)
        else { return nil }
        self.number = number
        self.issuingText = issuingText
        self.heading = heading
        self.numbering = numbering
        self.signers = signers
        self.budgetCode = budgetCode == VoucherForm.none ? nil : budgetCode
    }

    /// One to three lines, separated by semicolons, with places for commune and hamlet.
    package static func heading(in value: String) -> [VoucherTemplate]? {
        let terms = Parameter.terms(in: value)
        let lines = terms.compactMap { VoucherTemplate($0, allowing: [.commune, .hamlet]) }
        return lines.count == terms.count && (1...headingLinesMax).contains(lines.count) ? lines : nil
    }

    /// A pattern that tells the vouchers of a book apart: with the whole number, or with the number and its year.
    package static func numbering(in value: String) -> VoucherTemplate? {
        guard
            let template = VoucherTemplate(
                value, allowing: [.number, .prefix, .year, .book, .sequence, .longSequence])
        else { return nil }
        let places = template.places
        let isSequence = places.contains(.sequence) || places.contains(.longSequence)
        return places.contains(.number) || isSequence && places.contains(.year) ? template : nil
    }

    /// Three to six titles, separated by semicolons, each with how to sign in brackets; without, by hand and name.
    package static func signers(in value: String) -> [Signer]? {
        let signers = Parameter.terms(in: value)
            .map { term in
                guard term.last == ")", let start = term.lastIndex(of: "(") else {
                    return Signer(title: term, note: "Ký, họ tên")
                }
                var title = term[..<start]
                while title.last == " " { title.removeLast() }
                return Signer(
                    title: String(title), note: String(term[term.index(after: start)...].dropLast()))
            }
        let isComplete = signers.allSatisfy { !$0.title.isEmpty && !$0.note.isEmpty }
        return isComplete && signersCount.contains(signers.count) ? signers : nil
    }

    /// Seven digits, or `none`.
    package static func isBudgetCode(_ value: String) -> Bool {
        value == none || value.utf8.count == 7 && value.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
}
