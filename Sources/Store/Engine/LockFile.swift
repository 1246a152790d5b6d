import Glibc

/// An exclusive lock on `FILE-lock`, held until deinit, so that no second process opens the live file for writing.
///
/// The kernel releases the lock when the process ends for any reason.
///
/// - Source: flock(2); https://www.sqlite.org/wal.html on the WAL-reset bug of 3.7.0–3.51.2, which requires two
///   writers or checkpointers.
final class LockFile: Sendable {
    private let descriptor: Int32

    /// Locks the file at `path`, which need not exist yet.
    ///
    /// A link is refused: another path to the same file would have a lock of its own.
    ///
    /// - Throws: `OpeningError.linked`, `.inUse`, `.cannotOpen`.
    init(beside path: String) throws(OpeningError) {
        var status = stat()
        if lstat(path, &status) == 0 {
            let kind = status.st_mode & S_IFMT
            guard kind != S_IFLNK, kind != S_IFREG || status.st_nlink == 1 else { throw .linked(path: path) }
        }
        let lockPath = path + "-lock"
        let opened = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw .cannotOpen(path: lockPath, reason: String(cString: strerror(errno)))
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .inUse(path: path)
        }
        // Assigned last: if `init` threw after this, `deinit` would close the descriptor a second time.
        descriptor = opened
    }

    deinit { close(descriptor) }
}
