import Dispatch
import Gzip
import Store
import Synchronization

/// A read connection with what a response needs beside it, confined to one queue.
final class ReadConnection {
    let reader: Reader
    let gzip = Gzip()

    init(_ reader: Reader) { self.reader = reader }
}

/// Runs slow reads beside the event loops, so that none of them delays the requests of others.
///
/// There are fewer workers than cores, and the reads that wait are limited: whoever asks for many slow reads waits, the
/// rest of the service does not.
final class ReadWorkers: Sendable {
    struct Job: Sendable {
        /// Gets the worker's connection, outside a transaction.
        let run: @Sendable (ReadConnection) -> Void
        /// Called instead, when the connection cannot be opened.
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
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
    /// - Throws: `StoreError.busy` when too many reads wait.
    func submit(_ job: Job) throws(StoreError) {
        let (isAccepted, worker) = state.withLock { state -> (Bool, Int?) in
            guard state.waiting.count < waitingMax else { return (false, nil) }
            state.waiting.append(job)
            return (true, state.idle.popLast())
        }
        guard isAccepted else { throw .busy }
        guard let worker else { return }
        workers[worker].start { [self] in next(for: worker) }
    }

    /// The job that has waited longest; nil makes the worker idle.
    private func next(for worker: Int) -> Job? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.idle.append(worker)
                return nil
            }
            return state.waiting.removeFirst()
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
