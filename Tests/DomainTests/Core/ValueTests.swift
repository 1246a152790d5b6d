import Domain
import Testing

@Suite struct DongTests {
    @Test(
        arguments: [
            (0, 0, 0), (1, 2, 3), (-5, 3, -2), (.max, 0, .max), (.max - 1, 1, .max), (.min, .max, -1),
            (.min + 1, -1, .min),
        ] as [(Int64, Int64, Int64)]
    )
    func `addition of amounts is commutative`(_ left: Int64, _ right: Int64, _ sum: Int64) {
        #expect(Dong(left).adding(Dong(right)) == Dong(sum))
        #expect(Dong(right).adding(Dong(left)) == Dong(sum))
        #expect(Dong(sum).subtracting(Dong(right)) == Dong(left))
    }

    @Test(arguments: [(.max, 1), (.max, .max), (.min, -1), (.min, .min)] as [(Int64, Int64)])
    func `a sum that overflows 64 bits is nil`(_ left: Int64, _ right: Int64) {
        #expect(Dong(left).adding(Dong(right)) == nil)
        #expect(Dong(right).adding(Dong(left)) == nil)
    }

    @Test(arguments: [(.min, 1), (.max, -1), (0, .min), (.min, .max), (.max, .min)] as [(Int64, Int64)])
    func `a difference that overflows 64 bits is nil`(_ left: Int64, _ right: Int64) {
        #expect(Dong(left).subtracting(Dong(right)) == nil)
    }

    @Test func `amounts compare by value`() {
        #expect(
            [Dong(3), .zero, Dong(-1), Dong(.max), Dong(.min)].sorted().map(\.amount) == [
                .min, -1, 0, 3, .max,
            ]
        )
    }

    @Test func `the largest document amount is exact in every JSON parser`() {
        #expect(Dong.documentMax.amount == 1 << 53 - 1)
        #expect(Int64(Double(Dong.documentMax.amount)) == Dong.documentMax.amount)
    }
}

@Suite struct ValidityTests {
    @Test(arguments: [
        ("2025-06-30", false), ("2025-07-01", true), ("2026-01-01", true), ("2026-12-31", true),
        ("2027-01-01", false),
    ])
    func `both ends are inclusive`(_ day: String, _ isIn: Bool) {
        let validity = Validity.sample(from: "2025-07-01", to: "2026-12-31")
        #expect(validity.contains(.sample(day)) == isIn)
    }

    @Test func `an open end is unbounded`() {
        #expect(Validity.sample(to: "2025-06-30").contains(.sample("0001-01-01")))
        #expect(!Validity.sample(to: "2025-06-30").contains(.sample("2025-07-01")))
        #expect(Validity.sample(from: "2025-07-01").contains(.sample("9999-12-31")))
        #expect(!Validity.sample(from: "2025-07-01").contains(.sample("2025-06-30")))
        #expect(Validity.sample().contains(.sample("1900-01-01")))
    }

    @Test func `a validity may last a single day`() {
        let day = Validity.sample(from: "2026-11-23", to: "2026-11-23")
        #expect(day.contains(.sample("2026-11-23")))
        #expect(!day.contains(.sample("2026-11-22")) && !day.contains(.sample("2026-11-24")))
    }

    @Test func `a last day before the first is refused`() {
        #expect(Validity(from: .sample("2025-07-01"), to: .sample("2025-06-30")) == nil)
    }

    @Test func `consecutive validities neither overlap nor leave a gap`() throws {
        let before = Validity.sample(to: "2025-06-30")
        let after = Validity.sample(from: "2025-07-01")
        for text in ["2025-06-29", "2025-06-30", "2025-07-01", "2025-07-02"] {
            #expect(before.contains(.sample(text)) != after.contains(.sample(text)))
        }
    }
}

