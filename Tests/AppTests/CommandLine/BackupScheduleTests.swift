import Foundation
import Logging
import Store
import TestSupport
import Testing

@testable import App

/// What the schedule removes: its own old backups and what a killed one left, nothing of anybody else.
@Suite struct BackupScheduleTests {
    private let store: TestStore
    private let folder: Folder

    init() throws {
        store = try TestStore()
        folder = try Folder()
        try FileManager.default.createDirectory(
            atPath: folder.path(of: "copies"), withIntermediateDirectories: true)
    }

    private func run(keeping count: Int) throws {
        let settings = try loaded(overrides: [
            "database.path": store.path, "backup.folder": folder.path(of: "copies"),
            "backup.keep_count": "\(count)",
        ])
        .settings
        BackupSchedule.run(
            of: store.store.file, settings, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "copies")))
    }

    @Test func `the oldest backups are removed, also one whose manifest was moved away`() throws {
        let old = ["danvan-20250101-000000", "danvan-20250102-000000", "danvan-20250103-000000"]
        for name in old {
            _ = try folder.write("x", to: "copies/\(name).db")
            if name != old[0] { _ = try folder.write("{}", to: "copies/\(name).db.json") }
        }
        try run(keeping: 2)
        let left = try names()
        #expect(left.count == 4, "\(left)")
        #expect(left.isSuperset(of: [old[2] + ".db", old[2] + ".db.json"]))
        #expect(left.filter { $0.hasSuffix(".db") }.count == 2)
    }

    @Test func `what somebody else put there stays, and counts for nothing`() throws {
        let others: Set<String> = [
            "danvan-truoc-sap-nhap.db", "danvan-2025.db", "danvan-20250101-000000.db.cũ", "danvan-.db",
            "danvan-2025010a-000000.db", "danvan-20250101_000000.db", "ghi-chu.txt",
            "danvan-truoc-sap-nhap.db.json",
            "danvan-ban-in.db.partial",
        ]
        for name in others { _ = try folder.write("x", to: "copies/" + name) }
        try run(keeping: 1)
        let left = try names()
        #expect(left.isSuperset(of: others), "\(left)")
        #expect(left.subtracting(others).count == 2)
        #expect(BackupSchedule.backups(in: folder.path(of: "copies")).count == 1)
    }

    @Test func `what a killed backup left is removed before the next one`() throws {
        let unfinished = [
            "danvan-20250101-000000.db.partial", "danvan-20250101-000000.db.partial-journal",
            "danvan-20250101-000000.db.lock", "danvan-20250102-000000.db.json",
        ]
        for name in unfinished { _ = try folder.write("x", to: "copies/" + name) }
        try run(keeping: 3)
        let left = try names()
        #expect(left.isDisjoint(with: unfinished) && left.count == 2, "\(left)")
    }
}
