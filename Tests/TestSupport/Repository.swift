package import Foundation

/// The repository that the tests were built from.
package enum Repository {
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    package static let migrations = path(of: "migrations")
    package static let units = path(of: "config/nghe-an-units.csv")
    package static let parameters = path(of: "config/parameters.csv")

    /// The absolute path of a file or folder.
    package static func path(of path: String) -> String {
        root.appending(path: path).path(percentEncoded: false)
    }

    package static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    package static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: self.path(of: path))
    }

    /// The paths of all files below `folder`, relative to the root, in order.
    package static func paths(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path(of: folder)).map { folder + "/" + $0 }
            .sorted()
    }
}
