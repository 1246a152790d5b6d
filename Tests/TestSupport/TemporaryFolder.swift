import Foundation

/// A folder of one test, removed with the value.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// The path is short, because that of a Unix socket has at most 107 bytes.
    package init() throws {
        path = "/tmp/dv-" + UUID().uuidString.prefix(13)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        // A folder that cannot be removed only takes space in the temporary directory.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in the folder.
    package func path(of name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(of: name)))
        return path(of: name)
    }

    /// Copies a file into the folder and returns its path.
    package func copy(_ file: String, to name: String) throws -> String {
        try FileManager.default.copyItem(atPath: file, toPath: path(of: name))
        return path(of: name)
    }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(of: name)) }

    /// The size of the file in bytes; 0 when there is none.
    package func bytesCount(of name: String) -> Int {
        // A missing file has no attributes.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(of: name))
        return attributes?[.size] as? Int ?? 0
    }
}
