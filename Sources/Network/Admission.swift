import Synchronization

/// Who may be connected, and what they may have us hold, counted over all loops.
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

    /// Whether one more client may come in.
    ///
    /// If so it is counted, and `left` must be called once.
    ///
    /// - `address`: nil for a Unix socket, which only the total counts.
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

    /// Uncounts a client that was let in.
    func release(_ address: ClientAddress?) {
        counts.withLock { counts in
            counts.total -= 1
            guard let address, let count = counts.byAddress[address] else { return }
            counts.byAddress[address] = count > 1 ? count - 1 : nil
        }
    }

    /// Counts `change` bytes of unfinished bodies, negative when they are let go.
    ///
    /// - Returns: whether all that are held stay within the limit.
    @discardableResult
    func holds(bodyBytes change: Int) -> Bool {
        bodyBytes.wrappingAdd(change, ordering: .relaxed).newValue <= bodyBytesTotalMax
    }
}
