import Dispatch
import Gzip
import Locks
import Store

/// A read connection with what a response needs beside it, confined to one queue.
final class ReadConnection {
    let reader: Reader
    let gzip = Gzip()

    init(_ reader: Reader) { self.reader = reader }
}

/// Runs slow reads beside the event loops, so that none of them delays the requests of others.
///
/// There are fewer workers than cores, and the reads that wait are limited: whoever asks for many slow reads waits, the
/// rest of the service does not. One client may have as many reads waiting as places are free. So one alone takes half
/// of them, two take a half and a quarter, and there is room for the next client. Clients take turns, so that the first
/// read of one does not wait for all of another.
///
/// - Source: Choudhury and Hahne, Dynamic Queue Length Thresholds for Shared-Memory Packet Switches, 1998.
final class ReadWorkers: Sendable {
    struct Job: Sendable {
        /// Gets the worker's connection, outside a transaction.
        let run: @Sendable (ReadConnection) -> Void
        /// Called instead, when the connection cannot be opened.
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting = TurnQueue<RateLimiter.Client, Job>()
        /// Indices of workers without a job.
        var idle: [Int]
    }

    private let workers: [Worker]
    private let waitingMax: Int
    private let state: Mutex<State>

    init(count: Int, waitingMax: Int, store: Store) {
        workers = (0..<count).map { Worker(store: store, number: $0) }
        self.waitingMax = waitingMax
        state = Mutex(State(idle: Array(0..<count)))
    }

    /// Runs `job` on a worker, at once or when one is free.
    ///
    /// - Parameters:
    ///   - job: the read.
    ///   - client: who asks; nil when that is not known, as for the rate limits.
    /// - Throws: `StoreError.busy` when too many reads wait, altogether or of the client.
    func submit(_ job: Job, by client: RateLimiter.Client?) throws(StoreError) {
        let (isAccepted, worker) = state.withLock { state -> (Bool, Int?) in
            let freeCount = waitingMax - state.waiting.count
            let ownCount = client.map { state.waiting.count(of: $0) } ?? 0
            guard freeCount > 0, ownCount < freeCount else { return (false, nil) }
            state.waiting.append(job, of: client)
            return (true, state.idle.popLast())
        }
        guard isAccepted else { throw .busy }
        guard let worker else { return }
        workers[worker].start { [self] in next(for: worker) }
    }

    /// The job that has waited longest of the client whose turn it is; nil makes the worker idle.
    private func next(for worker: Int) -> Job? {
        state.withLock { state in
            let job = state.waiting.next()
            if job == nil { state.idle.append(worker) }
            return job
        }
    }
}

/// One worker: a queue and the connection that only its work items use.
private final class Worker: Sendable {
    private let store: Store
    private let queue: DispatchQueue
    /// Opened with the first job.
    private let connection = Mutex<ReadConnection?>(nil)

    init(store: Store, number: Int) {
        self.store = store
        queue = DispatchQueue(label: "api.reads.\(number)")
    }

    /// Runs jobs until there are none.
    func start(_ next: @escaping @Sendable () -> ReadWorkers.Job?) {
        queue.async { [self] in
            while let job = next() { run(job) }
        }
    }

    private func run(_ job: ReadWorkers.Job) {
        do {
            try connection.withLock { connection in
                let open = try connection ?? ReadConnection(store.reader())
                connection = open
                job.run(open)
                // So that the write-ahead log can be checkpointed.
                open.reader.end()
            }
        } catch {
            job.fail(error)
        }
    }
}
