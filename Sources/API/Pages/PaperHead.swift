import Domain
import Store

/// The head of a printed paper: whose it is at the left, the number of its form at the right.
struct PaperHead: Hashable, Sendable {
    /// The lines at the left, the last one in bold.
    let unit: [String]
    let budgetCode: String?
    /// Nil for a paper without a form.
    var number: String?
    var issuingText: String?
    /// Such as "Liên 1".
    var copy: String?

    func write(to html: inout HTMLWriter) {
        html.element("div", .style("row")) { row in
            row.element("div", .style("unit")) { cell in
                for (index, line) in unit.enumerated() {
                    cell.element("div", .style(index == unit.count - 1 ? "strong" : "plain"), text: line)
                }
                if let budgetCode { cell.element("div", text: "Mã QHNS: \(budgetCode)") }
            }
            row.element("div", .style("form")) { cell in
                if let number { cell.element("div", .style("strong"), text: "Mẫu số: \(number)") }
                if let issuingText { cell.element("div", .style("small"), text: "(\(issuingText))") }
                if let copy { cell.element("div", .style("small"), text: copy) }
            }
        }
    }
}

extension PaperHead {
    init(_ form: PaperForm, unit: [String]) {
        self.init(
            unit: unit, budgetCode: form.budgetCode, number: form.number?.text,
            issuingText: form.number?.issuingText)
    }
}

extension HTMLWriter {
    /// Writes a row of places for signatures.
    ///
    /// - Parameters:
    ///   - signers: the titles, and how each signs.
    ///   - names: the names below the places, for signers who are known; as many as signers, or none.
    mutating func signers(_ signers: [VoucherForm.Signer], names: [String] = []) {
        element("div", .style("signers")) { row in
            for (index, signer) in signers.enumerated() {
                row.element("div") { cell in
                    cell.element("div", .style("strong"), text: signer.title.uppercased())
                    cell.element("div", .style("small"), text: "(\(signer.note))")
                    if names.indices.contains(index) {
                        cell.element("div", .style("name"), text: names[index])
                    }
                }
            }
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The form of `paper` in the books of `owner` on `day`, and its head with the names of that day.
    borrowing func paper(
        _ paper: PaperForm.Paper, of owner: FundOwner, on day: LocalDate
    ) throws -> (form: PaperForm, head: PaperHead) {
        let (code, name) = try placeOfBooks(of: owner, on: day)
        let form = try paperForm(of: paper, in: code, on: day)
        let commune = try communeName(code, on: day).uppercased()
        let unit = form.heading.compactMap { line -> String? in
            // A commune is no part of itself.
            if line.places.contains(.hamlet), name == nil { return nil }
            return line.filled { $0 == .commune ? commune : (name ?? "").uppercased() }
        }
        return (form, PaperHead(form, unit: unit))
    }

    /// The code of the commune in which `owner` keeps books, and its name on `day`; nil for the commune itself.
    private borrowing func placeOfBooks(
        of owner: FundOwner, on day: LocalDate
    ) throws -> (code: AdministrativeUnit.Code, name: String?) {
        guard let current = try keeper(of: owner) else { throw Refusal.notFound(.fund) }
        let keeper = try version(of: current, on: day)
        return (keeper.unit, owner.commune == nil ? keeper.name : nil)
    }

    /// The name of a fund as it stands in books.
    borrowing func fundName(_ fund: Fund.ID) throws -> String { try existing(fund).name }

    /// The names of users, of nobody who is unknown.
    borrowing func userNames(_ users: [User.ID]) throws -> [String] {
        var names: [String] = []
        for user in users { names.append(try find(user)?.name ?? "……………………") }
        return names
    }
}
