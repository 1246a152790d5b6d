import SQLite
import Testing

@Suite struct LogTests {
    let file: DatabaseFile
    let writer: Connection

    init() throws {
        file = try DatabaseFile()
        writer = try file.openWithNotes(["một"])
    }

    /// Opens a reader that holds a snapshot of the current state.
    private func openReader() throws -> Connection {
        let reader = try file.connection(.readOnly)
        try reader.run("BEGIN")
        _ = try reader.notesCount()
        return reader
    }

    @Test func `a new connection counts no pages`() throws {
        #expect(try file.connection().walPageCount == 0)
    }

    @Test func `the log grows with every commit and not before`() throws {
        let before = writer.walPageCount
        try writer.run("BEGIN")
        try writer.insert(note: "hai")
        #expect(writer.walPageCount == before)
        try writer.run("COMMIT")
        #expect(writer.walPageCount > before)
    }

    @Test func `a rollback and a read add no pages`() throws {
        let before = writer.walPageCount
        try writer.run("BEGIN")
        try writer.insert(note: "hai")
        try writer.run("ROLLBACK")
        _ = try writer.notes()
        #expect(writer.walPageCount == before)
    }

    @Test func `pages of another connection are counted only with the next own commit`() throws {
        let other = try file.connection()
        try other.insert(note: "hai")
        let before = writer.walPageCount
        #expect(other.walPageCount > before)
        try writer.insert(note: "ba")
        #expect(writer.walPageCount > other.walPageCount)
    }

    @Test func `the log is never checkpointed automatically`() throws {
        let before = try DatabaseFile.bytesCount(at: file.path)
        try writer.fill(pages: 1200)
        try writer.fill(pages: 10)
        #expect(writer.walPageCount > 1200)
        #expect(try DatabaseFile.bytesCount(at: file.path) == before)
    }

    @Test func `a passive checkpoint without readers moves all pages and restarts the log`() throws {
        try writer.fill(pages: 50)
        #expect(try writer.checkpoint(.passive))
        #expect(try DatabaseFile.bytesCount(at: file.path) > 50 * 4096)
        let before = writer.walPageCount
        try writer.insert(note: "hai")
        #expect(writer.walPageCount < before)
    }

    @Test func `a passive checkpoint stops at the oldest snapshot`() throws {
        let reader = try openReader()
        try writer.fill(pages: 20)
        #expect(try writer.checkpoint(.passive) == false)
        #expect(try reader.notes() == ["một"])
        try reader.run("COMMIT")
        #expect(try writer.checkpoint(.passive))
    }

    @Test func `a reader of the newest state does not block a checkpoint`() throws {
        try writer.fill(pages: 20)
        let reader = try openReader()
        #expect(try writer.checkpoint(.passive))
        #expect(try reader.notesCount() == 21)
    }

    @Test(arguments: [Connection.Checkpoint.restart, .truncate])
    func `a restarting checkpoint does not wait for readers past its timeout`(
        _ checkpoint: Connection.Checkpoint
    ) throws {
        try writer.fill(pages: 20)
        let reader = try openReader()
        #expect(try writer.checkpoint(checkpoint) == false)
        #expect(try reader.notesCount() == 21)
        try reader.run("COMMIT")
        #expect(try writer.checkpoint(checkpoint))
        #expect(try writer.notesCount() == 21)
    }

    @Test func `a restarted log keeps its file, a truncated one is empty`() throws {
        try writer.fill(pages: 20)
        #expect(try writer.checkpoint(.restart))
        #expect(try DatabaseFile.bytesCount(at: file.logPath) > 20 * 4096)
        #expect(try writer.checkpoint(.truncate))
        #expect(try DatabaseFile.bytesCount(at: file.logPath) == 0)
    }

    @Test func `a checkpoint of an empty log succeeds`() throws {
        #expect(try writer.checkpoint(.truncate))
        #expect(try writer.checkpoint(.passive))
        #expect(try writer.checkpoint(.truncate))
    }

    @Test func `a checkpoint of a database without a log succeeds`() throws {
        let plain = try Connection(path: file.path(of: "plain"), mode: .readWrite, busyMilliseconds: 0)
        try plain.execute(script: "CREATE TABLE note (text TEXT) STRICT")
        #expect(try plain.checkpoint(.passive))
        #expect(plain.walPageCount == 0)
    }

    @Test func `a checkpoint within a write transaction fails`() throws {
        try writer.run("BEGIN IMMEDIATE")
        try writer.insert(note: "hai")
        #expect(sqliteError { try writer.checkpoint(.passive) }?.operation == "checkpoint")
        try writer.run("COMMIT")
        #expect(try writer.checkpoint(.passive))
    }

    @Test func `a read-only connection cannot run a checkpoint`() throws {
        let reader = try file.connection(.readOnly)
        #expect(try reader.notesCount() == 1)
        let before = try DatabaseFile.bytesCount(at: file.path)
        #expect(throws: SQLiteError.self) { try reader.checkpoint(.truncate) }
        #expect(try DatabaseFile.bytesCount(at: file.path) == before)
        #expect(try DatabaseFile.bytesCount(at: file.logPath) > 0)
    }

    @Test func `the next connection reads pages that are only in the log`() throws {
        try writer.fill(pages: 20)
        let next = try file.connection()
        #expect(try next.notesCount() == 21)
        #expect(try next.checkpoint(.truncate))
    }

    @Test func `short-lived connections do not disturb the page count`() throws {
        for number in 0..<50 { try file.connection().insert(note: "\(number)") }
        try writer.insert(note: "sau cùng")
        #expect(try writer.notesCount() == 52)
        #expect(writer.walPageCount > 50)
    }
}
