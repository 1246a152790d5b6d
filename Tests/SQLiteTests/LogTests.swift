import SQLite
import Testing

@Suite struct LogTests {
    let file: DatabaseFile
    let writer: Connection

    init() throws {
        file = try DatabaseFile()
        writer = try file.withNotes(["một"])
    }

    /// A reader that holds the snapshot of now.
    private func openReader() throws -> Connection {
        let reader = try file.connection(.readOnly)
        try reader.run("BEGIN")
        _ = try reader.notesCount()
        return reader
    }

    @Test func `a new connection counts no pages`() throws {
        #expect(try file.connection().logPagesCount == 0)
    }

    @Test func `the log grows with every commit and not before`() throws {
        let before = writer.logPagesCount
        try writer.run("BEGIN")
        try writer.insert(note: "hai")
        #expect(writer.logPagesCount == before)
        try writer.run("COMMIT")
        #expect(writer.logPagesCount > before)
    }

    @Test func `a rollback and a reading add no pages`() throws {
        let before = writer.logPagesCount
        try writer.run("BEGIN")
        try writer.insert(note: "hai")
        try writer.run("ROLLBACK")
        _ = try writer.notes()
        #expect(writer.logPagesCount == before)
    }

    @Test func `pages of another connection are not counted until the own next commit`() throws {
        let other = try file.connection()
        try other.insert(note: "hai")
        let before = writer.logPagesCount
        #expect(other.logPagesCount > before)
        try writer.insert(note: "ba")
        #expect(writer.logPagesCount > other.logPagesCount)
    }

    @Test func `nobody moves the log's pages by themselves`() throws {
        let before = try DatabaseFile.bytesCount(at: file.path)
        try writer.fill(pages: 1200)
        try writer.fill(pages: 10)
        #expect(writer.logPagesCount > 1200)
        #expect(try DatabaseFile.bytesCount(at: file.path) == before)
    }

    @Test func `a passive checkpoint moves all when nobody reads, and the log starts again`() throws {
        try writer.fill(pages: 50)
        #expect(try writer.checkpoint(.passive))
        #expect(try DatabaseFile.bytesCount(at: file.path) > 50 * 4096)
        let before = writer.logPagesCount
        try writer.insert(note: "hai")
        #expect(writer.logPagesCount < before)
    }

    @Test func `a passive checkpoint stops at the oldest snapshot`() throws {
        let reader = try openReader()
        try writer.fill(pages: 20)
        #expect(try writer.checkpoint(.passive) == false)
        #expect(try reader.notes() == ["một"])
        try reader.run("COMMIT")
        #expect(try writer.checkpoint(.passive))
    }

    @Test func `a reader of the newest state does not keep pages from moving`() throws {
        try writer.fill(pages: 20)
        let reader = try openReader()
        #expect(try writer.checkpoint(.passive))
        #expect(try reader.notesCount() == 21)
    }

    @Test(arguments: [Connection.Checkpoint.restart, .truncate])
    func `a checkpoint that starts the log again waits for no reader past its time`(
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

    @Test func `an empty log has nothing to move`() throws {
        #expect(try writer.checkpoint(.truncate))
        #expect(try writer.checkpoint(.passive))
        #expect(try writer.checkpoint(.truncate))
    }

    @Test func `a database without a log has nothing to move`() throws {
        let plain = try Connection(path: file.path(of: "plain"), mode: .readWrite, busyMilliseconds: 0)
        try plain.execute(script: "CREATE TABLE note (text TEXT) STRICT")
        #expect(try plain.checkpoint(.passive))
        #expect(plain.logPagesCount == 0)
    }

    @Test func `a checkpoint is refused within a write`() throws {
        try writer.run("BEGIN IMMEDIATE")
        try writer.insert(note: "hai")
        #expect(refusal { try writer.checkpoint(.passive) }?.doing == "checkpoint")
        try writer.run("COMMIT")
        #expect(try writer.checkpoint(.passive))
    }

    @Test func `a reading connection moves nothing`() throws {
        let reader = try file.connection(.readOnly)
        #expect(try reader.notesCount() == 1)
        let before = try DatabaseFile.bytesCount(at: file.path)
        #expect(throws: SQLiteError.self) { try reader.checkpoint(.truncate) }
        #expect(try DatabaseFile.bytesCount(at: file.path) == before)
        #expect(try DatabaseFile.bytesCount(at: file.logPath) > 0)
    }

    @Test func `what only the log holds is read by the next connection`() throws {
        try writer.fill(pages: 20)
        let next = try file.connection()
        #expect(try next.notesCount() == 21)
        #expect(try next.checkpoint(.truncate))
    }

    @Test func `connections come and go beside one that counts`() throws {
        for number in 0..<50 { try file.connection().insert(note: "\(number)") }
        try writer.insert(note: "sau cùng")
        #expect(try writer.notesCount() == 52)
        #expect(writer.logPagesCount > 50)
    }
}
