package import Domain
import Synchronization

/// The last journal position overall and per fund owner, used to decide whether a cached response is current.
///
/// The writer publishes after a commit and before it delivers the results. A reader that reads the position before it
/// opens its transaction therefore never labels older data with a newer position.
package final class Changes: Sendable {
    private struct Positions {
        /// The last position when the store was opened.
        ///
        /// It applies to every owner that has not changed since.
        let floor: Int64
        var last: Int64
        var owners: [FundOwner: Int64] = [:]
    }

    private let positions: Mutex<Positions>
    private let commits = Atomic<Int64>(0)

    init(lastPosition: Int64) {
        positions = Mutex(Positions(floor: lastPosition, last: lastPosition))
    }

    /// The number of commits since the store was opened.
    ///
    /// A read transaction that was opened at a lower count sees older data.
    package var commitsCount: Int64 { commits.load(ordering: .acquiring) }

    /// The position of the last row of the journal.
    package var lastPosition: Int64 { positions.withLock { $0.last } }

    /// A position since which nothing of `owner` has changed.
    package func lastPosition(of owner: FundOwner) -> Int64 {
        positions.withLock { $0.owners[owner] ?? $0.floor }
    }

    func committed(_ jobs: [(owners: Set<FundOwner>, lastPosition: Int64)]) {
        commits.wrappingAdd(1, ordering: .releasing)
        positions.withLock { positions in
            for job in jobs where job.lastPosition > 0 {
                positions.last = max(positions.last, job.lastPosition)
                for owner in job.owners { positions.owners[owner] = job.lastPosition }
            }
        }
    }
}
