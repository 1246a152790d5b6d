package import Domain
import Locks

/// The last journal position overall and per fund owner, used to decide whether a cached response is current.
///
/// The writer publishes after a commit and before it delivers the results. A reader that reads the position before it
/// opens its transaction therefore never labels older data with a newer position.
///
/// The responses of one owner show more than its own rows: names of units, donors, predecessors, successors and models.
/// Changes of such entities (`EntityKind.isShownElsewhere`) count for every owner.
package final class Changes: Sendable {
    private struct Positions {
        /// The last position when the store was opened.
        ///
        /// It applies to every owner that has not changed since.
        let floor: Int64
        var last: Int64
        /// The last position of a change that every owner's responses may show.
        var shared: Int64
        var owners: [FundOwner: Int64] = [:]
    }

    private let positions: Mutex<Positions>
    private let commits = Atomic<Int64>(0)

    init(lastPosition: Int64) {
        positions = Mutex(Positions(floor: lastPosition, last: lastPosition, shared: lastPosition))
    }

    /// The number of commits since the store was opened.
    ///
    /// A read transaction that was opened at a lower count sees older data.
    package var commitsCount: Int64 { commits.load(ordering: .acquiring) }

    /// The position of the last row of the journal.
    package var lastPosition: Int64 { positions.withLock { $0.last } }

    /// A position since which nothing has changed that the responses of `owner` show.
    package func lastPosition(of owner: FundOwner) -> Int64 {
        positions.withLock { max($0.owners[owner] ?? $0.floor, $0.shared) }
    }

    func committed(_ jobs: [JobEffects.Published]) {
        commits.wrappingAdd(1, ordering: .releasing)
        positions.withLock { positions in
            for job in jobs where job.lastPosition > 0 {
                positions.last = max(positions.last, job.lastPosition)
                if job.isShared { positions.shared = job.lastPosition }
                for owner in job.owners { positions.owners[owner] = job.lastPosition }
            }
        }
    }
}
