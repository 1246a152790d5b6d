import Domain
import Foundation
import SQLite
import TestSupport
import Testing

@testable import Store

@Suite struct WriterCheckpointsTests {
    /// A backup of a million receipts reads for half a minute.
    @Test func `a reader that stays does not make the writer wait`() throws {
        var limits = StoreLimits()
        limits.checkpointPages = 5
        limits.busyMillisecondsMax = 5000
        let office = try TestStore(limits: limits)
        let backup = try RawFile(office.path).connection
        try backup.run("BEGIN")
        #expect(try backup.all("SELECT count(*) FROM user_account") { $0.integer(0) } == [0])
        let begun = ContinuousClock.now
        for index in 0..<60 { _ = try office.write { tx in try tx.addUser(named: "Lan \(index)") } }
        #expect(ContinuousClock.now - begun < .seconds(4))
        let size = try FileManager.default.attributesOfItem(atPath: office.path + "-wal")[.size] as? Int
        // So the log was long enough for a restart.
        #expect(try #require(size) > 8 * limits.checkpointPages * 4096)
        try backup.run("COMMIT")
        for index in 60..<120 { _ = try office.write { tx in try tx.addUser(named: "Lan \(index)") } }
        #expect(try office.store.reader().read { tx in try tx.users(after: nil, limit: 1000).count } == 120)
        let later = try FileManager.default.attributesOfItem(atPath: office.path + "-wal")[.size] as? Int
        // It began again at its start.
        #expect(try #require(later) < #require(size) * 5 / 4)
    }
}
