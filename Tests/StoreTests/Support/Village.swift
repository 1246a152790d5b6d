import Domain
import Store
import TestSupport
import Testing

/// Hamlet 9 of Vinh Phú with a fund, five households, an organisation and two officers.
struct Village: Sendable {
    let hamlet: Hamlet
    let fund: Fund
    let households: [Household]
    let organisation: Organisation
    let clerk: User
    let accountant: User

    static let commune = "16702"
    static let headNames = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Đức Anh", "Phan Thị Ánh", "Hồ Sỹ Cường"]

    init(in office: TestStore, named name: String = "Xóm 9") throws {
        self = try office.write { tx in try Village(named: name, in: tx) }
    }

    init(named name: String, in tx: borrowing WriteTransaction) throws {
        try tx.recordUnits()
        clerk = try tx.user(named: "Lan") ?? tx.addUser(named: "Lan")
        accountant = try tx.user(named: "Minh") ?? tx.addUser(named: "Minh")
        hamlet = try tx.addHamlet(named: name)
        fund = Fund(id: try tx.newID(), owner: .hamlet(hamlet.id), name: "Quỹ đường bê tông", version: 1)
        try tx.save(fund)
        organisation = Organisation(
            id: try tx.newID(), name: "Hội Phụ nữ \(name)", kind: .womensUnion,
            unit: Village.commune,
            version: 1)
        try tx.save(organisation)
        var households: [Household] = []
        for (index, name) in Village.headNames.enumerated() {
            households.append(
                try tx.addHousehold(
                    of: hamlet, code: "H00\(index + 1)", head: name, persons: Int64(index + 1)))
        }
        self.households = households
    }
}

extension WriteTransaction {
    borrowing func recordUnits() throws {
        let always = try #require(Validity(from: nil, to: nil))
        let since = try #require(Validity(from: LocalDate("2025-07-01"), to: nil))
        _ = try record(code: "40", level: .province, parent: nil, name: "Tỉnh Nghệ An", validity: always)
        _ = try record(
            code: Village.commune, level: .commune, parent: "40", name: "Phường Vinh Phú", validity: since)
    }

    borrowing func addHamlet(named name: String, in commune: String = Village.commune) throws -> Hamlet {
        let hamlet = Hamlet(
            id: try newID(), commune: commune, name: name, kind: .xom,
            validity: try #require(Validity(from: LocalDate("2025-07-01"), to: nil)), version: 1)
        try save(hamlet)
        return hamlet
    }

    borrowing func addHousehold(
        of hamlet: Hamlet, code: String, head: String, persons: Int64 = 3
    ) throws -> Household {
        let household = Household(
            id: try newID(), hamlet: hamlet.id, code: code, headName: head, personsCount: persons,
            version: 1)
        try save(household, replacing: nil)
        return household
    }

    /// Records a contribution with the next number of its book.
    borrowing func receive(
        _ dong: Int64, from donor: Contribution.Donor, in village: Village,
        method: Contribution.Method = .cash,
        reference: String? = nil, pledge: Pledge? = nil, on day: LocalDate = .sample, book: String = "01",
        source: Contribution.Source? = nil
    ) throws -> Contribution {
        let hamlet = village.hamlet.id
        var sums = ContributionSums(owner: .hamlet(village.hamlet.id))
        let series = Voucher.Series(owner: .hamlet(hamlet), kind: .receipt, year: day.year, book: book)
        let voucher = Voucher(
            series: series, number: try nextNumber(in: series, on: day, after: sums), issuedOn: day,
            amount: Dong(dong), partyName: "Nguyễn Văn An", partyAddress: village.hamlet.name,
            reason: "Góp quỹ đường")
        let contribution = Contribution(
            id: try newID(), owner: .hamlet(hamlet), fund: village.fund.id, donor: donor,
            source: source, isAnonymous: false,
            pledge: pledge?.id, method: method, bankReference: reference, receivedOn: day, voucher: voucher,
            recordedBy: village.clerk.id, recordedAt: now)
        try record(contribution, in: village.hamlet.commune, adding: &sums)
        try save(sums)
        if let pledge { try save(pledge.receiving(Dong(dong)), replacing: pledge, in: hamlet) }
        return contribution
    }

    /// Books 1, closed, and 2.
    borrowing func addVoucherBooks(of village: Village) throws {
        for name in ["Q1", "Quyển 2"] {
            try save(VoucherBook(id: try newID(), owner: .hamlet(village.hamlet.id), name: name))
        }
        try close(try existing(VoucherBook.ID(1)).closed())
    }

    borrowing func voidReceipt(of contribution: Contribution, in village: Village) throws -> Contribution {
        let voided = try contribution.voided(by: village.accountant.id, for: "Sai số tiền", at: now)
        try void(voided)
        if let id = contribution.pledge, let pledge = try find(id) {
            try save(pledge.reversing(contribution.amount), replacing: pledge, in: village.hamlet.id)
        }
        return voided
    }

    borrowing func pledge(
        _ dong: Int64, by household: Household, in village: Village, on day: LocalDate = .sample
    ) throws -> Pledge {
        let pledge = Pledge(
            id: try newID(), fund: village.fund.id, household: household.id, amount: Dong(dong),
            pledgedOn: day)
        try save(pledge, replacing: nil, in: village.hamlet.id)
        return pledge
    }

    borrowing func take(_ step: Pledge.Step, on pledge: Pledge, in village: Village) throws -> Pledge {
        let moved = try pledge.taking(step)
        try save(moved, replacing: pledge, in: village.hamlet.id)
        return moved
    }
}

extension LocalDate {
    /// The date of `TestStore.start`.
    static let sample = LocalDate(TestStore.start)

    static func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }
}

extension Contribution.Donor {
    static let sponsor = Contribution.Donor.sponsor(
        Contribution.Sponsor(name: "Nguyễn Thị Xa", kind: .personAway))
}
