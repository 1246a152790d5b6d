import Dispatch
package import Domain
import SQLite
import Synchronization

/// The one that writes.
///
/// Jobs that wait together are committed together: one fsync a batch.
///
/// A refusal rolls back its job alone: when it had written something, the batch is run again with a savepoint for each
/// job. Answers are given after the commit that holds them. What arrives while the batch's jobs run joins it, what
/// arrives during the fsync is the next batch; no timer waits for more.
package final class Writer: Sendable {
    private struct Waiting {
        var jobs: [Job] = []
        var isRunning = false
        var isClosed = false

        mutating func take(upTo countMax: Int) -> [Job] {
            guard jobs.count > countMax else {
                defer { jobs = [] }
                return jobs
            }
            defer { jobs.removeFirst(countMax) }
            return Array(jobs.prefix(countMax))
        }
    }

    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "danvan.writer")
    /// Guards the connection and the session on it; only `queue` takes it.
    private let session: Mutex<Session>
    private let changes: Changes
    private let clock: @Sendable () -> Instant
    private let limits: StoreLimits

    init(
        connection: sending Connection, changes: Changes, limits: StoreLimits,
        clock: @escaping @Sendable () -> Instant
    ) {
        session = Mutex(Session(connection: connection, now: clock(), isOnlyWriter: true))
        self.changes = changes
        self.limits = limits
        self.clock = clock
    }

    /// Puts `body` in line.
    ///
    /// Returns at once.
    ///
    /// - Parameters:
    ///   - actor: who acts, for the journal.
    ///   - isDryRun: true runs it and rolls it back: a dry run.
    ///   - body: what to do, on the writer's queue. May throw a `Refusal`, which leaves nothing behind.
    ///   - then: hears the result once, after the commit, on the writer's queue. It must not wait.
    /// - Throws: `.busy` when `writeQueueMax` jobs wait, or the store is closing.
    package func submit<Value: Sendable>(
        actor: User.ID?, isDryRun: Bool = false,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) throws(StoreError) {
        let job = Job(
            actor: actor, isDryRun: isDryRun,
            run: { tx in
                let value = try body(tx)
                return { then(.success(value)) }
            },
            failed: { error in then(.failure(error)) })
        let isAccepted = waiting.withLock { waiting in
            guard !waiting.isClosed, waiting.jobs.count < limits.writeQueueMax else { return false }
            waiting.jobs.append(job)
            // Within the lock, so that `close` finds the drain of every accepted job on the queue before it.
            if !waiting.isRunning { queue.async { self.drain() } }
            waiting.isRunning = true
            return true
        }
        guard isAccepted else { throw .busy }
    }

    /// Runs `body` in line and waits for the commit: for the command line and tests, never on a loop.
    package func write<Value: Sendable>(
        actor: User.ID?, isDryRun: Bool = false,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let answer = Mutex<Result<Value, any Error>?>(nil)
        try submit(actor: actor, isDryRun: isDryRun, body) { result in
            answer.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = answer.withLock({ $0 }) else { preconditionFailure("signalled without an answer") }
        return try result.get()
    }

    /// Takes no more jobs, finishes those that wait, and moves the log into the file.
    func close() {
        waiting.withLock { $0.isClosed = true }
        queue.sync {
            // What stays in the log is read from there at the next start: nothing is lost when this fails.
            _ = try? session.withLock { try $0.connection.checkpoint(.truncate) }
        }
    }

    private func drain() {
        while let batch = nextBatch() {
            let answers = session.withLock { session in commit(batch, in: session) }
            for answer in answers { answer() }
            session.withLock { session in checkpointIfDue(session.connection) }
        }
    }

    private func nextBatch() -> [Job]? {
        waiting.withLock { waiting in
            let batch = waiting.take(upTo: limits.writeBatchMax)
            if batch.isEmpty { waiting.isRunning = false }
            return batch.isEmpty ? nil : batch
        }
    }

    /// One transaction for `jobs` and for those that join them.
    ///
    /// Returns what is to be said to each, all of it after the commit.
    private func commit(_ jobs: [Job], in session: Session) -> [@Sendable () -> Void] {
        let connection = session.connection
        var batch = jobs
        session.begin(at: clock())
        do {
            let outcome: Outcome
            do {
                try connection.run("BEGIN IMMEDIATE")
                outcome = try run(&batch, in: session, eachInSavepoint: false)
            } catch is NeedsSavepoints {
                try rollBack(session)
                try connection.run("BEGIN IMMEDIATE")
                outcome = try run(&batch, in: session, eachInSavepoint: true)
            }
            try connection.run("COMMIT")
            changes.committed(outcome.kept)
            return outcome.answers
        } catch {
            // The first error is what the jobs hear; a second one here would say nothing new.
            try? rollBack(session)
            let reason = (error as? SQLiteError).map(StoreError.init) ?? error
            return batch.map { job in { job.failed(reason) } }
        }
    }

    private struct Outcome {
        var answers: [@Sendable () -> Void] = []
        var kept: [(owners: Set<FundOwner>, lastPosition: Int64)] = []
    }

    /// A job of several was refused after it had written something: its batch is to be run again, in savepoints.
    private struct NeedsSavepoints: Error {}

    /// Some failures (disk full) end a transaction by themselves.
    private func rollBack(_ session: Session) throws {
        session.rolledBack()
        if session.connection.isInTransaction { try session.connection.run("ROLLBACK") }
    }

    /// Runs every job of `batch`, and those that wait by then, up to `writeBatchMax`, which it takes into `batch`.
    ///
    /// After a large batch its clients come back one by one: the first would be a batch of its own, with an fsync.
    private func run(_ batch: inout [Job], in session: Session, eachInSavepoint: Bool) throws -> Outcome {
        var outcome = Outcome()
        outcome.answers.reserveCapacity(batch.count)
        let effects = Effects()
        while outcome.answers.count < batch.count {
            let job = batch[outcome.answers.count]
            effects.empty()
            let answer =
                if batch.count == 1 {
                    try runAlone(job, in: session, effects: effects)
                } else if eachInSavepoint || job.isDryRun {
                    try runInSavepoint(job, in: session, effects: effects)
                } else {
                    try runWithoutSavepoint(job, in: session, effects: effects)
                }
            outcome.answers.append(answer)
            if effects.lastPosition > 0 { outcome.kept.append((effects.owners, effects.lastPosition)) }
            if outcome.answers.count == batch.count {
                batch += moreJobs(upTo: limits.writeBatchMax - batch.count)
            }
        }
        return outcome
    }

    private func moreJobs(upTo countMax: Int) -> [Job] { waiting.withLock { $0.take(upTo: countMax) } }

    /// Runs the first `job` of its batch when no other waits yet: the transaction is its savepoint.
    ///
    /// So a long job, such as the import of a table, keeps no copies of the pages that it changes.
    ///
    /// - Throws: what the job throws: the batch is rolled back and the job hears it.
    // Inlined, the noncopyable transaction stops the compiler (Swift 6.3.1).
    @inline(never)
    private func runAlone(_ job: Job, in session: Session, effects: Effects) throws -> @Sendable () -> Void {
        let answer = try job.run(WriteTransaction(session: session, actor: job.actor, effects: effects))
        if job.isDryRun {
            // An empty transaction takes its place, to be committed as any other.
            try rollBack(session)
            try session.connection.run("BEGIN IMMEDIATE")
            effects.empty()
        }
        return answer
    }

    /// Runs `job` as the transaction stands: a savepoint would copy every page that the job changes.
    ///
    /// Most refusals come before anything is written, and then there is nothing to take back.
    ///
    /// - Throws: `LeftHalfDone`; or what makes the whole batch impossible.
    @inline(never)
    private func runWithoutSavepoint(
        _ job: Job, in session: Session, effects: Effects
    ) throws -> @Sendable () -> Void {
        let connection = session.connection
        let changesBefore = connection.changesTotal
        do {
            return try job.run(WriteTransaction(session: session, actor: job.actor, effects: effects))
        } catch {
            guard connection.isInTransaction else { throw error }
            guard connection.changesTotal == changesBefore else { throw NeedsSavepoints() }
            effects.empty()
            let reason = (error as? SQLiteError).map(StoreError.init) ?? error
            return { job.failed(reason) }
        }
    }

    /// Runs `job` in a savepoint.
    ///
    /// A refusal rolls it back and is its answer.
    ///
    /// - Throws: only what makes the whole batch impossible: SQLite ended the transaction by itself (disk full).
    private func runInSavepoint(
        _ job: Job, in session: Session, effects: Effects
    ) throws -> @Sendable () -> Void {
        let connection = session.connection
        try connection.run("SAVEPOINT job")
        do {
            let answer = try job.run(WriteTransaction(session: session, actor: job.actor, effects: effects))
            if job.isDryRun {
                try connection.run("ROLLBACK TO job")
                session.rolledBack()
                effects.empty()
            }
            try connection.run("RELEASE job")
            return answer
        } catch {
            guard connection.isInTransaction else { throw error }
            effects.empty()
            try connection.run("ROLLBACK TO job")
            session.rolledBack()
            try connection.run("RELEASE job")
            let reason = (error as? SQLiteError).map(StoreError.init) ?? error
            return { job.failed(reason) }
        }
    }

    /// Between batches.
    ///
    /// A passive checkpoint waits for nobody; when readers kept the log from starting again for long, one
    /// waits for them, which takes no longer than a turn of a loop.
    private func checkpointIfDue(_ connection: Connection) {
        let pages = connection.logPagesCount
        guard pages >= limits.checkpointPages else { return }
        // A checkpoint that fails loses nothing: the log still holds the pages, and the next batch tries again.
        _ = try? connection.checkpoint(pages >= 8 * limits.checkpointPages ? .restart : .passive)
    }
}

/// What waits for the next commit.
private struct Job: Sendable {
    let actor: User.ID?
    let isDryRun: Bool
    /// Does the work and gives what to say after the commit.
    ///
    /// May be run again, in a new transaction.
    let run: @Sendable (borrowing WriteTransaction) throws -> @Sendable () -> Void
    let failed: @Sendable (any Error) -> Void
}
