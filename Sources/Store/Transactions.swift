package import Domain
import SQLite

/// What a transaction works with: a connection on one thread, and the moment it began.
package final class Session {
    let connection: Connection
    /// One moment for the whole transaction: what it stores carries the same time.
    package fileprivate(set) var now: Instant

    init(connection: Connection, now: Instant) {
        self.connection = connection
        self.now = now
    }

    func begin(at moment: Instant) { now = moment }
}

/// A transaction that can be read in.
///
/// Queries are extensions of it, beside their noun.
package protocol Reading: ~Copyable {
    var session: Session { get }
}

extension Reading where Self: ~Copyable {
    var connection: Connection { session.connection }

    package var now: Instant { session.now }

    /// The day in Vietnam on which the transaction runs.
    package var today: LocalDate { LocalDate(session.now) }
}

/// A look at the data as it stood at one commit.
///
/// `save` does not exist on it.
package struct ReadTransaction: ~Copyable, Reading {
    package let session: Session
}

/// One job of the writer: all of it is stored, or nothing.
package struct WriteTransaction: ~Copyable, Reading {
    package let session: Session
    /// Who acts; nil for the administrator at the command line.
    package let actor: User.ID?
    let effects: Effects
}

/// What a job did, for those who wait for changes.
///
/// Reference, because a transaction is lent, not given.
final class Effects {
    /// The hamlets whose lists and sums are other than before.
    var hamlets: Set<Hamlet.ID> = []
    /// The last row of the journal that the job wrote; 0 when none.
    var lastPosition: Int64 = 0

    func empty() {
        hamlets.removeAll(keepingCapacity: true)
        lastPosition = 0
    }
}
