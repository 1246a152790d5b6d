package import Domain
import Locks

/// A clock that stands still until it is advanced.
package final class ManualClock: Sendable {
    private let moment: Mutex<Instant>

    package init(_ moment: Instant) { self.moment = Mutex(moment) }

    package var now: Instant { moment.withLock { $0 } }

    package func set(_ moment: Instant) { self.moment.withLock { $0 = moment } }

    package func advance(days: Int) { moment.withLock { $0 = $0.adding(days: days) } }

    package func advance(seconds: Int64) {
        moment.withLock { $0 = Instant(milliseconds: $0.milliseconds + seconds * 1000) }
    }

    package func advance(minutes: Int64) {
        moment.withLock { $0 = Instant(milliseconds: $0.milliseconds + minutes * 60_000) }
    }
}
