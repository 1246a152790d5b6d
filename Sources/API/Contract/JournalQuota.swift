import Domain
import Locks

/// Limits what one token writes to the journal in a day, so that no single program fills the disk.
///
/// Counted in memory: a restart begins a new count.
final class JournalQuota: Sendable {
    private struct Counts {
        var day: LocalDate
        var bytes: [AccessToken.ID: Int] = [:]
    }

    private let bytesMax: Int
    private let counts = Mutex(Counts(day: .firstDay))

    init(kibibytesMax: Int) { bytesMax = kibibytesMax * 1024 }

    /// - Throws: `too-many-requests` until the next day, once the token has written its share.
    func check(_ token: AccessToken.ID, at now: Instant) throws(Problem) {
        guard bytesMax > 0 else { return }
        let day = LocalDate(now)
        let written = counts.withLock { $0.day == day ? $0.bytes[token] ?? 0 : 0 }
        guard written >= bytesMax else { return }
        // Days begin at midnight in Vietnam.
        let seconds = 86_400 - (now.milliseconds / 1000 + 7 * 3600) % 86_400
        throw Problem(
            .tooManyRequests,
            detail: Sentence(
                vi:
                    "Mã truy cập này đã ghi đủ \(bytesMax / 1024) KiB của hôm nay; mai ghi tiếp, hoặc quản trị máy chủ tăng limits.kibibytes_per_token_max.",
                en:
                    "This token has written its \(bytesMax / 1024) KiB of today; go on tomorrow, or the server's administrator raises limits.kibibytes_per_token_max."
            ),
            fields: [
                .init(name: .retryAfter, value: "\(seconds)"),
                .init(name: .rateLimit, value: "\"journal\";r=0;t=\(seconds)"),
                .init(name: .rateLimitPolicy, value: "\"journal\";q=\(bytesMax);w=86400"),
            ])
    }

    /// Counts what a committed write added.
    func add(_ bytesCount: Int, by token: AccessToken.ID, at now: Instant) {
        guard bytesMax > 0, bytesCount > 0 else { return }
        let day = LocalDate(now)
        counts.withLock { counts in
            if counts.day < day { counts = Counts(day: day) }
            counts.bytes[token, default: 0] += bytesCount
        }
    }
}
