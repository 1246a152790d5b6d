package import Domain
package import SQLite

/// What a transaction works with: a connection on one thread, and the moment it began.
package final class Session {
    let connection: Connection
    /// One moment for the whole transaction: what it stores carries the same time.
    package fileprivate(set) var now: Instant
    /// What was looked up and is still so.
    var caches = Caches()
    /// Kept from one transaction to the next; whoever uses it looks whether it is still right.
    var unitIndex: UnitIndex?
    /// True for the writer's: then nobody else changes what it knows.
    private let isOnlyWriter: Bool

    /// What a transaction need not ask for twice.
    struct Caches {
        /// The last position of the journal; nil until it is asked for.
        var lastPosition: Int64?
        var units = UnitCache()
        /// Whether households are asked for money only by a decision, by the unit that set it, the latest first.
        var rules = LookupCache<AdministrativeUnit.Code, [CollectionRule]>()
    }

    /// What a unit, or the code "" for everywhere, set from a day on.
    struct CollectionRule {
        let from: LocalDate
        let needsDecision: Bool
    }

    init(connection: Connection, now: Instant, isOnlyWriter: Bool = false) {
        self.connection = connection
        self.now = now
        self.isOnlyWriter = isOnlyWriter
    }

    func begin(at moment: Instant) {
        now = moment
        if !isOnlyWriter { caches = Caches() }
    }

    /// To be called after every rollback: what is known may be of what was rolled back.
    func rolledBack() {
        caches = Caches()
        unitIndex = nil
    }
}

/// A transaction that can be read in.
///
/// Queries are extensions of it, beside their noun.
package protocol Reading: ~Copyable {
    var session: Session { get }
}

extension Reading where Self: ~Copyable {
    package var connection: Connection { session.connection }

    package var now: Instant { session.now }

    /// The day in Vietnam on which the transaction runs.
    package var today: LocalDate { LocalDate(session.now) }
}

/// A look at the data as it stood at one commit.
///
/// `save` does not exist on it.
package struct ReadTransaction: ~Copyable, Reading {
    package let session: Session

    init(session: Session) { self.session = session }

    /// What `connection` sees, for a check: it asks for no time.
    package init(reading connection: Connection) {
        session = Session(connection: connection, now: Instant(milliseconds: 0))
    }
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
    /// The owners whose lists and sums have changed.
    var owners: Set<FundOwner> = []
    /// The last row of the journal that the job wrote; 0 when none.
    var lastPosition: Int64 = 0

    func empty() {
        owners.removeAll(keepingCapacity: true)
        lastPosition = 0
    }
}
