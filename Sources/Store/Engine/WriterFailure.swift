import Dispatch
import Locks
import SQLite

/// How the writer notices that the disk is full or the file cannot be written, and that it can be again.
extension Writer {
    /// A failure of the disk or of the file, until something could be stored again.
    struct Failure {
        var error: StoreError?
        var isProbing = false
    }

    /// The error that a job gets; one of the disk or the file is kept in mind.
    func reason(of error: any Error) -> any Error {
        guard let error = error as? SQLiteError else { return error }
        if error.isOfFile { failure.withLock { $0.error = StoreError(error) } }
        return StoreError(error)
    }

    /// The failure of the disk or the file that the last write met; nil once something could be stored again.
    ///
    /// As long as there is one, each call tries to store something in the background: space that was freed is noticed
    /// without a restart, also when nobody writes.
    package func currentFailure() -> StoreError? {
        let (error, mustProbe) = failure.withLock { failure in
            let mustProbe = failure.error != nil && !failure.isProbing
            if mustProbe { failure.isProbing = true }
            return (failure.error, mustProbe)
        }
        if mustProbe { queue.async { self.probe() } }
        return error
    }

    /// Writes one page and, should that fail, moves the log into the file, so that its space can be used again.
    private func probe() {
        let isWritten = session.withLock { session in
            let connection = session.connection
            do {
                try connection.run("BEGIN IMMEDIATE")
                // A change without a difference would not be written: SQLite compares the bytes of a row.
                try connection.run(
                    """
                    INSERT INTO idempotency_key (caller, key, fingerprint, status, body)
                    VALUES (0, 'probe', ?1, 0, ?1)
                    """, [UInt8](repeating: 0, count: 32))
                try connection.run("DELETE FROM idempotency_key WHERE caller = 0 AND key = 'probe'")
                try connection.run("COMMIT")
                return true
            } catch {
                // What failed is known; the next call tries again.
                try? rollBack(session)
                // So that the space of the log can be used again; should that fail too, nothing is lost.
                _ = try? connection.checkpoint(.passive)
                return false
            }
        }
        failure.withLock { failure in
            if isWritten { failure.error = nil }
            failure.isProbing = false
        }
    }
}
