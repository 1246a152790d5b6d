import Locks

/// Limits connections and the memory of incomplete bodies, over all loops.
final class ConnectionLimiter: Sendable {
    private let connectionsMax: Int
    private let connectionsPerAddressMax: Int
    private let bodyBytesTotalMax: Int
    private let counts = Mutex(Counts())
    private let bodyBytes = Atomic<Int>(0)

    private struct Counts {
        var total = 0
        var byAddress: [ClientAddress: Int] = [:]
    }

    init(_ settings: NetworkSettings) {
        connectionsMax = settings.connectionsMax
        connectionsPerAddressMax = settings.connectionsPerAddressMax
        bodyBytesTotalMax = settings.bodyBytesTotalMax
    }

    /// Counts one more connection, if the limits allow it.
    ///
    /// - Parameter address: nil for a Unix socket or a trusted proxy, which count only towards the total.
    /// - Returns: whether the client is admitted; if so, `release` must be called once.
    func acquire(_ address: ClientAddress?) -> Bool {
        counts.withLock { counts in
            guard counts.total < connectionsMax else { return false }
            if let address {
                guard counts.byAddress[address, default: 0] < connectionsPerAddressMax else { return false }
                counts.byAddress[address, default: 0] += 1
            }
            counts.total += 1
            return true
        }
    }

    /// Releases the connection of an admitted client.
    func release(_ address: ClientAddress?) {
        counts.withLock { counts in
            counts.total -= 1
            guard let address, let count = counts.byAddress[address] else { return }
            counts.byAddress[address] = count > 1 ? count - 1 : nil
        }
    }

    /// Adds `change` bytes to the size of incomplete bodies; negative when they are freed.
    ///
    /// - Returns: whether the total stays within the limit.
    @discardableResult
    func add(bodyBytes change: Int) -> Bool {
        bodyBytes.wrappingAdd(change, ordering: .relaxed).newValue <= bodyBytesTotalMax
    }
}
