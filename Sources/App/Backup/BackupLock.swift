import Foundation

/// The right to write one backup file, held until deinit, so that of several commands at once one succeeds.
///
/// A lock file beside the backup, `FILE.lock`, removed at the end; one that a killed command left is taken over.
/// - Source: flock(2): the kernel releases the lock when the process ends for any reason.
final class BackupLock {
    private let path: String
    private let descriptor: Int32

    /// - Throws: `Failure` when another command is writing the same file, or the folder cannot be written.
    init(for target: String) throws {
        path = target + ".lock"
        let opened = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw Failure(.io, "Không mở được \(path): \(translated(String(cString: strerror(errno)))).")
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0, BackupLock.isAt(path, opened) else {
            close(opened)
            throw Failure(
                .unavailable, "Đang có một lần sao lưu vào tệp \(target); hãy đợi xong, hoặc chọn tên khác.")
        }
        // Assigned last: if `init` threw after this, `deinit` would close the descriptor a second time.
        descriptor = opened
    }

    deinit {
        // While the lock is held: whoever opened the file before finds that it is no longer at its path.
        unlink(path)
        close(descriptor)
    }

    /// Whether the open file is still the one at `path`.
    private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
        var (held, present) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && lstat(path, &present) == 0 && held.st_ino == present.st_ino
            && held.st_dev == present.st_dev
    }
}
