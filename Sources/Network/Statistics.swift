import Synchronization

/// Counts since the start, summed over the loops.
///
/// They are read one after another, so they need not agree.
package struct Statistics: Sendable {
    /// Open now; those that were refused and linger are not counted.
    package var connectionsOpen = 0
    package var connectionsAccepted = 0
    /// Over one of the caps.
    package var connectionsRefused = 0
    /// Given to the responder.
    package var requests = 0
    /// Times a loop has woken.
    package var turns = 0
}

/// One loop's counts: written by it once a turn or connection, read by anyone.
final class Counters: Sendable {
    let open = Atomic<Int>(0)
    let accepted = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    let requests = Atomic<Int>(0)
    let turns = Atomic<Int>(0)

    func add(to statistics: inout Statistics) {
        statistics.connectionsOpen += open.load(ordering: .relaxed)
        statistics.connectionsAccepted += accepted.load(ordering: .relaxed)
        statistics.connectionsRefused += refused.load(ordering: .relaxed)
        statistics.requests += requests.load(ordering: .relaxed)
        statistics.turns += turns.load(ordering: .relaxed)
    }
}
