import Domain
import Locks
import TestSupport
import Testing

@testable import Store
@testable import Verify

extension Discrepancy {
    /// The household whose row differs from the journal.
    fileprivate var household: Int64? {
        if case .payloadDiffers(.household, let id, _) = self { id } else { nil }
    }
}

@Suite struct VerificationTests {
    @Test func `an empty file is clean`() throws {
        let found = try TestStore().read { tx in try tx.verification() }
        #expect(found.isClean)
        #expect(found.journalRowsCount == 0)
    }

    @Test func `a village with pledges, contributions and a voided receipt is clean`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            let household = village.households[0]
            let pledge = try tx.take(
                .confirm, on: tx.pledge(500_000, by: household, in: village), in: village)
            let gift = try tx.receive(200_000, from: .household(household.id), in: village, pledge: pledge)
            _ = try tx.receive(300_000, from: .sponsor, in: village, method: .bank, reference: "FT1")
            _ = try tx.receive(400_000, from: .organisation(village.organisation.id), in: village)
            _ = try tx.voidReceipt(of: gift, in: village)
        }
        let found = try office.read { tx in try tx.verification() }
        #expect(found.discrepancies == [])
        #expect(found.lastPosition == found.journalRowsCount)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `several hundred random steps leave the file clean`(seed: UInt64) throws {
        let office = try TestStore()
        let villages = [try Village(in: office, named: "Xóm 9"), try Village(in: office, named: "Xóm 10")]
        try RandomOffice(office: office, villages: villages, seed: seed).work(stepsCount: 400)
        #expect(try office.discrepancies() == [])
        #expect(try office.store.verification(split: .finest).journalRowsCount > 300)
    }

    @Test func `progress reaches the total`() throws {
        let office = try TestStore()
        _ = try Village(in: office)
        let reported = Mutex<[Verification.Progress]>([])
        _ = try office.store.verification { step in reported.withLock { $0.append(step) } }
        let steps = reported.withLock { $0 }
        #expect(steps.count == 1)
        #expect(steps.first?.rowsDone == steps.first?.rowsTotal)
    }

    @Test func `discrepancies beyond the limit are only counted`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try RawFile(office.path).tamper("UPDATE household SET persons = persons + 1")
        for split in [VerificationSplit(), .finest] {
            let found = try office.store.verification(discrepanciesMax: 2, split: split)
            #expect(found.discrepancies.map(\.household) == [1, 2])
            #expect(found.discrepanciesCount == village.households.count + 1)
            #expect(!found.isClean)
        }
    }
}
