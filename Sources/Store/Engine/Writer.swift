import Dispatch
package import Domain
import Locks
import SQLite

/// The only writer of the store.
///
/// Group commit: jobs that wait together share one transaction and one fsync.
///
/// A refused job is rolled back alone. When it had already written, the whole batch runs again with one savepoint per
/// job. Results are delivered after the commit. Jobs that arrive while a batch runs join it; jobs that arrive during
/// the fsync form the next batch. No timer delays a commit.
///
/// Tokens take turns, and one whose last job took long gets batches of its own, between which all others are served: a
/// table, a merger or any number of them delay another token's receipt by one of them.
package final class Writer: Sendable {
    private let waiting = Mutex(WriterQueue<Job>())
    let queue = DispatchQueue(label: "danvan.writer")
    /// Guards the connection and its session.
    ///
    /// Only `queue` locks it.
    let session: Mutex<Session>
    let failure = Mutex(Failure())
    private let checkpoints: Mutex<WriterCheckpoints>
    private let changes: Changes
    private let clock: JournalClock
    private let limits: StoreLimits

    init(
        connection: sending Connection, changes: Changes, limits: StoreLimits,
        clock: JournalClock
    ) {
        session = Mutex(Session(connection: connection, now: clock.now, isOnlyWriter: true))
        checkpoints = Mutex(WriterCheckpoints(pages: limits.checkpointPages))
        self.changes = changes
        self.limits = limits
        self.clock = clock
    }

    /// Enqueues `body` and returns at once.
    ///
    /// - Parameters:
    ///   - actor: the acting user, for the journal.
    ///   - isDryRun: when true, `body` runs and is rolled back.
    ///   - body: the work, on the writer's queue. It may run twice. It may throw a `Refusal`, which stores nothing.
    ///   - completion: the completion, called once with the result after the commit, on the writer's queue. It must not
    ///     block.
    /// - Throws: `.busy` when `writeQueueMax` jobs are waiting, or the store is closing.
    package func submit<Value: Sendable>(
        actor: Actor?, isDryRun: Bool = false,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws -> Value,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) throws(StoreError) {
        let job = Job(
            actor: actor, isDryRun: isDryRun,
            run: { tx in
                let value = try body(tx)
                return { completion(.success(value)) }
            },
            failed: { error in completion(.failure(error)) })
        let isAccepted = waiting.withLock { waiting in
            guard !waiting.isClosed, waiting.count < limits.writeQueueMax else { return false }
            waiting.append(job, of: actor?.token)
            // Inside the lock, so that `close` finds the drain of every accepted job ahead of it on the queue.
            if !waiting.isRunning { queue.async { self.drain() } }
            waiting.isRunning = true
            return true
        }
        guard isAccepted else { throw .busy }
    }

    /// Enqueues `body` and waits for the commit.
    ///
    /// For the command line and tests, never on an event loop.
    package func write<Value: Sendable>(
        actor: Actor?, isDryRun: Bool = false,
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<Value, any Error>?>(nil)
        try submit(actor: actor, isDryRun: isDryRun, body) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = outcome.withLock({ $0 }) else {
            preconditionFailure("signalled without an answer")
        }
        return try result.get()
    }

    /// Rejects new jobs, finishes the waiting ones, and checkpoints the WAL into the file.
    func close() {
        waiting.withLock { $0.isClosed = true }
        queue.sync {
            // Nothing is lost if this fails: the next start reads the remaining pages from the WAL.
            _ = try? session.withLock { try $0.connection.checkpoint(.truncate) }
        }
    }

    private func drain() {
        while let batch = nextBatch() {
            let completions = session.withLock { session in commit(batch, in: session) }
            for completion in completions { completion() }
            session.withLock { session in checkpoints.withLock { $0.runIfDue(on: session.connection) } }
        }
    }

    private func nextBatch() -> [Job]? {
        waiting.withLock { waiting in
            let batch = waiting.nextBatch(upTo: limits.writeBatchMax)
            if batch.isEmpty { waiting.isRunning = false }
            return batch.isEmpty ? nil : batch
        }
    }

    /// Runs `jobs`, and those that join them, in one transaction; returns the completions, to be called after the commit.
    private func commit(_ jobs: [Job], in session: Session) -> [@Sendable () -> Void] {
        let connection = session.connection
        var batch = jobs
        do {
            session.begin(at: try clock.nextTime())
            let outcome: Outcome
            do {
                try connection.run("BEGIN IMMEDIATE")
                outcome = try run(&batch, in: session, eachInSavepoint: false)
            } catch is NeedsSavepoints {
                try rollBack(session)
                try connection.run("BEGIN IMMEDIATE")
                outcome = try run(&batch, in: session, eachInSavepoint: true)
            }
            try session.extendLog()
            try connection.run("COMMIT")
            session.log.committed()
            if !outcome.committed.isEmpty {
                clock.recorded(at: session.now)
                failure.withLock { $0.error = nil }
            }
            changes.committed(outcome.committed)
            return outcome.completions
        } catch {
            // The jobs get the first error; an error of the rollback would add nothing.
            try? rollBack(session)
            let reason = reason(of: error)
            return batch.map { job in { job.failed(reason) } }
        }
    }

    private struct Outcome {
        var completions: [@Sendable () -> Void] = []
        var committed: [JobEffects.Published] = []
    }

    /// A job in a batch was refused after it had written: the batch must run again with savepoints.
    private struct NeedsSavepoints: Error {}

    /// Rolls back, unless the failure (such as a full disk) already ended the transaction.
    func rollBack(_ session: Session) throws {
        session.rolledBack()
        session.log.rolledBack()
        if session.connection.isInTransaction { try session.connection.run("ROLLBACK") }
    }

    /// Runs the jobs of `batch` and appends jobs that arrive meanwhile, up to `writeBatchMax`.
    ///
    /// After a large batch, clients return one by one. Without this, the first of them would get a batch and an fsync
    /// of its own.
    private func run(_ batch: inout [Job], in session: Session, eachInSavepoint: Bool) throws -> Outcome {
        var outcome = Outcome()
        outcome.completions.reserveCapacity(batch.count)
        let effects = JobEffects()
        while outcome.completions.count < batch.count {
            let job = batch[outcome.completions.count]
            effects.empty()
            let started = ContinuousClock.now
            // A table that is refused takes as long as one that is taken.
            var isSlow = false
            do {
                defer { isSlow = took(ContinuousClock.now - started, for: job) }
                let completion =
                    if batch.count == 1 {
                        try runAlone(job, in: session, effects: effects)
                    } else if eachInSavepoint || job.isDryRun {
                        try runInSavepoint(job, in: session, effects: effects)
                    } else {
                        try runWithoutSavepoint(job, in: session, effects: effects)
                    }
                outcome.completions.append(completion)
            }
            if effects.published.lastPosition > 0 { outcome.committed.append(effects.published) }
            if isSlow { cut(&batch, after: outcome.completions.count) }
            if outcome.completions.count == batch.count {
                batch += moreJobs(upTo: limits.writeBatchMax - batch.count)
            }
        }
        return outcome
    }

    /// Notes how long `job` took; true when that was long.
    private func took(_ duration: Duration, for job: Job) -> Bool {
        guard let token = job.actor?.token else { return false }
        return waiting.withLock { $0.took(duration, of: token) }
    }

    /// Ends the batch after a job that took long: the others wait again, and those of other tokens come first.
    private func cut(_ batch: inout [Job], after count: Int) {
        let rest = batch[count...]
        waiting.withLock { waiting in
            for job in rest.reversed() { waiting.putBack(job, of: job.actor?.token) }
        }
        batch.removeLast(rest.count)
    }

    private func moreJobs(upTo countMax: Int) -> [Job] { waiting.withLock { $0.quickJobs(upTo: countMax) } }

    /// Runs `job`, the only one in its batch so far, without a savepoint: the transaction serves as one.
    ///
    /// A long job, such as importing a table, therefore does not copy the pages that it changes.
    ///
    /// - Throws: any error of the job. The batch is rolled back and the job gets the error.
    // Inlining crashes the compiler on the noncopyable transaction (Swift 6.3.1).
    @inline(never)
    private func runAlone(_ job: Job, in session: Session, effects: JobEffects) throws -> @Sendable () -> Void
    {
        let completion = try job.run(WriteTransaction(session: session, actor: job.actor, effects: effects))
        if job.isDryRun {
            // An empty transaction takes its place, so that the caller can commit as usual.
            try rollBack(session)
            try session.connection.run("BEGIN IMMEDIATE")
            effects.empty()
        }
        return completion
    }

    /// Runs `job` without a savepoint, which would copy every page that the job changes.
    ///
    /// Most refusals come before the first write, so no rollback is needed.
    ///
    /// - Throws: `NeedsSavepoints`, or an error that fails the whole batch.
    @inline(never)
    private func runWithoutSavepoint(
        _ job: Job, in session: Session, effects: JobEffects
    ) throws -> @Sendable () -> Void {
        let connection = session.connection
        let changesBefore = connection.totalChangeCount
        do {
            return try job.run(WriteTransaction(session: session, actor: job.actor, effects: effects))
        } catch {
            guard connection.isInTransaction else { throw error }
            guard connection.totalChangeCount == changesBefore else { throw NeedsSavepoints() }
            effects.empty()
            let reason = reason(of: error)
            return { job.failed(reason) }
        }
    }

    /// Runs `job` in a savepoint, which is rolled back when the job fails.
    ///
    /// - Throws: only an error that fails the whole batch, because SQLite ended the transaction (disk full).
    private func runInSavepoint(
        _ job: Job, in session: Session, effects: JobEffects
    ) throws -> @Sendable () -> Void {
        let connection = session.connection
        try connection.run("SAVEPOINT job")
        do {
            let completion = try job.run(
                WriteTransaction(session: session, actor: job.actor, effects: effects))
            if job.isDryRun {
                try connection.run("ROLLBACK TO job")
                session.rolledBack()
                effects.empty()
            }
            try connection.run("RELEASE job")
            return completion
        } catch {
            guard connection.isInTransaction else { throw error }
            effects.empty()
            try connection.run("ROLLBACK TO job")
            session.rolledBack()
            try connection.run("RELEASE job")
            let reason = reason(of: error)
            return { job.failed(reason) }
        }
    }
}

/// A job waiting for the next commit.
private struct Job: Sendable {
    let actor: Actor?
    let isDryRun: Bool
    /// Does the work and returns the completion to call after the commit.
    ///
    /// May run again, in a new transaction.
    let run: @Sendable (borrowing WriteTransaction) throws -> @Sendable () -> Void
    let failed: @Sendable (any Error) -> Void
}
