import HTTP
import JSON
import Logging
import Network
import Store
import TestSupport
import Testing

@testable import API
@testable import App

/// Each setting is passed to its own layer and no other.
@Suite struct WiringTests {
    private func settings(_ overrides: [String: String] = [:]) throws -> Settings {
        try loaded(overrides: overrides).settings
    }

    /// The settings with every number changed from its default.
    private func others() throws -> Settings {
        let pairs = Setting.table.compactMap { setting -> (String, String)? in
            guard case .integer = setting.kind else { return nil }
            return (setting.key, setting.otherText)
        }
        return try settings(Dictionary(uniqueKeysWithValues: pairs))
    }

    @Test func `the defaults of the settings equal those of the layers`() throws {
        let (store, wired) = (StoreLimits(), try settings().storeLimits)
        #expect(wired.writeQueueMax == store.writeQueueMax && wired.writeBatchMax == store.writeBatchMax)
        #expect(wired.checkpointPages == store.checkpointPages)
        #expect(wired.busyMillisecondsMax == store.busyMillisecondsMax)
        #expect(wired.cacheKibibytes == store.cacheKibibytes)
        #expect(wired.writerCacheKibibytes == store.writerCacheKibibytes)
        let (limits, http) = (Limits(), try settings().httpLimits)
        #expect(http.requestLineBytesMax == limits.requestLineBytesMax)
        #expect(http.headerBytesMax == limits.headerBytesMax && http.headerCountMax == limits.headerCountMax)
        #expect(http.bodyBytesMax == limits.bodyBytesMax)
        #expect(http.largeBodyBytesMax == limits.largeBodyBytesMax)
        #expect(http.chunkLineBytesMax == limits.chunkLineBytesMax)
        #expect(http.chunkExtensionBytesMax == limits.chunkExtensionBytesMax)
        #expect(http.requestsPerConnectionMax == limits.requestsPerConnectionMax)
        let (service, api) = (ServiceSettings(), try settings().serviceSettings)
        #expect(api.language == service.language && api.voucherBook == service.voucherBook)
        #expect(api.publicCacheSecondsMax == service.publicCacheSecondsMax)
        #expect(api.jsonLimits.depthMax == service.jsonLimits.depthMax)
        #expect(api.tokenDaysDefault == service.tokenDaysDefault && api.tokenDaysMax == service.tokenDaysMax)
        #expect(api.idempotencyDays == service.idempotencyDays)
        #expect(api.pageLimitDefault == service.pageLimitDefault && api.pageLimitMax == service.pageLimitMax)
    }

    @Test func `the store gets the database's settings`() throws {
        let settings = try others()
        let limits = settings.storeLimits
        #expect(limits.writeQueueMax == settings.database.writeQueueMax)
        #expect(limits.writeBatchMax == settings.database.writeBatchMax)
        #expect(limits.checkpointPages == settings.database.checkpointPages)
        #expect(limits.busyMillisecondsMax == settings.database.busyMillisecondsMax)
        #expect(limits.cacheKibibytes == settings.database.cacheKibibytes)
        #expect(limits.writerCacheKibibytes == settings.database.writerCacheKibibytes)
    }

    @Test func `the network gets the server's settings`() throws {
        let settings = try others()
        let (network, server) = (settings.networkSettings, settings.server)
        #expect(network.loopsCount == server.loopsCount)
        #expect(network.connectionsMax == server.connectionsMax)
        #expect(network.connectionsPerAddressMax == server.connectionsPerAddressMax)
        #expect(network.bodyBytesTotalMax == server.bodyTotalBytesMax)
        #expect(network.headSecondsMax == Double(server.headSecondsMax))
        #expect(network.bodySecondsMax == Double(server.bodySecondsMax))
        #expect(network.idleSecondsMax == Double(server.idleSecondsMax))
        #expect(network.writeSecondsMax == Double(server.writeSecondsMax))
        #expect(network.lingerSecondsMax == Double(server.lingerSecondsMax))
        #expect(network.lingerBytesMax == server.lingerBytesMax)
        #expect(network.progressBytesMin == server.progressBytesMin)
        #expect(network.requestsPerTickMax == server.requestsPerTickMax)
        #expect(network.outputBytesMax == server.outputBytesMax)
    }

