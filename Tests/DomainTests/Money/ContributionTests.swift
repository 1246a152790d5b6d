import Domain
import Testing

@Suite struct ContributionTests {
    private let later = Instant.sample.adding(days: 1)

    @Test func `another person voids a receipt and gives a reason`() throws {
        let voided = try Contribution.sample(version: 3).voided(by: .minh, for: "Ghi nhầm số tiền", at: later)
        let voiding = Contribution.Voiding(reason: "Ghi nhầm số tiền", by: .minh, at: later)
        #expect(voided == .sample(voiding: voiding, version: 4))
        #expect(voided.state == .voided)
    }

    @Test func `voiding keeps the voucher and its number`() throws {
        let contribution = Contribution.sample()
        let voided = try contribution.voided(by: .minh, for: "Sai", at: later)
        #expect(voided.voucher == contribution.voucher)
        #expect(voided.posting == contribution.posting)
    }

    @Test func `voiding does not change the original value`() throws {
        let contribution = Contribution.sample()
        _ = try contribution.voided(by: .minh, for: "Sai", at: later)
        #expect(contribution == .sample())
        #expect(contribution.state == .valid)
    }

    @Test func `nobody voids a receipt they recorded`() {
        #expect(throws: Refusal.ownVoucher) {
            try Contribution.sample(recordedBy: .lan).voided(by: .lan, for: "Sai", at: later)
        }
    }

    @Test(arguments: [User.ID.minh, .lan, User.ID(99)])
    func `a receipt cannot be voided twice by anyone`(_ person: User.ID) throws {
        let voided = try Contribution.sample(recordedBy: .lan).voided(by: .minh, for: "Sai", at: later)
        #expect(throws: Refusal.invalidTransition(.contribution, step: "void", from: "voided")) {
            try voided.voided(by: person, for: "Sai nữa", at: later)
        }
    }

    @Test func `the amount is the voucher's`() {
        #expect(Contribution.sample(amount: 123_456).amount == Dong(123_456))
    }

    @Test func `a new contribution is valid and has version 1`() {
        let voucher = Voucher.sample()
        let contribution = Contribution(
            id: Contribution.ID(1),
            owner: .hamlet(.xom9),
            fund: Fund.ID(2),
            donor: .sponsor,
            isAnonymous: true,
            pledge: Pledge.ID(3),
            method: .bank,
            bankReference: "FT1",
            receivedOn: .sample("2026-11-23"),
            voucher: voucher,
            recordedBy: .lan,
            recordedAt: .sample
        )
        #expect(contribution.state == .valid && contribution.voiding == nil && contribution.version == 1)
        #expect(contribution.isAnonymous && contribution.pledge == Pledge.ID(3))
        #expect(contribution.bankReference == "FT1" && contribution.recordedAt == .sample)
    }

    @Test func `an anonymous donor's public name is Nhà hảo tâm`() {
        #expect(Contribution.Donor.anonymousName == "Nhà hảo tâm")
    }

    @Test func `donors of different kinds with the same id differ`() {
        #expect(Contribution.Donor.household(Household.ID(4)) != .organisation(Organisation.ID(4)))
        #expect(
            Contribution.Donor.sponsor(.init(name: "A", kind: .person))
                != .sponsor(.init(name: "A", kind: .company))
        )
    }
}
