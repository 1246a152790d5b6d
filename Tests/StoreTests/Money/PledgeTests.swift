import Domain
import Store
import TestSupport
import Testing
import Verify

@Suite struct PledgeTests {
    @Test func `a pledge round-trips in every state`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let proposed = try office.write { tx in try tx.pledge(500_000, by: village.households[0], in: village)
        }
        #expect(try office.read { tx in try tx.find(proposed.id) } == proposed)
        let confirmed = try office.write { tx in try tx.take(.confirm, on: proposed, in: village) }
        #expect(try office.read { tx in try tx.find(proposed.id) } == confirmed)
        let waived = try office.write { tx in try tx.take(.waive, on: confirmed, in: village) }
        #expect(try office.read { tx in try tx.find(proposed.id) } == waived)
        #expect(try office.read { tx in try tx.find(Pledge.ID(9)) } == nil)
    }

    @Test func `a household has at most one open pledge to a fund`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let first = try office.write { tx in try tx.pledge(500_000, by: village.households[0], in: village) }
        #expect(throws: Refusal.alreadyExists(.pledge, at: .household)) {
            try office.write { tx in _ = try tx.pledge(1, by: village.households[0], in: village) }
        }
        try office.write { tx in
            _ = try tx.take(.cancel, on: first, in: village)
            _ = try tx.pledge(1, by: village.households[0], in: village)
        }
    }

    @Test func `a step on an older version is refused and stores nothing`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let proposed = try office.write { tx in try tx.pledge(500_000, by: village.households[0], in: village)
        }
        _ = try office.write { tx in try tx.take(.confirm, on: proposed, in: village) }
        #expect(throws: Refusal.versionMismatch(current: 1)) {
            try office.write { tx in _ = try tx.take(.cancel, on: proposed, in: village) }
        }
        #expect(try office.read { tx in try tx.find(proposed.id)?.state } == .confirmed)
    }

    @Test func `pledges are listed newest first by fund, household and state, page by page`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            var pledges: [Pledge] = []
            for household in village.households.prefix(3) {
                pledges.append(try tx.pledge(100_000, by: household, in: village))
            }
            _ = try tx.take(.confirm, on: pledges[1], in: village)
        }
        func listed(
            _ filter: PledgeFilter = PledgeFilter(), before: Int64? = nil, limit: Int = 9
        ) throws -> [Int64] {
            let cursor = before.map { Pledge.ID($0) }
            return
                try office.read { tx in
                    try tx.pledges(of: village.hamlet.id, matching: filter, before: cursor, limit: limit)
                }
                .map(\.id.number)
        }
        #expect(try listed() == [3, 2, 1])
        #expect(try listed(limit: 2) == [3, 2])
        #expect(try listed(before: 2) == [1])
        #expect(try listed(PledgeFilter(fund: village.fund.id)) == [3, 2, 1])
        #expect(try listed(PledgeFilter(fund: Fund.ID(9))).isEmpty)
        #expect(try listed(PledgeFilter(household: village.households[2].id)) == [3])
        #expect(try listed(PledgeFilter(state: .confirmed)) == [2])
    }

    @Test func `the year totals confirmed pledges and the received part of waived ones`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        func pledged() throws -> [Int64] {
            let year = try office.read { tx in try tx.years(of: village.hamlet.id).first }
            return [year?.pledged.amount ?? -1, year?.pledgesCount ?? -1]
        }
        let proposed = try office.write { tx in try tx.pledge(500_000, by: village.households[0], in: village)
        }
        #expect(try pledged() == [-1, -1])
        let confirmed = try office.write { tx in try tx.take(.confirm, on: proposed, in: village) }
        #expect(try pledged() == [500_000, 1])
        let partly = try office.write { tx in
            let donor = Contribution.Donor.household(village.households[0].id)
            _ = try tx.receive(200_000, from: donor, in: village, pledge: confirmed)
            return try #require(try tx.find(confirmed.id))
        }
        #expect(partly.state == .partiallyReceived)
        _ = try office.write { tx in try tx.take(.waive, on: partly, in: village) }
        #expect(try pledged() == [200_000, 1])
    }

    @Test func `voiding a receipt reopens its pledge, even beside a newer one`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let household = village.households[0]
        let gift = try office.write { tx in
            let proposed = try tx.pledge(1000, by: household, in: village)
            let pledge = try tx.take(.confirm, on: proposed, in: village)
            let gift = try tx.receive(1000, from: .household(household.id), in: village, pledge: pledge)
            _ = try tx.pledge(2000, by: household, in: village)
            return gift
        }
        _ = try office.write { tx in try tx.voidReceipt(of: gift, in: village) }
        let states = try office.read { tx in
            try tx.pledges(of: village.hamlet.id, matching: PledgeFilter(), before: nil, limit: 9)
                .map(\.state)
        }
        #expect(states == [.proposed, .confirmed])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
