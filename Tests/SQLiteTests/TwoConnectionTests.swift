import Dispatch
import SQLite
import Testing

@Suite struct TwoConnectionTests {
    let file: DatabaseFile
    let writer: Connection

    init() throws {
        file = try DatabaseFile()
        writer = try file.openWithNotes(["một"])
    }

    @Test func `a second writer without a timeout fails at once`() throws {
        let other = try file.connection()
        try writer.run("BEGIN IMMEDIATE")
        let error = sqliteError { try other.run("BEGIN IMMEDIATE") }
        #expect(error?.code == 5)
        #expect(error?.kind == .busy)
        #expect(!other.isInTransaction)
        try writer.run("COMMIT")
        try other.run("BEGIN IMMEDIATE")
        try other.run("COMMIT")
    }

    @Test func `a second writer waits for its busy timeout`() throws {
        let other = try file.connection(busyMilliseconds: 120)
        try writer.run("BEGIN IMMEDIATE")
        let waited = ContinuousClock()
            .measure {
                #expect(sqliteError { try other.run("BEGIN IMMEDIATE") }?.kind == .busy)
            }
        #expect(waited >= .milliseconds(90))
    }

    @Test func `a second writer succeeds when the lock is released in time`() throws {
        try writer.run("BEGIN IMMEDIATE")
        let started = DispatchSemaphore(value: 0)
        let finished = DispatchSemaphore(value: 0)
        DispatchQueue.global()
            .async { [file] in
                defer { finished.signal() }
                do {
                    let other = try file.connection(busyMilliseconds: 60_000)
                    started.signal()
                    try other.insert(note: "ba")
                } catch {
                    Issue.record(error)
                }
            }
        started.wait()
        try writer.insert(note: "hai")
        try writer.run("COMMIT")
        finished.wait()
        #expect(try writer.notes() == ["một", "hai", "ba"])
    }

    @Test func `a reader keeps its snapshot while the writer continues`() throws {
        let reader = try file.connection(.readOnly)
        try reader.run("BEGIN")
        #expect(try reader.notesCount() == 1)
        try writer.insert(note: "hai")
        #expect(try reader.notesCount() == 1)
        #expect(try writer.notesCount() == 2)
        try reader.run("COMMIT")
        #expect(try reader.notesCount() == 2)
    }

    @Test func `a snapshot starts with the first read, not with BEGIN`() throws {
        let reader = try file.connection(.readOnly)
        try reader.run("BEGIN")
        try writer.insert(note: "hai")
        #expect(try reader.notesCount() == 2)
    }

    @Test func `uncommitted changes are not visible`() throws {
        let reader = try file.connection(.readOnly)
        try writer.run("BEGIN IMMEDIATE")
        try writer.insert(note: "hai")
        #expect(try reader.notes() == ["một"])
        try writer.run("ROLLBACK")
        #expect(try reader.notes() == ["một"])
    }

    @Test func `two readers may see different snapshots`() throws {
        let early = try file.connection(.readOnly)
        let late = try file.connection(.readOnly)
        try early.run("BEGIN")
        #expect(try early.notesCount() == 1)
        try writer.insert(note: "hai")
        try late.run("BEGIN")
        #expect(try late.notesCount() == 2)
        try writer.insert(note: "ba")
        #expect(try [early.notesCount(), late.notesCount(), writer.notesCount()] == [1, 2, 3])
    }

    @Test func `an old snapshot cannot be upgraded to a write`() throws {
        let other = try file.connection()
        try other.run("BEGIN")
        #expect(try other.notesCount() == 1)
        try writer.insert(note: "hai")
        let error = sqliteError { try other.insert(note: "ba") }
        #expect(error?.code == 517)
        #expect(error?.kind == .busy)
        try other.run("ROLLBACK")
        try other.insert(note: "ba")
        #expect(try writer.notes() == ["một", "hai", "ba"])
    }

    @Test func `a reader visits its rows while they are deleted`() throws {
        for number in 0..<100 { try writer.insert(note: "\(number)") }
        let reader = try file.connection(.readOnly)
        var visited = 0
        try reader.forEach("SELECT text FROM note") { _ in
            if visited == 0 { try writer.run("DELETE FROM note") }
            visited += 1
        }
        #expect(visited == 101)
        #expect(try reader.notesCount() == 0)
    }
}
