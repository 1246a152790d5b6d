/// The deadlines of one loop: a timing wheel whose slots are `tickMilliseconds` wide.
///
/// An entry becomes due up to one wheel tick after its deadline. An entry beyond the wheel's range becomes
/// due early, and the caller schedules it again. The same happens to a deadline that was moved to a later
/// time, so moving it costs nothing until then.
struct DeadlineWheel {
    /// One scheduled deadline.
    struct Entry {
        let token: Token
        let tick: Int
    }

    private static let tickMilliseconds = 64
    /// 65 seconds of wheel ticks: more than the longest default deadline.
    private static let slotCount = 1024

    private var slots = [[Entry]](repeating: [], count: slotCount)
    private var lastTick: Int
    private var nextTick: Int?

    /// Creates an empty wheel.
    ///
    /// - Parameter now: milliseconds of the monotonic clock, like all times in this type.
    init(now: Int) { lastTick = now / DeadlineWheel.tickMilliseconds }

    /// When to call `due` next, or nil when nothing is scheduled.
    var next: Int? { nextTick.map { $0 * DeadlineWheel.tickMilliseconds } }

    /// The first wheel tick at which `deadline` has passed.
    static func tick(after deadline: Int) -> Int { deadline / tickMilliseconds + 1 }

    /// Schedules `token` for when `deadline` has passed.
    ///
    /// - Returns: the wheel tick, by which the caller recognises its entry.
    mutating func file(_ token: Token, at deadline: Int) -> Int {
        let wanted = max(DeadlineWheel.tick(after: deadline), lastTick + 1)
        let tick = min(wanted, lastTick + DeadlineWheel.slotCount - 1)
        slots[tick % DeadlineWheel.slotCount].append(Entry(token: token, tick: tick))
        nextTick = min(nextTick ?? tick, tick)
        return tick
    }

    /// Removes and returns all entries that are due.
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
