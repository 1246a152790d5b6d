import Foundation

/// The paths of the run.
struct Layout {
    /// The root folder of the product.
    let root: String
    /// The built executables.
    let danvan: String
    let peers: String
    /// Nil when PocketBase does not take part.
    let pocketbase: String?

    var benchmarks: String { root + "/Benchmarks" }
    var data: String { benchmarks + "/.data" }
    var logs: String { data + "/logs" }
    var results: String { benchmarks + "/results" }
    var units: String { root + "/config/nghe-an-units.csv" }
    var hummingbirdPeer: String { peers + "/hummingbird-peer" }
    var bareSQLite: String { peers + "/bare-sqlite" }

    func makeFolders() throws {
        for folder in [data, logs, results] { try makeFolder(folder) }
    }
}

func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
}

/// Creates a file, or truncates an existing one.
func emptyFile(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil),
        let file = FileHandle(forWritingAtPath: path)
    else { throw BenchError("\(path) cannot be written") }
    return file
}

func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

func removeIfThere(_ path: String) throws {
    if exists(path) { try FileManager.default.removeItem(atPath: path) }
}

/// The text of a file; empty when it does not exist.
func text(of path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

/// Removes a database with its companion files.
func removeDatabase(_ path: String) throws {
    for ending in ["", "-wal", "-shm", "-lock"] { try removeIfThere(path + ending) }
}

/// Copies a database with its write-ahead log, replacing `target`.
func copyDatabase(_ source: String, to target: String) throws {
    try removeDatabase(target)
    for ending in ["", "-wal"] where exists(source + ending) {
        try FileManager.default.copyItem(atPath: source + ending, toPath: target + ending)
    }
}
