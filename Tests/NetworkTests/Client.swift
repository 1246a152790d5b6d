import Network
import TestSupport

extension Listener {
    /// The response to one request on a new connection.
    func get(_ path: String = "/") throws -> ReceivedResponse { try Client(self).get(path) }
}
