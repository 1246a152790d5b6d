import Locks

/// Limits connections and the memory of incomplete bodies, over all loops.
final class ConnectionLimiter: Sendable {
    private let connectionsMax: Int
    private let connectionsPerAddressMax: Int
    private let bodyBytesTotalMax: Int
    private let counts = Mutex(Counts())
    private let bodies = Mutex(Bodies())

    private struct Counts {
        var total = 0
        var byAddress: [ClientAddress: Int] = [:]
    }

    /// Bytes of incomplete bodies.
    private struct Bodies {
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
    /// One address may hold as many bytes as are free: alone it takes half of them, two take a half and a quarter, and
    /// there is room for the next one. Whoever sends bodies and never ends them does not keep others from sending theirs.
    ///
    /// - Parameters:
    ///   - change: in bytes.
    ///   - address: nil for a Unix socket or a trusted proxy, which count only towards the total.
    /// - Returns: whether all stays within the limit.
    /// - Source: Choudhury and Hahne, Dynamic Queue Length Thresholds for Shared-Memory Packet Switches, 1998.
    @discardableResult
    func add(bodyBytes change: Int, of address: ClientAddress?) -> Bool {
        bodies.withLock { bodies in
            bodies.total += change
            var own = 0
            if let address {
                own = bodies.byAddress[address, default: 0] + change
                bodies.byAddress[address] = own > 0 ? own : nil
            }
            return change <= 0 || own <= bodyBytesTotalMax - bodies.total
        }
    }
}
