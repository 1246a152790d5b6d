import Domain
import Foundation
import JSON
import Store
import Verify

/// A verified copy of the database with a manifest beside it, `FILE.json`.
struct Backup {
    let path: String
    let manifest: Manifest

    /// What a backup is: its bytes and what is in it.
    struct Manifest: Hashable {
        let sha256: String
        let bytesCount: Int64
        /// The position of the last journal row.
        let position: Int64
        let createdAt: Instant
        let version: String
        let rows: [String: Int64]
    }

    static func manifestPath(of path: String) -> String { path + ".json" }

    /// Writes and verifies a copy of `file` while others may write it.
    ///
    /// - Parameters:
    ///   - file: the database.
    ///   - path: a path at which there is no file.
    ///   - settings: for the limits of reading.
    ///   - moment: the time of the manifest.
    /// - Throws: `Failure` when there is a file at `path`, or when the copy is not correct.
    init(of file: StoreFile, to path: String, _ settings: Settings, at moment: Instant) throws {
        let lock = try BackupLock(for: path)
        defer { withExtendedLifetime(lock) {} }
        let (manifestPath, partial) = (Backup.manifestPath(of: path), path + ".partial")
        if !Backup.isTaken(path), Backup.isTaken(manifestPath), Backup.isFile(partial),
            Backup.isFile(manifestPath)
        {
            // A backup was killed between both names: its copy is made again below.
            unlink(manifestPath)
        }
        if !Backup.isTaken(path), Backup.isTaken(manifestPath) {
            throw Failure(
                .io,
                "Đã có tệp \(manifestPath) mà không có \(path): lần sao lưu trước bị ngắt, hoặc bản sao đã được chuyển đi. "
                    + "Hãy xóa hoặc chuyển bản kê đó, hoặc chọn tên khác.")
        }
        if Backup.isTaken(path) { throw Failure(.io, "Đã có tệp \(path); hãy chọn tên khác.") }
        do {
            try file.copy(to: partial)
            let copy = try StoreFile(path: partial, limits: settings.storeLimits)
            try Backup.check(copy)
            manifest = try Manifest(of: copy, at: moment)
            try manifest.write(to: Backup.manifestPath(of: path))
            guard rename(partial, path) == 0 else {
                let reason = translated(String(cString: strerror(errno)))
                unlink(Backup.manifestPath(of: path))
                throw Failure(.io, "Không ghi được \(path): \(reason).")
            }
        } catch {
            // Never a folder that somebody put there.
            for suffix in ["", "-journal"] { unlink(partial + suffix) }
            throw error
        }
        self.path = path
        try sync(path)
    }

    /// Whether there is anything at `path`, also a link that leads nowhere.
    private static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Checks the structure of `file`, and the books in it.
    ///
    /// - Throws: `Failure` with what is wrong.
    static func check(_ file: StoreFile) throws {
        let errors = try file.structuralErrors()
        guard errors.isEmpty else { throw Failure(.data, ["Tệp \(file.path) bị hỏng:"] + errors) }
        let verification = try file.verification()
        guard verification.isClean else {
            throw Failure(
                .data,
                verification.discrepancies.map(\.sentence) + [
                    "Có \(verification.discrepanciesCount) chỗ sai trong \(file.path)."
                ])
        }
    }
}

extension Backup.Manifest {
    init(of file: StoreFile, at moment: Instant) throws {
        let (sha256, bytesCount) = try file.digest()
        self.init(
            sha256: sha256, bytesCount: bytesCount, position: try file.lastPosition(), createdAt: moment,
            version: Danvan.version,
            rows: Dictionary(uniqueKeysWithValues: try file.rowCounts().map { ($0.table, $0.count) }))
    }

    /// The manifest at `path`, or nil when there is none.
    ///
    /// - Throws: `Failure` when it is not one.
    init?(at path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        // Whatever is wrong with the JSON, it is no manifest.
        let root = try? JSONDocument(parsing: Array(data)).root
        guard let root, case .string(let sha256)? = root["sha256"],
            case .integer(let bytesCount)? = root["bytes"],
            case .integer(let position)? = root["position"]
        else { throw Failure(.data, "Tệp \(path) không phải bản kê của một bản sao lưu.") }
        self.init(
            sha256: sha256, bytesCount: bytesCount, position: position, createdAt: Instant(milliseconds: 0),
            version: "", rows: [:])
    }

    func write(to path: String) throws {
        var json = JSONWriter()
        json.beginObject()
        json.member("sha256", sha256)
        json.member("bytes", bytesCount)
        json.member("position", position)
        json.member("created_at", createdAt.text)
        json.member("version", version)
        json.name("rows")
        json.beginObject()
        for (table, count) in rows.sorted(by: { $0.key < $1.key }) {
            json.name(dynamic: table)
            json.value(count)
        }
        json.endObject()
        json.endObject()
        try Data(json.finish() + [UInt8(ascii: "\n")]).write(to: URL(fileURLWithPath: path))
        try sync(path)
    }
}
