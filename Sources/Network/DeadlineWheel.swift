/// The deadlines of one loop: a wheel of slots, each `tickMilliseconds` wide.
///
/// A deadline is looked at on its tick, up to one tick late. One beyond the wheel's reach is looked at early,
/// and the caller files it again; so does one that has been moved later, which therefore costs nothing until
/// then.
struct DeadlineWheel {
    /// One filed deadline.
    struct Entry {
        let token: Token
        let tick: Int
    }

    private static let tickMilliseconds = 64
    /// 65 seconds of ticks: more than the longest usual deadline.
    private static let slotCount = 1024

    private var slots = [[Entry]](repeating: [], count: slotCount)
    private var lastTick: Int
    private var nextTick: Int?

    /// - `now`: milliseconds of the monotonic clock, as everywhere here.
    init(now: Int) { lastTick = now / DeadlineWheel.tickMilliseconds }

    /// When to call `due` next, or nil when nothing is filed.
    var next: Int? { nextTick.map { $0 * DeadlineWheel.tickMilliseconds } }

    /// The first tick on which `deadline` has passed.
    static func tick(after deadline: Int) -> Int { deadline / tickMilliseconds + 1 }

    /// Files `token` to be looked at when `deadline` has passed.
    ///
    /// - Returns: the tick, by which the caller knows its entry again.
    mutating func file(_ token: Token, at deadline: Int) -> Int {
        let wanted = max(DeadlineWheel.tick(after: deadline), lastTick + 1)
        let tick = min(wanted, lastTick + DeadlineWheel.slotCount - 1)
        slots[tick % DeadlineWheel.slotCount].append(Entry(token: token, tick: tick))
        nextTick = min(nextTick ?? tick, tick)
        return tick
    }

    /// Takes out all entries whose tick has come.
    mutating func due(now: Int) -> [Entry] {
        let tick = now / DeadlineWheel.tickMilliseconds
        guard let nextTick, nextTick <= tick else {
            lastTick = max(lastTick, tick)
            return []
        }
        var entries: [Entry] = []
        for passed in nextTick...min(tick, nextTick + DeadlineWheel.slotCount - 1) {
            entries += slots[passed % DeadlineWheel.slotCount]
            slots[passed % DeadlineWheel.slotCount] = []
        }
        lastTick = tick
        self.nextTick = (tick + 1..<tick + DeadlineWheel.slotCount)
            .first {
                !slots[$0 % DeadlineWheel.slotCount].isEmpty
            }
        return entries
    }
}
