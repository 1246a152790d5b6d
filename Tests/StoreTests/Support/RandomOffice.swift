import Domain
import Store
import TestSupport

/// Random work in the office, from a seed: receipts, pledges, corrections, voidings, refusals and tokens.
struct RandomOffice {
    let office: TestStore
    let villages: [Village]
    let seed: UInt64

    func work(stepsCount: Int) throws {
        var random = SeededGenerator(seed: seed)
        var hash: UInt8 = 0
        for step in 0..<stepsCount {
            let village = villages[Int.random(in: villages.indices, using: &random)]
            let household = village.households[Int.random(in: village.households.indices, using: &random)].id
            let dong = Int64.random(in: 1...900, using: &random) * 1000
            let draw = Int.random(in: 0..<12, using: &random)
            hash &+= 1
            let secret = [UInt8](repeating: hash, count: 31) + [UInt8(truncatingIfNeeded: step / 256)]
            do {
                // By nobody: the steps are of several people.
                try office.write { tx in
                    try tx.take(draw, dong: dong, household: household, secret: secret, in: village)
                }
            } catch is Refusal {
                // A refused step stores nothing, which the tests check too.
            }
            if draw == 0 { office.clock.advance(days: 20) }
        }
    }
}

extension WriteTransaction {
    fileprivate borrowing func take(
        _ draw: Int, dong: Int64, household id: Household.ID, secret: [UInt8], in village: Village
    ) throws {
        guard let household = try find(id) else { return }
        let pledges = try pledges(of: village.hamlet.id, matching: PledgeFilter(), before: nil, limit: 3)
        let gifts = try contributions(
            to: .hamlet(village.hamlet.id), matching: ContributionFilter(state: .valid), before: nil, limit: 4
        )
        switch draw {
        case 0, 1, 2: _ = try receive(dong, from: .household(id), in: village, on: today)
        case 3: _ = try receive(dong, from: .sponsor, in: village, method: .bank, on: today, book: "02")
        case 4: _ = try receive(dong, from: .organisation(village.organisation.id), in: village, on: today)
        case 5: _ = try pledge(dong, by: household, in: village)
        case 6: if let first = pledges.last { _ = try take(.confirm, on: first, in: village) }
        case 7: if let first = pledges.first { _ = try take(.waive, on: first, in: village) }
        case 8:
            guard
                let pledge = pledges.first(where: { $0.state == .confirmed || $0.state == .partiallyReceived }
                )
            else {
                return
            }
            _ = try receive(dong, from: .household(pledge.household), in: village, pledge: pledge, on: today)
        case 9:
            guard let id = gifts.last?.id, let gift = try find(id) else { return }
            _ = try voidReceipt(of: gift, in: village)
        case 10: try save(household.correcting(personsCount: dong / 1000 % 99 + 1), replacing: household)
        default:
            let assignment = RoleAssignment(role: .clerk, scope: .hamlet(village.hamlet.id))
            let token = try issueToken(
                for: village.clerk, assignment: assignment, hash: secret, daysCount: 30)
            if dong.isMultiple(of: 2000) { _ = try revoke(token) }
        }
    }
}

extension Household {
    func correcting(
        code: String? = nil, headName: String? = nil, personsCount: Int64? = nil
    ) -> Household {
        Household(
            id: id, hamlet: hamlet, code: code ?? self.code, headName: headName ?? self.headName,
            personsCount: personsCount ?? self.personsCount, version: version + 1)
    }
}
