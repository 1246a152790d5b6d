import Glibc

/// Holds `FILE-lock` for as long as it lives, so that no second process touches the live file.
///
/// The kernel lets go of the lock when the process ends, however it ends.
///
/// - Source: flock(2); https://www.sqlite.org/wal.html on the WAL-reset bug of 3.7.0–3.51.2, which needs two
///   writers or checkpointers.
final class LockFile: Sendable {
    private let descriptor: Int32

    init(beside path: String) throws(OpeningError) {
        let lockPath = path + "-lock"
        let opened = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw .unreachable(path: lockPath, reason: String(cString: strerror(errno)))
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .inUse(path: path)
        }
        // Last, because `deinit` runs when `init` throws after it, and would close a second time.
        descriptor = opened
    }

    deinit { close(descriptor) }
}
