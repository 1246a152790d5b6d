/// The deadlines of one loop: a timing wheel whose slots are `slotMilliseconds` wide.
///
/// An entry becomes due up to one wheel tick after its deadline. An entry beyond the wheel's range becomes
/// due early, and the caller schedules it again. The same happens to a deadline that was moved to a later
/// time, so moving it costs nothing until then.
struct DeadlineWheel {
    /// One scheduled deadline.
    struct Entry {
        let token: Token
        let wheelTick: Int
    }

    private static let slotMilliseconds = 64
    /// 65 seconds of wheel ticks: more than the longest default deadline.
    private static let slotCount = 1024

    private var slots = [[Entry]](repeating: [], count: slotCount)
    private var lastWheelTick: Int
    private var nextWheelTick: Int?

    /// Creates an empty wheel.
    ///
    /// - Parameter now: milliseconds of the monotonic clock, like all times in this type.
    init(now: Int) { lastWheelTick = now / DeadlineWheel.slotMilliseconds }

    /// When to call `due` next, or nil when nothing is scheduled.
    var next: Int? { nextWheelTick.map { $0 * DeadlineWheel.slotMilliseconds } }

    /// The first wheel tick at which `deadline` has passed.
    static func wheelTick(after deadline: Int) -> Int { deadline / slotMilliseconds + 1 }

    /// Schedules `token` for when `deadline` has passed.
    ///
    /// - Returns: the wheel tick, by which the caller recognises its entry.
    mutating func schedule(_ token: Token, at deadline: Int) -> Int {
        let wanted = max(DeadlineWheel.wheelTick(after: deadline), lastWheelTick + 1)
        let tick = min(wanted, lastWheelTick + DeadlineWheel.slotCount - 1)
        slots[tick % DeadlineWheel.slotCount].append(Entry(token: token, wheelTick: tick))
        nextWheelTick = min(nextWheelTick ?? tick, tick)
        return tick
    }

    /// Removes and returns all entries that are due.
    mutating func due(now: Int) -> [Entry] {
        let tick = now / DeadlineWheel.slotMilliseconds
        guard let nextWheelTick, nextWheelTick <= tick else {
            lastWheelTick = max(lastWheelTick, tick)
            return []
        }
        var entries: [Entry] = []
        for passed in nextWheelTick...min(tick, nextWheelTick + DeadlineWheel.slotCount - 1) {
            entries += slots[passed % DeadlineWheel.slotCount]
            slots[passed % DeadlineWheel.slotCount] = []
        }
        lastWheelTick = tick
        self.nextWheelTick = (tick + 1..<tick + DeadlineWheel.slotCount)
            .first {
                !slots[$0 % DeadlineWheel.slotCount].isEmpty
            }
        return entries
    }
}
