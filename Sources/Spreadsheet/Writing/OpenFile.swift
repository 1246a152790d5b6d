import Glibc

/// A file that a library has opened, and may have closed since.
struct OpenFile {
    private let descriptor: Int32
    private let device: dev_t
    private let inode: ino_t

    /// - Returns: nil when nothing is open.
    init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        (self.descriptor, device, inode) = (descriptor, status.st_dev, status.st_ino)
    }

    /// Closes it unless that has happened: the number may belong to another file by now.
    func closeIfOpen() {
        guard let now = OpenFile(descriptor), now.device == device, now.inode == inode else { return }
        close(descriptor)
    }
}
