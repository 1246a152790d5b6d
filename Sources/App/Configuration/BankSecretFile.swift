import API
import Foundation
import Glibc

/// The file of the secret that is shared with a bank service: one line, readable by its owner alone.
struct BankSecretFile {
    let path: String

    /// What knows the notices of the service, or nil when there is no such file.
    ///
    /// - Throws: `Failure` when the secret is too short, or others may read it.
    func read() throws -> BankWebhook? {
        guard let bytes = try DurableFile(path: path).read() else { return nil }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw Failure(
                .configuration, "Người khác đọc được khóa chung \(path); hãy chạy: chmod 600 \(path)")
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let webhook = BankWebhook(secret: Array(line)) else {
            throw Failure(
                .configuration,
                "Khóa chung \(path) ngắn hơn \(BankWebhook.secretBytesMin) byte (bank.webhook_secret).")
        }
        return webhook
    }
}
