package import Domain
package import SQLite

/// The context of a transaction: a connection confined to one thread, and the start time.
package final class Session {
    let connection: Connection
    /// The time of the transaction.
    ///
    /// All its rows carry the same time.
    package fileprivate(set) var now: Instant
    /// Buffers of the journal's entries.
    var entry = JournalEntry()
    /// The tree over the journal; only the writer's is used.
    var log = LogTree()
    /// Lookups that are still valid.
    var caches = Caches()
    /// Kept across transactions.
    ///
    /// Users must check that it is still current.
    var unitIndex: UnitIndex?
    /// Read before the job, of committed rows only; users must add what was recorded since.
    var householdTierNames: HouseholdTierNames?
    /// True for the writer's session.
    ///
    /// Nobody else can invalidate its caches.
    private let isOnlyWriter: Bool

    /// Values that a transaction needs to look up only once.
    struct Caches {
        /// The last journal position; nil until first needed.
        var lastPosition: Int64?
        var units = UnitCache()
        /// By unit: whether collecting from households requires a decision, latest first.
        var rules = LookupCache<AdministrativeUnit.Code, [CollectionRule]>()
        /// By owner: the last closed month, nil when none is.
        var closedMonths: [FundOwner: AccountingPeriod.Month?] = [:]
        /// By fund: the day of its confirmed opening balance, nil when it has none.
        var openings: [Fund.ID: LocalDate?] = [:]
        /// By owner: all that ever came into cash or bank, in đồng.
        var received: [FundOwner: Int64] = [:]
        /// The number of postings that are not in `unit_month`; nil until first needed.
        var unfoldedPostings: Int64?
        /// Of this transaction only.
        var names = KeptNames()
        /// Of this transaction only: the days of decisions of a user that count the households of a hamlet.
        var decidedDays: [DecidingUser: [DecidedDay]] = [:]
    }

    /// A rule set by a unit, or by the code "" for everywhere, in force from a date on.
    struct CollectionRule {
        let validFrom: LocalDate
        let needsDecision: Bool
    }

    /// A user, and a hamlet whose households decisions of theirs may have counted.
    struct DecidingUser: Hashable {
        let user: User.ID
        let hamlet: Hamlet.ID
    }

    init(connection: Connection, now: Instant, isOnlyWriter: Bool = false) {
        self.connection = connection
        self.now = now
        self.isOnlyWriter = isOnlyWriter
    }

    func begin(at moment: Instant) {
        now = moment
        if !isOnlyWriter { caches = Caches() }
        caches.names = KeptNames()
        caches.decidedDays = [:]
    }

    /// Must be called after every rollback, because the caches may hold values that were rolled back.
    func rolledBack() {
        caches = Caches()
        unitIndex = nil
    }
}

/// A transaction that can read.
///
/// Queries are extensions of this protocol, in the file of their entity.
package protocol Reading: ~Copyable {
    var session: Session { get }
}

extension Reading where Self: ~Copyable {
    package var connection: Connection { session.connection }

    package var now: Instant { session.now }

    /// The date in Vietnam at the start of the transaction.
    package var today: LocalDate { LocalDate(session.now) }
}

/// A read-only snapshot of the data at one commit.
///
/// It has no `save`.
package struct ReadTransaction: ~Copyable, Reading {
    package let session: Session

    init(session: Session) { self.session = session }

    /// Reads through `connection` for verification, which does not use the time.
    package init(reading connection: Connection) {
        session = Session(connection: connection, now: Instant(milliseconds: 0))
    }
}

/// One job of the writer.
///
/// Either all of it is stored or nothing.
package struct WriteTransaction: ~Copyable, Reading {
    package let session: Session
    /// The acting user; nil for the administrator at the command line.
    package let actor: Actor?
    let effects: JobEffects

    /// The bytes that this job has written to the journal so far.
    package var journalBytesCount: Int { effects.published.journalBytes }
}

/// The effects of a job, published after the commit.
///
/// A class, because a transaction is borrowed and cannot be mutated.
final class JobEffects {
    struct Published: Sendable {
        /// The owners whose public lists and totals changed.
        var owners: Set<FundOwner> = []
        /// True when public responses of any owner may show the change.
        var isShared = false
        /// The position of the last journal row that public responses may show; 0 when none.
        var publicPosition: Int64 = 0
        /// The position of the last journal row the job wrote; 0 when none.
        var lastPosition: Int64 = 0
        /// The size of the payloads that the job wrote to the journal.
        var journalBytes = 0
    }

    var published = Published()
    /// The request whose rows are written.
    var requests = JournaledRequest()

    func empty() {
        published = Published()
        requests = JournaledRequest()
    }
}

extension WriteTransaction {
    /// Runs `body`, a part of the job; what it stored is undone when it throws.
    ///
    /// It costs a copy of every page that `body` changes, in memory: see `Writer`.
    ///
    /// - Throws: the error of `body`.
    // Inlining crashes the compiler on the noncopyable transaction (Swift 6.3.1).
    @inline(never)
    package borrowing func inSavepoint<Value>(
        _ body: (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        let published = effects.published
        try connection.run("SAVEPOINT part")
        do {
            let value = try body(self)
            try connection.run("RELEASE part")
            return value
        } catch {
            // A full disk has ended the transaction.
            guard connection.isInTransaction else { throw error }
            effects.published = published
            try connection.run("ROLLBACK TO part")
            session.rolledBack()
            try connection.run("RELEASE part")
            throw error
        }
    }

    /// The number of rows that the connection has changed so far: equal when nothing was stored in between.
    package var changesCount: Int64 { connection.totalChangeCount }
}
