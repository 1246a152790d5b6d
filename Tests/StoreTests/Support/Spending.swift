import Domain
import Store
import TestSupport

/// The people who request, check, approve and pay a village's expenditures, all different.
struct Officers: Sendable {
    let clerk: User.ID
    let accountant: User.ID
    let approver: User.ID
    let treasurer: User.ID

    init(of village: Village, in office: TestStore) throws {
        clerk = village.clerk.id
        accountant = village.accountant.id
        (approver, treasurer) = try office.write { tx in
            let approver = try tx.user(named: "Nga") ?? tx.addUser(named: "Nga")
            let treasurer = try tx.user(named: "Tuấn") ?? tx.addUser(named: "Tuấn")
            return (approver.id, treasurer.id)
        }
    }

    /// The person who performs `step`.
    func person(for step: Expenditure.Step) -> User.ID {
        switch step {
        case .check, .book, .cancel, .owe, .void: accountant
        case .approve, .reject: approver
        case .pay: treasurer
        case .withdraw: clerk
        }
    }
}

extension WriteTransaction {
    /// A new request on the village's fund.
    borrowing func request(
        _ dong: Int64, in village: Village, item: String = "Vật liệu", method: Contribution.Method = .cash,
        refundOf contribution: Contribution.ID? = nil
    ) throws -> Expenditure {
        let expenditure = Expenditure(
            id: try newID(), owner: .hamlet(village.hamlet.id), fund: village.fund.id,
            payee: "Cửa hàng vật liệu", purpose: "Mua xi măng", item: item, amount: Dong(dong),
            method: method,
            refundOf: contribution, requestedAt: now,
            actors: Expenditure.StepActors(requestedBy: village.clerk.id))
        try request(expenditure, in: village.hamlet.commune)
        return expenditure
    }

    /// `expenditure` after `step` on `day`, with a voucher when it is paid, or a reason when it is rejected or voided.
    borrowing func take(
        _ step: Expenditure.Step, on expenditure: Expenditure, by officers: Officers, in village: Village,
        paidOn day: LocalDate = .sample, book: String = "01"
    ) throws -> Expenditure {
        var moved = try expenditure.taking(step, by: officers.person(for: step), on: day)
        switch step {
        case .check, .approve, .book: break
        case .reject, .withdraw, .cancel, .owe, .void: moved = moved.with(reason: "Sai số tiền")
        case .pay:
            let series = Voucher.Series(
                owner: .hamlet(village.hamlet.id), kind: .payment, year: day.year, book: book)
            moved = moved.with(
                Voucher(
                    series: series, number: try nextNumber(in: series, on: day), issuedOn: day,
                    amount: expenditure.amount, partyName: expenditure.payee,
                    partyAddress: village.hamlet.name,
                    reason: expenditure.purpose))
        }
        try acting(as: officers.person(for: step)) { tx in try tx.save(moved, replacing: expenditure) }
        return moved
    }

    /// A request that was checked, approved, and paid on `day`.
    borrowing func spend(
        _ dong: Int64, by officers: Officers, in village: Village, item: String = "Vật liệu",
        method: Contribution.Method = .cash, refundOf contribution: Contribution.ID? = nil,
        on day: LocalDate = .sample, book: String = "01"
    ) throws -> Expenditure {
        let asked = try request(dong, in: village, item: item, method: method, refundOf: contribution)
        let checked = try take(.check, on: asked, by: officers, in: village)
        let approved = try take(.approve, on: checked, by: officers, in: village, paidOn: day)
        return try take(.pay, on: approved, by: officers, in: village, paidOn: day, book: book)
    }
}

extension LocalDate {
    /// The date this many days before `TestStore.start`.
    static func daysAgo(_ count: Int) -> LocalDate { LocalDate(TestStore.start.adding(days: -count)) }
}

extension Refusal.Shortage {
    /// A payment in cash today, by a fund that holds nothing.
    static let noCash = Refusal.Shortage(of: .cash, on: .sample, cash: .zero, bank: .zero)
}
