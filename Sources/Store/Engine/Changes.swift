package import Domain
import Locks

/// The last journal position, and those of the last public changes, overall and per fund owner: they decide whether a
/// cached response is current.
///
/// The writer publishes after a commit and before it delivers the results. A reader that reads the position before it
/// opens its transaction therefore never labels older data with a newer position.
///
/// The responses of one owner show more than its own rows: names of units, donors, predecessors, successors and models.
/// Changes of such entities (`EntityKind.isShownElsewhere`) count for every owner.
///
/// A private act, such as a pledge or an address, counts for none (`StoredEntity.mayBePublic`): else whoever asks again
/// and again with a tag would count the private acts of a hamlet.
package final class Changes: Sendable {
    private struct Positions {
        /// The last position when the store was opened.
        ///
        /// It applies to every owner that has not changed since.
        let floor: Int64
        var last: Int64
        /// The last position of a change that any public response may show.
        var lastPublic: Int64
        /// The last position of a change that every owner's responses may show.
        var shared: Int64
        var owners: [FundOwner: Int64] = [:]
    }

    private let positions: Mutex<Positions>
    private let commits = Atomic<Int64>(0)

    init(lastPosition: Int64) {
        positions = Mutex(
            Positions(
                floor: lastPosition, last: lastPosition, lastPublic: lastPosition, shared: lastPosition))
    }

    /// The number of commits since the store was opened.
    ///
    /// A read transaction that was opened at a lower count sees older data.
    package var commitsCount: Int64 { commits.load(ordering: .acquiring) }

    /// The position of the last row of the journal.
    package var lastPosition: Int64 { positions.withLock { $0.last } }

    /// A position since which nothing has changed that public responses show.
    package var lastPublicPosition: Int64 { positions.withLock { $0.lastPublic } }

    /// A position since which nothing has changed that the public responses of `owner` show.
    package func lastPublicPosition(of owner: FundOwner) -> Int64 {
        positions.withLock { max($0.owners[owner] ?? $0.floor, $0.shared) }
    }

    func committed(_ jobs: [JobEffects.Published]) {
        commits.wrappingAdd(1, ordering: .releasing)
        positions.withLock { positions in
            for job in jobs where job.lastPosition > 0 {
                positions.last = max(positions.last, job.lastPosition)
                guard job.publicPosition > 0 else { continue }
                positions.lastPublic = max(positions.lastPublic, job.publicPosition)
                if job.isShared { positions.shared = job.publicPosition }
                for owner in job.owners { positions.owners[owner] = job.publicPosition }
            }
        }
    }
}
