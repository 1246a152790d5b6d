import Domain

extension LocalDate {
    /// Parses a date that the test's author knows to be valid.
    static func sample(_ text: String) -> LocalDate {
        guard let day = LocalDate(text) else { preconditionFailure("\(text) is no day") }
        return day
    }
}

extension Validity {
    /// A validity from dates as text; nil for an open end.
    static func sample(from: String? = nil, to: String? = nil) -> Validity {
        guard let validity = Validity(from: from.map(LocalDate.sample), to: to.map(LocalDate.sample)) else {
            preconditionFailure("reversed")
        }
        return validity
    }
}

extension Instant {
    /// 2026-11-23T02:03:04.005Z.
    static let sample = Instant(milliseconds: 1_795_399_384_005)
}

extension User.ID {
    static let lan = User.ID(1)
    static let minh = User.ID(2)
}

extension Hamlet.ID {
    static let xom9 = Hamlet.ID(9)
    static let xom1 = Hamlet.ID(1)
}

extension Contribution.Donor {
    static let household = Contribution.Donor.household(Household.ID(3))
    static let organisation = Contribution.Donor.organisation(Organisation.ID(4))
    static let sponsor = Contribution.Donor.sponsor(.init(name: "Anh Sơn", kind: .personAway))
}

extension Pledge {
    /// A pledge of 500 000 đ in `state`, with a typical received amount for that state unless given.
    static func sample(
        _ state: State = .confirmed,
        amount: Int64 = 500_000,
        received: Int64? = nil,
        version: Int64 = 1
    ) -> Pledge {
        let usual: Int64 =
            switch state {
            case .proposed, .confirmed, .cancelled: 0
            case .partiallyReceived, .waived, .transferred: 200_000
            case .fulfilled: amount
            }
        return Pledge(
            id: ID(7),
            fund: Fund.ID(5),
            household: Household.ID(3),
            amount: Dong(amount),
            pledgedOn: .sample("2026-03-01"),
            received: Dong(received ?? usual),
            state: state,
            version: version
        )
    }
}

extension Voucher {
    static func sample(_ kind: Kind = .receipt, number: Int64 = 1, amount: Int64 = 420_000) -> Voucher {
        Voucher(
            series: .sample(kind),
            number: number,
            issuedOn: .sample("2026-11-23"),
            amount: Dong(amount),
            partyName: "Nguyễn Thị Lan",
            partyAddress: "Xóm 9",
            reason: "Đóng góp làm đường"
        )
    }
}

extension Voucher.Series {
    static func sample(_ kind: Voucher.Kind = .receipt, year: Int = 2026) -> Voucher.Series {
        Voucher.Series(owner: .hamlet(.xom9), kind: kind, year: year, book: "A")
    }
}

extension Contribution {
    static func sample(
        _ donor: Donor = .household,
        source: Source? = nil,
        method: Method = .cash,
        amount: Int64 = 420_000,
        recordedBy: User.ID = .lan,
        voiding: Voiding? = nil,
        version: Int64 = 1
    ) -> Contribution {
        Contribution(
            id: ID(11),
            owner: .hamlet(.xom9),
            fund: Fund.ID(5),
            donor: donor,
            source: source,
            isAnonymous: false,
            pledge: nil,
            method: method,
            bankReference: method == .bank ? "FT26327" : nil,
            receivedOn: .sample("2026-11-22"),
            voucher: .sample(amount: amount),
            recordedBy: recordedBy,
            recordedAt: .sample,
            voiding: voiding,
            version: version
        )
    }
}
