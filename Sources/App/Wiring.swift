import API
import Foundation
import HTTP
import Logging
import Network
import Store

/// The settings in the form each layer needs.
extension Settings {
    var storeLimits: StoreLimits {
        var limits = StoreLimits()
        limits.writeQueueMax = database.writeQueueMax
        limits.writeBatchMax = database.writeBatchMax
        limits.checkpointPages = database.checkpointPages
        limits.busyMillisecondsMax = database.busyMillisecondsMax
        limits.cacheKibibytes = database.cacheKibibytes
        limits.writerCacheKibibytes = database.writerCacheKibibytes
        return limits
    }

    var serviceSettings: ServiceSettings {
        var settings = ServiceSettings()
        settings.language = language.default == .vi ? .vietnamese : .english
        settings.publicCacheSecondsMax = `public`.cacheSeconds
        settings.responseCacheKibibytes = `public`.responseCacheKibibytes
        settings.publicAddress = `public`.address?.text ?? ""
        settings.limitJSON(depthMax: json.depthMax, bytesMax: server.bodyBytesMax)
        settings.tokenDaysDefault = access.tokenDaysDefault
        settings.tokenDaysMax = access.tokenDaysMax
        settings.enrolmentHours = access.enrolmentHours
        settings.limitRequests(
            perToken: limits.requestsPerTokenMax, perAddress: limits.requestsPerAddressMax,
            failedSignIns: limits.failedSignInsMax)
        settings.journalKibibytesPerTokenMax = limits.kibibytesPerTokenMax
        settings.idempotencyDays = limits.idempotencyDays
        settings.trustedProxies = server.trustedProxies
        settings.readWorkersCount = server.readWorkersCount.orHalf(ofCores: coresCount)
        settings.slowReadsMax = server.slowReadsMax
        settings.voucherBook = vouchers.bookDefault
        settings.pageLimitDefault = lists.limitDefault
        settings.pageLimitMax = lists.limitMax
        return settings
    }

    var networkSettings: NetworkSettings {
        var settings = NetworkSettings(listeners: server.listen.map(\.listener))
        settings.loopsCount = server.loopsCount.orHalf(ofCores: coresCount, atLeast: 2)
        settings.connectionsMax = server.connectionsMax
        settings.connectionsPerAddressMax = server.connectionsPerAddressMax
        settings.trustedProxies = server.trustedProxies
        settings.bodyBytesTotalMax = server.bodyTotalBytesMax
        settings.headSecondsMax = Double(server.headSecondsMax)
        settings.bodySecondsMax = Double(server.bodySecondsMax)
        settings.idleSecondsMax = Double(server.idleSecondsMax)
        settings.writeSecondsMax = Double(server.writeSecondsMax)
        settings.lingerSecondsMax = Double(server.lingerSecondsMax)
        settings.lingerBytesMax = server.lingerBytesMax
        settings.progressBytesMin = server.progressBytesMin
        settings.requestsPerTickMax = server.requestsPerTickMax
        settings.outputBytesMax = server.outputBytesMax
        return settings
    }

    var httpLimits: Limits {
        var limits = Limits()
        limits.requestLineBytesMax = server.requestLineBytesMax
        limits.headerBytesMax = server.headersBytesMax
        limits.headerCountMax = server.headersCountMax
        limits.bodyBytesMax = server.bodyBytesMax
        limits.largeBodyBytesMax = server.importBytesMax
        limits.largeBodyPaths = Service.pathsOfTables
        limits.chunkLineBytesMax = server.chunkLineBytesMax
        limits.chunkExtensionBytesMax = server.chunkExtensionBytesMax
        limits.requestsPerConnectionMax = server.requestsPerConnectionMax
        return limits
    }

    /// The service log, on standard error by way of `LogQueue`.
    var logger: Logger {
        let format = log.format
        var logger = Logger(label: "danvan") { _ in
            switch format {
            case .text: TextLogHandler()
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = Logger.Level(rawValue: log.level.rawValue) ?? .info
        return logger
    }
}

/// The cores that this process may use.
private var coresCount: Int { ProcessInfo.processInfo.activeProcessorCount }

extension Int {
    /// The number itself, or when it is 0 half of the cores, at most 8 and at least `countMin` if there are as many.
    ///
    /// The other half is for the writer and for slow reads.
    func orHalf(ofCores count: Int, atLeast countMin: Int = 1) -> Int {
        self > 0 ? self : Swift.max(Swift.min(count / 2, 8), Swift.min(count, countMin))
    }
}

extension ListenAddress {
    /// The same address for the network layer.
    var listener: Listener {
        switch self {
        case .tcp(let host, let port): .tcp(host: host, port: Int(port))
        case .unix(let path): .unix(path: path)
        }
    }
}
