import Glibc
import SQLite

extension StoreFile {
    /// Puts a copy of this file in place of the database at `path`, which no program may use meanwhile.
    ///
    /// There is a whole database at `path` at every moment, and after a loss of power too: both names change at once. Only
    /// when what is in the present write-ahead log cannot be moved into the present file, as with a damaged one, or when
    /// the file system cannot exchange names, are they renamed one after the other.
    ///
    /// - Parameters:
    ///   - path: the database; it need not exist.
    ///   - name: the name under which the present file is kept, with its log if that is not empty; with a number when
    ///     it is taken.
    /// - Returns: the name of the present file; nil when there was none.
    /// - Throws: `OpeningError.inUse` when a program has it open; `.ownSource`; `.cannotOpen`.
    package func replace(_ path: String, keepingAs name: String) throws(OpeningError) -> String? {
        let lock = try LockFile(beside: path)
        defer { withExtendedLifetime(lock) {} }
        let partial = path + ".partial"
        // The copy would be made of itself, or of a file that is removed first.
        for target in [path, partial] where isSameFile(as: target) { throw .ownSource(path: self.path) }
        do {
            try copy(to: partial)
        } catch {
            throw .cannotOpen(path: partial, reason: error.message)
        }
        let kept = StoreFile.freeName(name)
        let isThere = access(path, F_OK) == 0
        if !isThere || !StoreFile.hasEmptyLog(path) || !StoreFile.exchange(partial, path, keepingAs: kept) {
            for suffix in ["", "-wal", "-shm"] where access(path + suffix, F_OK) == 0 {
                try StoreFile.move(path + suffix, to: kept + suffix)
            }
            try StoreFile.move(partial, to: path)
        }
        do {
            try sync(path)
        } catch {
            throw .cannotOpen(path: path, reason: error.message)
        }
        return isThere ? kept : nil
    }

    private func isSameFile(as other: String) -> Bool {
        var (mine, theirs) = (stat(), stat())
        return stat(path, &mine) == 0 && stat(other, &theirs) == 0 && mine.st_ino == theirs.st_ino
            && mine.st_dev == theirs.st_dev
    }

    /// `name`, or the first of `name-2`, `name-3` … that no file has.
    private static func freeName(_ name: String) -> String {
        var (number, candidate) = (1, name)
        var status = stat()
        while ["", "-wal", "-shm"].contains(where: { lstat(candidate + $0, &status) == 0 }) {
            number += 1
            candidate = "\(name)-\(number)"
        }
        return candidate
    }

    /// Moves what is in the write-ahead log of `path` into the file, so that the file alone has everything.
    ///
    /// - Returns: false when that is not possible, such as for a damaged file, which keeps its log.
    private static func hasEmptyLog(_ path: String) -> Bool {
        var status = stat()
        func isEmpty() -> Bool { stat(path + "-wal", &status) != 0 || status.st_size == 0 }
        if isEmpty() { return true }
        // Whatever stands in the way, the log is kept beside the file.
        _ = try? Connection(path: path, mode: .readWrite, busyMilliseconds: 1000).checkpoint(.truncate)
        return isEmpty()
    }

    /// Gives the file at `partial` the name `path` and that at `path` the name `kept`, at once.
    ///
    /// - Returns: false when the file system cannot; nothing has changed then.
    private static func exchange(_ partial: String, _ path: String, keepingAs kept: String) -> Bool {
        guard rename(partial, kept) == 0 else { return false }
        // Empty, as was checked; a new log must not meet the index of an old one.
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        guard exchangeNames(kept, path) else {
            _ = rename(kept, partial)
            return false
        }
        return true
    }

    private static func move(_ path: String, to target: String) throws(OpeningError) {
        guard rename(path, target) == 0 else {
            throw .cannotOpen(path: target, reason: String(cString: strerror(errno)))
        }
    }
}
