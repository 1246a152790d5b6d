import Foundation

extension Plan {
    /// Counts the log frames that a contribution writes, by table, while 64 clients write.
    func takeFrames(into record: inout Record) throws {
        let stage = try Stage([.danvan], data: data, layout: layout)
        defer { stage.stop() }
        let server = try stage.server(.danvan)
        let database = stage.danvanDatabase
        try warm(server, .contribution, on: stage)
        // Its snapshot keeps the log from being started anew; it ends by itself should this process be killed.
        let reader = try Child(
            "sqlite3", tool("sqlite3"),
            [
                "-readonly", database, "BEGIN", "SELECT count(*) FROM sqlite_schema",
                ".shell echo ready; sleep \(seconds + 20)",
            ], folder: layout.data, output: layout.logs + "/frames.txt",
            log: layout.logs + "/frames.log")
        defer { reader.stop() }
        while text(of: layout.logs + "/frames.txt").isEmpty {
            guard reader.process.isRunning else { throw BenchError("sqlite3 read nothing") }
            usleep(10_000)
        }
        let before = try contributionsCount(in: database)
        let start = try WriteAheadLog(of: database)
        _ = try Load([.contribution], on: server, in: stage, connections: manyConnections, seconds: seconds)
            .result()
        let count = try contributionsCount(in: database) - before
        let pages = try WriteAheadLog(of: database).pages(since: start)
        guard count > 0, !pages.isEmpty else { throw BenchError("no contribution was written to the log") }
        let tables = try tables(in: database)
        let frames = Dictionary(pages.map { (tables[$0] ?? "freed pages", 1.0) }, uniquingKeysWith: +)
        for (table, frames) in frames.sorted(by: { $0.value > $1.value }) where frames / count >= 0.005 {
            record.samples.append(
                single(.frames, table, 1, ("frames a contribution", frames / count)))
        }
        record.claims.append(
            Claim(
                words: "log frames a contribution", value: Double(pages.count) / count, reach: .atMost(3.75)))
    }

    private func contributionsCount(in database: String) throws -> Double {
        let text = try run(
            tool("sqlite3"), ["-readonly", database, "SELECT max(position) FROM journal"], in: layout)
        return Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// The table or index of each page.
    private func tables(in database: String) throws -> [UInt32: String] {
        let lines = try run(
            tool("sqlite3"), ["-readonly", database, "SELECT pageno, name FROM dbstat"], in: layout)
        return Dictionary(
            lines.split(separator: "\n")
                .compactMap { line in
                    let cells = line.split(separator: "|")
                    return UInt32(cells[0]).map { ($0, String(cells[1])) }
                }, uniquingKeysWith: { first, _ in first })
    }
}

/// A log as it was read, https://www.sqlite.org/fileformat2.html#walformat.
private struct WriteAheadLog {
    private let bytes: Data
    private let salts: Data
    private let framesCount: Int

    init(of database: String) throws {
        let file = URL(fileURLWithPath: database + "-wal")
        let bytes = try Data(contentsOf: file, options: .alwaysMapped)
        guard bytes.count > 32 else { throw BenchError("\(file.lastPathComponent) is empty") }
        self.bytes = bytes
        let salts = Data(bytes[16..<24])
        self.salts = salts
        let length = 24 + Int(Self.number(in: bytes, at: 8))
        let framesCount = (bytes.count - 32) / length
        // Frames behind the first with other salts are those of an older log.
        self.framesCount =
            (0..<framesCount).first { bytes[(32 + $0 * length + 8)...].prefix(8) != salts } ?? framesCount
    }

    /// The pages of the frames that came after `earlier`, each as often as it was written.
    func pages(since earlier: WriteAheadLog) -> [UInt32] {
        let length = 24 + Int(Self.number(in: bytes, at: 8))
        let first = salts == earlier.salts ? earlier.framesCount : 0
        return (first..<framesCount).map { Self.number(in: bytes, at: 32 + $0 * length) }
    }

    private static func number(in bytes: Data, at offset: Int) -> UInt32 {
        bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
