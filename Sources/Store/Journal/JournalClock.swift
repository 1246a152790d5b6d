package import Domain
import Locks
import SQLite

/// The time of new journal rows: the machine's clock, unless it runs behind the journal.
///
/// A clock that was reset would date vouchers into another year and number them in its series.
package final class JournalClock: Sendable {
    /// Clocks are set back by a little when they are synchronised; rows then keep the last time.
    package static let toleratedMilliseconds: Int64 = 5 * 60_000

    private let machine: @Sendable () -> Instant
    /// The time of the last journal row.
    private let lastRecorded: Mutex<Instant>

    init(_ machine: @escaping @Sendable () -> Instant, lastRecorded: Instant) {
        self.machine = machine
        self.lastRecorded = Mutex(lastRecorded)
    }

    /// The time of the machine.
    package var now: Instant { machine() }

    /// The time of the last journal row when the machine's clock is behind it by more than `toleratedMilliseconds`.
    package var lastRecordedAhead: Instant? {
        let (now, last) = (machine(), lastRecorded.withLock { $0 })
        return now.milliseconds < last.milliseconds - JournalClock.toleratedMilliseconds ? last : nil
    }

    /// The time for the next rows: never before that of the last row.
    ///
    /// - Throws: `StoreError.clockBehind`.
    func nextTime() throws(StoreError) -> Instant {
        if let last = lastRecordedAhead { throw .clockBehind(now: machine(), lastRecorded: last) }
        return max(machine(), lastRecorded.withLock { $0 })
    }

    func recorded(at moment: Instant) { lastRecorded.withLock { $0 = max($0, moment) } }
}