    @Test func `HTTP gets the server's limits`() throws {
        let settings = try others()
        let (limits, server) = (settings.httpLimits, settings.server)
        #expect(limits.requestLineBytesMax == server.requestLineBytesMax)
        #expect(limits.headerBytesMax == server.headersBytesMax)
        #expect(limits.headerCountMax == server.headersCountMax)
        #expect(limits.bodyBytesMax == server.bodyBytesMax)
        #expect(limits.largeBodyBytesMax == server.importBytesMax)
        #expect(limits.largeBodyPaths.contains("/v1/imports/contributions"))
        #expect(limits.largeBodyPaths.contains("/v1/imports/bank-statements"))
        #expect(limits.largeBodyPaths.allSatisfy { $0.hasPrefix("/v1/imports/") && !$0.contains("{") })
        #expect(limits.chunkLineBytesMax == server.chunkLineBytesMax)
        #expect(limits.chunkExtensionBytesMax == server.chunkExtensionBytesMax)
        #expect(limits.requestsPerConnectionMax == server.requestsPerConnectionMax)
    }

    @Test func `the service gets the settings of its responses`() throws {
        let settings = try others()
        let service = settings.serviceSettings
        #expect(service.publicCacheSecondsMax == settings.public.cacheSeconds)
        #expect(service.responseCacheKibibytes == settings.public.responseCacheKibibytes)
        #expect(service.journalKibibytesPerTokenMax == settings.limits.kibibytesPerTokenMax)
        #expect(service.idempotencyDays == settings.limits.idempotencyDays)
        #expect(service.readWorkersCount == settings.server.readWorkersCount)
        #expect(service.slowReadsMax == settings.server.slowReadsMax)
        #expect(service.jsonLimits.depthMax == settings.json.depthMax)
        #expect(service.jsonLimits.bytesMax == settings.server.bodyBytesMax)
        #expect(service.tokenDaysDefault == settings.access.tokenDaysDefault)
        #expect(service.tokenDaysMax == settings.access.tokenDaysMax)
        #expect(service.enrolmentHours == settings.access.enrolmentHours)
        #expect(service.pageLimitDefault == settings.lists.limitDefault)
        #expect(service.pageLimitMax == settings.lists.limitMax)
    }

    @Test(arguments: [(1, 1, 1), (2, 1, 2), (3, 1, 2), (4, 2, 2), (8, 4, 4), (64, 8, 8)])
    func `half of the cores run loops, and as many read`(_ cores: Int, _ count: Int, _ loops: Int) {
        #expect(0.orHalf(ofCores: cores) == count)
        #expect(0.orHalf(ofCores: cores, atLeast: 2) == loops)
        #expect(5.orHalf(ofCores: cores) == 5)
    }

    @Test func `trusted proxies are passed to the network and the service`() throws {
        let settings = try settings(["server.trusted_proxies": "10.0.0.0/8"])
        let block = try #require(AddressBlock("10.0.0.0/8"))
        #expect(settings.networkSettings.trustedProxies == [block])
        #expect(settings.serviceSettings.trustedProxies == [block])
    }

    @Test func `text settings are passed to the service`() throws {
        let english = try settings(["language.default": "en", "vouchers.book_default": "A"]).serviceSettings
        #expect(english.language == .english && english.voucherBook == "A")
        let address = try settings(["public.address": "https://thon.example.vn"]).serviceSettings
        #expect(address.publicAddress == "https://thon.example.vn")
        #expect(try settings().serviceSettings.publicAddress == "")
        #expect(try settings(["language.default": "vi"]).serviceSettings.language == .vietnamese)
    }

    @Test func `addresses of each kind are passed to the network`() throws {
        let network = try settings(["server.listen": "127.0.0.1:1,[::1]:2,unix:/run/a.sock"]).networkSettings
        #expect(
            network.listeners == [
                .tcp(host: "127.0.0.1", port: 1), .tcp(host: "::1", port: 2), .unix(path: "/run/a.sock"),
            ])
    }

    @Test(arguments: Settings.Log.Level.allCases)
    func `every level of the settings is a level of the logger`(_ level: Settings.Log.Level) throws {
        let logger = try settings(["log.level": level.rawValue]).logger
        #expect(logger.logLevel.rawValue == level.rawValue)
    }

    @Test func `the format selects the log handler`() throws {
        #expect(try settings(["log.format": "json"]).logger.handler is JSONLogHandler)
        #expect(try settings(["log.format": "text"]).logger.handler is TextLogHandler)
    }

    @Test func `metadata of a log event overrides that of the logger`() {
        var handler = JSONLogHandler()
        handler[metadataKey: "a"] = "1"
        #expect(handler[metadataKey: "a"] == "1" && handler[metadataKey: "b"] == nil)
    }
}
