import Dispatch
import Domain
import Locks
import Store
import TestSupport

/// A job that blocks the writer until it is opened, so that jobs submitted meanwhile join its batch.
struct Gate: Sendable {
    private let opened = DispatchSemaphore(value: 0)

    /// Returns once the writer runs the job.
    init(in office: TestStore) throws {
        let running = DispatchSemaphore(value: 0)
        let opened = opened
        try office.store.writer.submit(
            actor: nil,
            { _ in
                running.signal()
                opened.wait()
                // Stay open, in case the batch runs again.
                opened.signal()
            }, completion: { _ in })
        running.wait()
    }

    func open() { opened.signal() }
}

/// The results of jobs, in the order in which they were delivered.
final class JobResults<Value: Sendable>: Sendable {
    private let delivered = Mutex<[(job: Int, result: Result<Value, any Error>)]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func record(_ job: Int, _ result: Result<Value, any Error>) {
        delivered.withLock { $0.append((job, result)) }
        arrived.signal()
    }

    /// Waits for `count` results, in the order of delivery.
    func wait(for count: Int) -> [(job: Int, result: Result<Value, any Error>)] {
        for _ in 0..<count { arrived.wait() }
        return delivered.withLock { $0 }
    }

    var count: Int { delivered.withLock { $0.count } }
}

extension Result {
    var isSuccess: Bool { if case .success = self { true } else { false } }

    func failure<Kind: Error>(as type: Kind.Type) -> Kind? {
        if case .failure(let error) = self { error as? Kind } else { nil }
    }
}
