// Whoever imports this module gets `Atomic` and, in a usual build, `Mutex` from there. A type of our own with the same
// name is found first.
@_exported public import Synchronization

#if PTHREAD_MUTEX
import Glibc
#endif

#if PTHREAD_MUTEX
/// A lock around a value, like `Synchronization.Mutex`, on a mutex of the system.
///
/// Thread Sanitizer knows `pthread_mutex_lock`, but not the futex calls of `Synchronization` on Linux: it would report
/// everything that those guard. Only for `scripts/check-races`.
package struct Mutex<Value: ~Copyable>: ~Copyable {
    private let handle: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    package init(_ initialValue: consuming sending Value) {
        handle = .allocate(capacity: 1)
        value = .allocate(capacity: 1)
        handle.initialize(to: pthread_mutex_t())
        value.initialize(to: initialValue)
        let result = pthread_mutex_init(handle, nil)
        precondition(result == 0, "a mutex of the system, by its default attributes")
    }

    deinit {
        pthread_mutex_destroy(handle)
        value.deinitialize(count: 1)
        value.deallocate()
        handle.deallocate()
    }

    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(handle)
        defer { pthread_mutex_unlock(handle) }
        // Only read and written while `handle` is locked; the compiler cannot see that of a pointer.
        nonisolated(unsafe) let value = value
        return try body(&value.pointee)
    }
}

// `withLock` is the only access to the value, and holds `handle`.
extension Mutex: @unchecked Sendable where Value: ~Copyable {}
#endif
