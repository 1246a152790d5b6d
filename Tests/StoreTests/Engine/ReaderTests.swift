import Domain
import Foundation
import SQLite
import TestSupport
import Testing

@testable import Store

@Suite struct ReaderTests {
    private static func count(_ reader: Reader) throws -> Int {
        try reader.read { tx in try tx.users(after: nil, limit: 99).count }
    }

    @Test func `readers see their own writes after the commit`() throws {
        let office = try TestStore()
        let reader = try office.store.reader()
        #expect(try Self.count(reader) == 0)
        for expected in 1...3 {
            _ = try office.write { tx in try tx.addUser(named: "Lan \(expected)") }
            #expect(try Self.count(reader) == expected)
        }
    }

    @Test func `the data does not change within a read`() throws {
        let office = try TestStore()
        let counts = try office.store.reader()
            .read { tx in
                let before = try tx.users(after: nil, limit: 99).count
                _ = try office.write { tx in try tx.addUser(named: "Lan") }
                return [before, try tx.users(after: nil, limit: 99).count]
            }
        #expect(counts == [0, 0])
    }

    @Test func `reads between two commits share a time, and a commit starts a new one`() throws {
        let office = try TestStore()
        let reader = try office.store.reader()
        let first = try reader.read { tx in tx.now }
        office.clock.advance(days: 1)
        #expect(try reader.read { tx in tx.now } == first)
        _ = try office.write { tx in try tx.addUser(named: "Lan") }
        #expect(try reader.read { tx in tx.now } == first.adding(days: 1))
        reader.end()
        office.clock.advance(days: 1)
        #expect(try reader.read { tx in tx.today } == LocalDate(first.adding(days: 2)))
    }

    @Test func `an open read transaction keeps the WAL until it ends`() throws {
        var limits = StoreLimits()
        limits.busyMillisecondsMax = 20
        let office = try TestStore(limits: limits)
        let reader = try office.store.reader()
        _ = try Self.count(reader)
        _ = try office.write { tx in try tx.addUser(named: "Lan") }
        func logSize() throws -> Int {
            try FileManager.default.attributesOfItem(atPath: office.path + "-wal")[.size] as? Int ?? -1
        }
        office.store.close()
        #expect(try logSize() > 0)
        reader.end()
        reader.end()
        office.store.close()
        #expect(try logSize() == 0)
    }

    @Test func `a reader cannot write whatever it runs`() throws {
        let office = try TestStore()
        let reader = try office.store.reader()
        let error = #expect(throws: StoreError.self) {
            try reader.read { tx in
                try tx.connection.run(
                    "INSERT INTO hamlet_population (hamlet, households, persons) VALUES (1, 1, 1)")
            }
        }
        #expect({ if case .failed(let cause) = error { cause.kind == .readOnly } else { false } }())
    }

    @Test func `a refusal passes through a reader unchanged, and the reader stays usable`() throws {
        let office = try TestStore()
        let reader = try office.store.reader()
        #expect(throws: Refusal.ownVoucher) { try reader.read { _ in throw Refusal.ownVoucher } }
        #expect(try Self.count(reader) == 0)
    }
}

@Suite struct ChangesTests {
    @Test func `a change advances the position of its own hamlet only`() throws {
        let office = try TestStore()
        let villages = [try Village(in: office), try Village(in: office, named: "Xóm 10")]
        let changes = office.store.changes
        let last = changes.lastPosition
        let before = villages.map { changes.lastPublicPosition(of: .hamlet($0.hamlet.id)) }
        _ = try office.write { tx in try tx.receive(1000, from: .sponsor, in: villages[0]) }
        #expect(changes.lastPosition == last + 1)
        #expect(changes.lastPublicPosition(of: .hamlet(villages[0].hamlet.id)) == changes.lastPosition)
        #expect(changes.lastPublicPosition(of: .hamlet(villages[1].hamlet.id)) == before[1])
    }

    @Test func `after a restart every hamlet has the last journal position`() throws {
        let folder = try TemporaryFolder()
        func opened() throws -> Store {
            try Store(path: folder.path(of: "d.db")) { TestStore.start }
        }
        do {
            let store = try opened()
            _ = try store.writer.write(actor: nil) { tx in try tx.addUser(named: "Lan") }
            #expect(store.changes.commitsCount == 1)
            store.close()
        }
        let changes = try opened().changes
        #expect(changes.commitsCount == 0)
        #expect(changes.lastPosition == 1)
        #expect(changes.lastPublicPosition(of: .hamlet(Hamlet.ID(5))) == 1)
    }

    @Test func `a refused job and a dry run advance no position`() throws {
        let office = try TestStore()
        _ = try? office.write { tx in
            _ = try tx.addHamlet(named: "Xóm 9")
            throw Refusal.ownVoucher
        }
        _ = try office.write(isDryRun: true) { tx in try tx.addHamlet(named: "Xóm 9") }
        #expect(office.store.changes.lastPosition == 0)
        #expect(office.store.changes.lastPublicPosition(of: .hamlet(Hamlet.ID(1))) == 0)
    }
}
