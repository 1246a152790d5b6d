import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import Logging

struct Serve: AsyncParsableCommand {
    @Option var database: String
    @Option var port: Int
    @Option(help: "The clerk's token.")
    var token: String

    func run() async throws {
        let ledger = try Ledger(path: database)
        try ledger.prepareRecording(by: token)
        print(try ledger.durability())
        // The driver reads this line while the server runs.
        fflush(nil)
        var logger = Logger(label: "hummingbird-peer")
        logger.logLevel = .error
        let application = Application(
            router: router(of: ledger),
            configuration: .init(address: .hostname("127.0.0.1", port: port), backlog: 1024),
            logger: logger)
        try await application.runService()
    }
}

/// Encoder and decoder are created once, not per request.
struct PeerContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    private static let encoder = JSONEncoder()
    static let decoder = JSONDecoder()

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }

    var responseEncoder: JSONEncoder { PeerContext.encoder }
    var requestDecoder: JSONDecoder { PeerContext.decoder }
}

private let pageLimit = 50

private func router(of ledger: Ledger) -> Router<PeerContext> {
    let router = Router(context: PeerContext.self)
    // The same bytes every time, created once.
    let alive = Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"status":"alive"}"#)))
    router.get("/livez") { _, _ in alive }
    router.get("/v1/public/hamlets/:id/summary") { _, context in
        let hamlet = try context.parameters.require("id", as: Int64.self)
        guard let summary = try await ledger.summary(of: hamlet) else { throw HTTPError(.notFound) }
        return summary
    }
    router.get("/v1/public/hamlets/:id/contributions") { _, context in
        let hamlet = try context.parameters.require("id", as: Int64.self)
        return PageResponse(try await ledger.contributions(of: hamlet, limit: pageLimit), limit: pageLimit)
    }
    router.post("/v1/contributions") { request, context in
        let contribution = try await request.decode(as: ContributionRequest.self, context: context)
        let id = try await ledger.record(contribution, on: "2026-11-23")
        return EditedResponse(
            status: .created, response: RecordedResponse(id: id, amount: contribution.amount))
    }
    router.post("/v1/whole-contributions") { request, context in
        guard let token = request.headers[.authorization]?.dropFirst("Bearer ".count),
            let key = HTTPField.Name("Idempotency-Key").flatMap({ request.headers[$0] })
        else { throw HTTPError(.badRequest) }
        var request = request
        let buffer = try await request.collectBody(upTo: 65_536)
        let contribution = try await request.decode(as: ContributionRequest.self, context: context)
        let whole = try await ledger.recordWhole(
            contribution, body: String(buffer: buffer), token: String(token), key: key, on: "2026-11-23")
        guard let whole else { throw HTTPError(.notFound) }
        return EditedResponse(status: .created, response: whole)
    }
    return router
}
