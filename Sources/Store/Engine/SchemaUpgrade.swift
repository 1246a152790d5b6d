import Foundation
import SQLite

/// An upgrade of a file that has fewer migrations than the program.
package struct SchemaUpgrade: Sendable {
    /// The file, which is still as the older program left it.
    package let file: StoreFile
    /// The number of migrations that the file has; 0 when it is empty.
    package let version: Int

    /// The number of migrations that the file will have.
    package var target: Int { file.migrations.count }

    /// The error of a program that does not upgrade.
    package var refusal: OpeningError {
        .outdated(path: file.path, version: version, needed: target)
    }

    /// Writes a checked copy of the file beside it, `FILE.before-VERSION`.
    ///
    /// - Returns: the path of the copy.
    /// - Throws: `OpeningError.notCopied`, and nothing is left behind.
    package func keepCopy() throws(OpeningError) -> String {
        try file.keepCopy(as: "\(file.path).before-\(target)")
    }
}

/// What a command does with a file of an older version.
package enum OlderFile: Sendable {
    case isRefused
    /// The file is upgraded after the closure returns.
    case isUpgraded(after: @Sendable (SchemaUpgrade) throws(OpeningError) -> Void)

    /// - Throws: `OpeningError` when the file is not to be upgraded.
    func prepare(_ upgrade: SchemaUpgrade) throws(OpeningError) {
        switch self {
        case .isUpgraded(let prepare) where upgrade.version > 0: try prepare(upgrade)
        case .isRefused, .isUpgraded: throw upgrade.refusal
        }
    }
}

extension StoreFile {
    /// Writes a copy of the file that is as SQLite wants it and has the same journal.
    ///
    /// No file is replaced: an equal copy of an earlier attempt is used again, others get a number.
    ///
    /// - Parameter name: the path of the copy, unless it is taken.
    /// - Returns: the path of the copy.
    /// - Throws: `OpeningError.notCopied`.
    fileprivate func keepCopy(as name: String) throws(OpeningError) -> String {
        let partial = name + ".partial"
        do {
            try copy(to: partial)
            let copy = StoreFile(of: partial, migrations: migrations, limits: limits)
            let errors = try copy.structuralErrors()
            guard errors.isEmpty else { throw OpeningError.notCopied(path: path, reason: errors[0]) }
            guard try copy.lastPosition() == lastPosition(), try copy.version() == version() else {
                throw OpeningError.notCopied(path: path, reason: "the copy has another journal")
            }
            return try copy.settled(as: name)
        } catch {
            // Never a folder that somebody put there.
            unlink(partial)
            throw (error as? OpeningError) ?? .notCopied(path: path, reason: SchemaUpgrade.reason(of: error))
        }
    }

    /// Gives this file the name `name`, or the next one that is free; removes it when an equal one is there.
    private func settled(as name: String) throws -> String {
        let own = try digest().sha256
        for number in 1...99 {
            let target = number == 1 ? name : "\(name)-\(number)"
            var status = stat()
            if lstat(target, &status) != 0 {
                guard rename(path, target) == 0 else { throw StoreFile.systemError(target) }
                try sync(target)
                return target
            }
            guard status.st_mode & S_IFMT == S_IFREG else { continue }
            let other = StoreFile(of: target, migrations: migrations, limits: limits)
            if try other.digest().sha256 == own {
                unlink(path)
                return target
            }
        }
        throw SQLiteError(code: 0, message: "File exists", operation: name)
    }
}

extension SchemaUpgrade {
    fileprivate static func reason(of error: any Error) -> String {
        (error as? SQLiteError)?.message ?? "\(error)"
    }
}
