import Domain
import SQLite
import TestSupport
import Testing

@testable import Store

@Suite struct VoucherPrintTests {
    @Test func `prints of a voucher are counted apart from those of others`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write(by: village.clerk.id) { tx in
            for _ in 1...2 { _ = try tx.receive(100_000, from: .sponsor, in: village) }
            try tx.addVoucherPrints(of: village)
        }
        try office.read { tx in
            #expect(try tx.lastPrint(of: .receipt(Identifier(1))) == 2)
            #expect(try tx.lastPrint(of: .receipt(Identifier(2))) == 0)
            #expect(try tx.lastPrint(of: .payment(Identifier(1))) == 0)
            let prints = try tx.prints(of: .receipt(Identifier(1)), before: nil, limit: 10)
            #expect(
                prints.map(\.number) == [2, 1] && prints.allSatisfy { $0.recording.by == village.clerk.id })
            let before = try tx.prints(of: .receipt(Identifier(1)), before: Identifier(2), limit: 10)
            #expect(before.map(\.number) == [1])
        }
        #expect(try office.discrepancies() == [])
    }

    @Test(arguments: [
        "UPDATE voucher_print SET number = 3 WHERE id = 2", "DELETE FROM voucher_print WHERE id = 2",
        """
        INSERT INTO voucher_print (id, owner, contribution, number, recorded_by, recorded_ms, version, position)
        SELECT 3, owner, contribution, 4, recorded_by, recorded_ms, version, position FROM voucher_print WHERE id = 1
        """,
    ])
    func `the schema takes only the next print, and changes none`(_ script: String) throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write(by: village.clerk.id) { tx in
            _ = try tx.receive(100_000, from: .sponsor, in: village)
            try tx.addVoucherPrints(of: village)
        }
        office.store.close()
        #expect(throws: SQLiteError.self) { try RawFile(office.path).run(script) }
    }
}