@Suite struct VoucherTests {
    @Test(
        arguments: [
            (1, "PT-2026-0001"), (9, "PT-2026-0009"), (10, "PT-2026-0010"), (999, "PT-2026-0999"),
            (1000, "PT-2026-1000"), (9999, "PT-2026-9999"), (10_000, "PT-2026-10000"),
            (.max, "PT-2026-9223372036854775807"),
        ] as [(Int64, String)]
    )
    func `a receipt number has at least four digits`(_ number: Int64, _ printed: String) {
        #expect(Voucher.Series.sample(.receipt).printed(number) == printed)
        #expect(Voucher.sample(.receipt, number: number).printedNumber == printed)
    }

    @Test func `payments have their own prefix and numbers restart every year`() {
        #expect(Voucher.sample(.payment, number: 12).printedNumber == "PC-2026-0012")
        #expect(Voucher.Series.sample(.payment, year: 2027).printed(1) == "PC-2027-0001")
    }

    @Test func `hamlet, kind, year and book identify a series`() {
        let others = [
            Voucher.Series(owner: .hamlet(.xom1), kind: .receipt, year: 2026, book: "A"),
            Voucher.Series(owner: .hamlet(.xom9), kind: .payment, year: 2026, book: "A"),
            Voucher.Series(owner: .hamlet(.xom9), kind: .receipt, year: 2027, book: "A"),
            Voucher.Series(owner: .hamlet(.xom9), kind: .receipt, year: 2026, book: "B"),
        ]
        #expect(Set(others + [.sample()]).count == 5)
    }

    @Test func `a voucher keeps its printed values`() {
        let voucher = Voucher.sample(number: 3, amount: 100_000)
        #expect(
            voucher.number == 3 && voucher.amount == Dong(100_000) && voucher.issuedOn.text == "2026-11-23"
        )
        #expect(voucher.partyName == "Nguyễn Thị Lan" && voucher.partyAddress == "Xóm 9")
        #expect(voucher.reason == "Đóng góp làm đường" && voucher.series == .sample())
    }
}

@Suite struct EntityTests {
    @Test func `ids of one kind are comparable`() {
        #expect([Hamlet.ID(3), Hamlet.ID(-1), Hamlet.ID(2)].sorted().map(\.number) == [-1, 2, 3])
        #expect(Hamlet.ID(3) == Hamlet.ID(3) && Hamlet.ID(3) != Hamlet.ID(4))
    }

    @Test func `two validity periods of a code are two units`() {
        let before = AdministrativeUnit(
            id: AdministrativeUnit.ID(1),
            code: "16702",
            level: .commune,
            parentCode: "412",
            name: "Phường Nghi Phú",
            validity: .sample(to: "2025-06-30")
        )
        let after = AdministrativeUnit(
            id: AdministrativeUnit.ID(2),
            code: "16702",
            level: .commune,
            parentCode: "40",
            name: "Phường Vinh Phú",
            validity: .sample(from: "2025-07-01")
        )
        #expect(before.code == after.code && before != after)
        #expect(after.parentCode == "40" && after.level == .commune && after.name == "Phường Vinh Phú")
    }

    @Test func `a household stores its head and the number of persons`() {
        let household = Household(
            id: Household.ID(1),
            hamlet: .xom9,
            code: "H001",
            headName: "Lan",
            personsCount: 4,
            version: 2
        )
        #expect(household.hamlet == .xom9 && household.code == "H001" && household.headName == "Lan")
        #expect(household.personsCount == 4 && household.version == 2)
    }

    @Test func `hamlets, funds, organisations and users keep their values`() {
        let hamlet = Hamlet(
            id: .xom9,
            commune: "16702",
            name: "Xóm 9",
            kind: .xom,
            validity: .sample(from: "2025-07-01"),
            version: 1
        )
        let fund = Fund(id: Fund.ID(5), owner: .hamlet(hamlet.id), name: "Quỹ làm đường", version: 1)
        let union = Organisation(
            id: Organisation.ID(4),
            name: "Hội Phụ nữ",
            kind: .womensUnion,
            unit: hamlet.commune,
            version: 3
        )
        #expect(fund.owner == .hamlet(.xom9) && fund.name == "Quỹ làm đường" && fund.version == 1)
        #expect(union.unit == "16702" && union.kind == .womensUnion && union.version == 3)
        #expect(User(id: .lan, name: "Lan") != User(id: .minh, name: "Lan"))
    }
}
