import Locks

/// Counts since the start, summed over the loops.
///
/// They are read one after another, so they may be inconsistent with each other.
package struct Statistics: Sendable {
    /// Connections currently open; refused clients that still linger are not counted.
    package var connectionsOpen = 0
    package var connectionsAccepted = 0
    /// Connections refused because of a limit.
    package var connectionsRefused = 0
    /// Requests passed to a responder.
    package var requests = 0
    /// Ticks of all loops.
    package var ticks = 0
}

/// One loop's counts, updated and read atomically from any thread.
final class Counters: Sendable {
    let open = Atomic<Int>(0)
    let accepted = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    let requests = Atomic<Int>(0)
    let ticks = Atomic<Int>(0)

    func add(to statistics: inout Statistics) {
        statistics.connectionsOpen += open.load(ordering: .relaxed)
        statistics.connectionsAccepted += accepted.load(ordering: .relaxed)
        statistics.connectionsRefused += refused.load(ordering: .relaxed)
        statistics.requests += requests.load(ordering: .relaxed)
        statistics.ticks += ticks.load(ordering: .relaxed)
    }
}
