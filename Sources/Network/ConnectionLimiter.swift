import Locks

/// Limits connections and the memory of incomplete bodies and of unsent responses, over all loops, and the disk of
/// long ones.
final class ConnectionLimiter: Sendable {
    private let connectionsMax: Int
    private let connectionsPerAddressMax: Int
    private let bytesTotalMax: Int
    private let counts = Mutex(Counts())
    private let bodies = Mutex(HeldBytes())
    private let outputs = Mutex(HeldBytes())
    private let files = Mutex(HeldBytes())

    private struct Counts {
        var total = 0
        var byAddress: [ClientAddress: Int] = [:]
    }

    /// Bytes that are held for clients.
    private struct HeldBytes {
        var total = 0
        var byAddress: [ClientAddress: Int] = [:]

        /// Adds `change` bytes; false when `address` would hold more than is free of `totalMax`.
        mutating func add(_ change: Int, of address: ClientAddress?, totalMax: Int) -> Bool {
            total += change
            var own = 0
            if let address {
                own = byAddress[address, default: 0] + change
                byAddress[address] = own > 0 ? own : nil
            }
            return change <= 0 || own <= totalMax - total
        }
    }

    init(_ settings: NetworkSettings) {
        connectionsMax = settings.connectionsMax
        connectionsPerAddressMax = settings.connectionsPerAddressMax
        bytesTotalMax = settings.bodyBytesTotalMax
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

    /// Adds `change` bytes to the size of bodies that are incomplete or not answered yet; negative when they are freed.
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
        bodies.withLock { $0.add(change, of: address, totalMax: bytesTotalMax) }
    }

    /// The same for responses that clients are slow to take.
    @discardableResult
    func add(outputBytes change: Int, of address: ClientAddress?) -> Bool {
        outputs.withLock { $0.add(change, of: address, totalMax: bytesTotalMax) }
    }

    /// The same for long responses in files, for which a disk has more room than memory.
    @discardableResult
    func add(fileBytes change: Int, of address: ClientAddress?) -> Bool {
        files.withLock { $0.add(change, of: address, totalMax: bytesTotalMax * 4) }
    }
}
