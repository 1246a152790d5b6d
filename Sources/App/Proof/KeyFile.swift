import Foundation
import Glibc
import Transparency

/// The file of a private key: one line, readable by its owner alone, never in the data folder.
struct KeyFile {
    let path: String

    /// Writes a new key into a new file.
    ///
    /// - Throws: `Failure`, also when the file exists: a key that has signed is not overwritten.
    func create(_ key: SigningKey) throws {
        try DurableFile(path: path).create(Array((key.text + "\n").utf8))
    }

    /// The key, or nil when there is no such file.
    ///
    /// - Throws: `Failure` when it is no key, or others may read it.
    func read() throws -> SigningKey? {
        guard let bytes = try DurableFile(path: path).read() else { return nil }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw Failure(
                .configuration, "Người khác đọc được khóa riêng \(path); hãy chạy: chmod 600 \(path)")
        }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? ""
        do throws(SigningKey.Fault) {
            return try SigningKey(parsing: String(line))
        } catch {
            throw Failure(.configuration, "Tệp \(path) không phải là khóa riêng.")
        }
    }

    /// Refuses a key that lies beside the data: whoever copies or backs up the data must not get it.
    ///
    /// - Throws: `Failure`.
    func checkOutside(_ database: String) throws {
        let folder = KeyFile.realFolder(of: database)
        let own = KeyFile.realFolder(of: path)
        guard own == folder || own.hasPrefix(folder + "/") else { return }
        throw Failure(
            .configuration,
            "Khóa riêng \(path) nằm trong thư mục dữ liệu \(folder); hãy để ở nơi khác (proof.key).")
    }

    private static func realFolder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    }
}
