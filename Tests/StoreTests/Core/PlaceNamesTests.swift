import Domain
import SQLite
import TestSupport
import Testing

@testable import Store

/// Names and codes of a place are read once for all rows of a table, and are those that are stored.
@Suite struct PlaceNamesTests {
    private func household(
        _ code: String, in hamlet: Hamlet, from: String? = nil, _ tx: borrowing WriteTransaction
    ) throws -> Household {
        Household(
            id: try tx.newID(), hamlet: hamlet.id, code: code, headName: "Nguyễn Văn An", personsCount: 3,
            validFrom: from.flatMap { LocalDate($0) }, version: 1)
    }

    @Test(arguments: [200, 400])
    func `a table of any length reads the names of a place once`(_ count: Int) throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let hamlet = village.hamlet
        let reads = try office.write { tx in
            for number in 0..<count {
                let fund = Fund(
                    id: try tx.newID(), owner: .hamlet(hamlet.id), name: "Quỹ số \(number)", version: 1)
                try tx.save(fund)
                _ = try tx.similarNames(to: fund)
                _ = try tx.openHousehold(coded: "K\(number)", of: hamlet.id)
                try tx.save(try household("K\(number)", in: hamlet, tx), replacing: nil)
                let other = Hamlet(
                    id: try tx.newID(), commune: hamlet.commune, name: "Xóm số \(number)", kind: .xom,
                    validity: hamlet.validity, version: 1)
                try tx.save(other)
                _ = try tx.similarNames(to: other)
            }
            return tx.session.caches.names.readsCount
        }
        #expect(reads == 3)
    }

    @Test func `names that the same transaction added are taken, and similar ones are found`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            let first = Fund(
                id: try tx.newID(), owner: .hamlet(village.hamlet.id), name: "Hòa Bình", version: 1)
            try tx.save(first)
            let same = Fund(
                id: try tx.newID(), owner: .hamlet(village.hamlet.id), name: "HOÀ  BÌNH", version: 1)
            #expect(throws: Refusal.nameTaken(.fund, at: .name, by: first.id.number, name: "Hòa Bình")) {
                try tx.save(same)
            }
            let similar = Fund(
                id: try tx.newID(), owner: .hamlet(village.hamlet.id), name: "Hoa Bình", version: 1)
            try tx.save(similar)
            let found = try tx.similarNames(to: similar)
            #expect(found == [NamedEntity(id: first.id.number, name: "Hòa Bình")])
        }
    }

    @Test func `a refused job leaves no name behind`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let fund = Fund(id: Fund.ID(50), owner: .hamlet(village.hamlet.id), name: "Cây xanh", version: 1)
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in
                try tx.save(fund)
                throw Refusal.amountTooLarge
            }
        }
        try office.write { tx in try tx.save(fund) }
    }

    private static let spellings = ["k01", "Ｋ01", "K０1", "\u{41A}01", " K01 ", "K0\u{AD}1", "ᴋ01"]

    @Test(arguments: spellings) func `a code spelt otherwise is the same code`(_ code: String) throws {
        let office = try TestStore()
        let hamlet = try Village(in: office).hamlet
        let first = try office.write { tx in
            let first = try household("K01", in: hamlet, tx)
            try tx.save(first, replacing: nil)
            return first
        }
        let taken = Refusal.nameTaken(.household, at: .code, by: first.id.number, name: "K01")
        // In another transaction, and in one that asked before.
        for asksBefore in [false, true] {
            #expect(throws: taken) {
                try office.write { tx in
                    if asksBefore {
                        #expect(try tx.openHousehold(coded: code, of: hamlet.id)?.id == first.id)
                    }
                    try tx.save(try household(code, in: hamlet, tx), replacing: nil)
                }
            }
        }
    }

    @Test func `signs, accents and zeros tell codes apart`() throws {
        let office = try TestStore()
        let hamlet = try Village(in: office).hamlet
        try office.write { tx in
            for code in ["1-11", "11-1", "111", "D1", "Đ1", "D01"] {
                try tx.save(try household(code, in: hamlet, tx), replacing: nil)
            }
        }
    }

    @Test func `a code is free again where it was left, and taken where it went, in one transaction`() throws
    {
        let office = try TestStore()
        let (here, there) = (
            try Village(in: office).hamlet, try Village(in: office, named: "Xóm 10").hamlet
        )
        try office.write { tx in
            let first = try household("K01", in: here, from: "2026-01-01", tx)
            try tx.save(first, replacing: nil)
            let moved = try first.moved(
                to: there.id, as: "K01", on: #require(LocalDate("2026-03-01")))
            try tx.change(moved, from: first)
            let taken = Refusal.nameTaken(.household, at: .code, by: first.id.number, name: "K01")
            #expect(throws: taken) {
                try tx.save(try household("k01", in: there, from: "2026-03-01", tx), replacing: nil)
            }
            #expect(throws: taken) {
                try tx.save(try household("k01", in: here, from: "2026-02-28", tx), replacing: nil)
            }
            try tx.save(try household("k01", in: here, from: "2026-03-01", tx), replacing: nil)
        }
    }

    @Test func `an older file with codes that differ by case still opens, and its households are corrected`()
        throws
    {
        let office = try TestStore()
        let hamlet = try Village(in: office).hamlet
        let (first, second) = try office.write { tx in
            let first = try household("K01", in: hamlet, tx)
            try tx.save(first, replacing: nil)
            let second = try household("K02", in: hamlet, tx)
            try tx.save(second, replacing: nil)
            // As an earlier release stored it.
            try tx.connection.run("UPDATE household SET code = 'k01' WHERE id = ?1", second.id)
            return (first, try #require(try tx.find(second.id)))
        }
        try office.write { tx in
            #expect(try tx.openHousehold(coded: "k01", of: hamlet.id)?.id == second.id)
            #expect(try tx.openHousehold(coded: "K01", of: hamlet.id)?.id == first.id)
            try tx.save(second.correcting(headName: "Lê Bình"), replacing: second)
        }
        #expect(throws: Refusal.self) {
            try office.write { tx in
                let now = try #require(try tx.find(second.id))
                try tx.save(now.correcting(code: "ｋ01"), replacing: now)
            }
        }
    }
}
