import Glibc
import HTTP

/// The time of one loop, read once per tick.
struct TickClock {
    /// Milliseconds of the monotonic clock.
    private(set) var now = TickClock.monotonicMilliseconds
    /// The Date line of responses, updated once a second.
    private(set) var dateLine: [UInt8] = []
    private var second = -1

    init() { refresh() }

    mutating func refresh() {
        now = TickClock.monotonicMilliseconds
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        guard time.tv_sec != second else { return }
        second = time.tv_sec
        dateLine = DateLine.bytes(secondsSince1970: max(0, second))
    }

    static var monotonicMilliseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
