import Domain
import Locks

/// The clock of the demo: the office works through 2023 to 2025, then today.
///
/// It stands still between the days of the demo, so that what is recorded does not depend on the day of loading.
final class DemoClock: Sendable {
    private let moment: Mutex<Instant>

    /// Eight in the morning of 2023-01-05 in Vietnam.
    init() { moment = Mutex(Instant(milliseconds: 1_672_880_400_000)) }

    var now: Instant { moment.withLock { $0 } }

    /// The local day, as requests name it.
    var today: String { LocalDate(now).text }

    /// Goes on to `day`, in the form 2023-12-31; a day that is over changes nothing.
    func move(to day: String) {
        moment.withLock { moment in
            while LocalDate(moment).text < day { moment = moment.adding(days: 1) }
        }
    }

    /// Goes on to the time of the machine.
    func moveToNow() {
        let present = systemClock()
        moment.withLock { $0 = max($0, present) }
    }
}
