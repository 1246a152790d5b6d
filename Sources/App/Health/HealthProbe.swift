import JSON
import Network

/// One `GET /readyz` over a blocking socket, within a time limit.
struct HealthProbe {
    enum Failed: Error, Equatable {
        /// The address cannot be connected to; the `errno`.
        case unreachable(Int32)
        /// No complete response within the time limit.
        case timeout
        /// Not a response of HTTP/1, or one that is cut off.
        case malformed
        /// A response with another status than 200, and its `detail`, if it is a problem document.
        case notReady(status: Int, detail: String?)
    }

    let listener: Listener
    let secondsMax: Int

    init(of listener: Listener, secondsMax: Int) {
        self.listener = listener
        self.secondsMax = secondsMax
    }

    /// A response about readiness is shorter than 1 KiB; whatever sends more is not this service.
    private static let responseBytesMax = 16_384

    private static let request = Array(
        "GET /readyz HTTP/1.1\r\nHost: localhost\r\nUser-Agent: danvan-health\r\nConnection: close\r\n\r\n"
            .utf8)

    /// Returns when the service is ready; takes `secondsMax` at most.
    func run() throws(Failed) {
        let response: BlockingExchange.Response
        do throws(BlockingExchange.Failed) {
            let exchange = BlockingExchange(
                with: listener, secondsMax: secondsMax, bytesMax: HealthProbe.responseBytesMax)
            response = try exchange.response(to: HealthProbe.request)
        } catch {
            throw Failed(error)
        }
        guard response.status != 200 else { return }
        // A proxy in between may respond with HTML: then there is no detail.
        let problem = try? JSONDocument(parsing: response.body).root["detail"]
        guard case .string(let detail) = problem else {
            throw .notReady(status: response.status, detail: nil)
        }
        throw .notReady(status: response.status, detail: detail)
    }
}

extension HealthProbe.Failed {
    fileprivate init(_ failed: BlockingExchange.Failed) {
        self =
            switch failed {
            case .unreachable(let code): .unreachable(code)
            case .timeout: .timeout
            case .malformed: .malformed
            }
    }

    /// What happened, for the person who asked.
    var sentence: String {
        switch self {
        case .unreachable(let code): BlockingExchange.Failed.unreachable(code).sentence
        case .timeout: BlockingExchange.Failed.timeout.sentence
        case .malformed: BlockingExchange.Failed.malformed.sentence
        case .notReady(let status, let detail):
            "chưa sẵn sàng (\(status))" + (detail.map { ": " + $0 } ?? ".")
        }
    }
}
