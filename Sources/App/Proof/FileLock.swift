import Glibc

/// An exclusive lock on `FILE.lock`, for which others wait: threads of this process and other processes.
///
/// - Source: flock(2): a lock belongs to the open file, and ends when the process does.
struct FileLock {
    private let descriptor: Int32

    /// Waits for the lock of the file at `path`, which need not exist.
    ///
    /// A link is refused: another path to the same file would have a lock of its own.
    ///
    /// - Throws: `Failure`.
    init(beside path: String) throws {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
                throw Failure(
                    .io, "\(path) là liên kết, hoặc tệp còn tên khác; hãy dùng đúng một tên của tệp.")
            }
        }
        let lockPath = path + ".lock"
        let opened = open(lockPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw Failure(
                .io, "Không mở được tệp khóa \(lockPath): \(translated(String(cString: strerror(errno)))).")
        }
        while flock(opened, LOCK_EX) != 0 {
            let code = errno
            guard code == EINTR else {
                close(opened)
                throw Failure(
                    .io, "Không khóa được \(lockPath): \(translated(String(cString: strerror(code)))).")
            }
        }
        descriptor = opened
    }

    /// Must be called once.
    func unlock() { close(descriptor) }
}
