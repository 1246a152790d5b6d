import HTTP

/// All settings, with the types used by `Wiring`.
///
/// Created by `Settings.load`.
struct Settings: Hashable, Sendable {
    let server: Server
    let database: Database
    let lists: Lists
    let json: JSON
    let access: Access
    let log: Log
    let language: Language
    let `public`: Public
    let vouchers: Vouchers
    let backup: Backup
    let limits: RequestLimits
    let proof: Proof
    let bank: Bank

    struct Server: Hashable, Sendable {
        let listen: [ListenAddress]
        /// 0 for as many as the cores suggest, like `readWorkersCount`.
        let loopsCount: Int
        let readWorkersCount: Int
        let slowReadsMax: Int
        let connectionsMax: Int
        let connectionsPerAddressMax: Int
        let trustedProxies: [AddressBlock]
        let requestsPerConnectionMax: Int
        let requestsPerTickMax: Int
        let headSecondsMax: Int
        let bodySecondsMax: Int
        let idleSecondsMax: Int
        let writeSecondsMax: Int
        let progressBytesMin: Int
        let lingerSecondsMax: Int
        let lingerBytesMax: Int
        let stopSecondsMax: Int
        let requestLineBytesMax: Int
        let headersBytesMax: Int
        let headersCountMax: Int
        let bodyBytesMax: Int
        let importBytesMax: Int
        let bodyTotalBytesMax: Int
        let chunkLineBytesMax: Int
        let chunkExtensionBytesMax: Int
        let outputBytesMax: Int
    }

    struct Database: Hashable, Sendable {
        let path: String
        let busyMillisecondsMax: Int
        let checkpointPages: Int
        let cacheKibibytes: Int
        let writerCacheKibibytes: Int
        let writeQueueMax: Int
        let writeBatchMax: Int
    }

    struct Lists: Hashable, Sendable {
        let limitDefault: Int
        let limitMax: Int
    }

    struct JSON: Hashable, Sendable {
        let depthMax: Int
    }

    /// The public log of all entries.
    struct Proof: Hashable, Sendable {
        /// The file of the private key; without it no checkpoint is signed.
        let key: String
        let checkpointSeconds: Int
        let witnesses: [ConfiguredWitness]
    }

    /// The notices of a bank service.
    struct Bank: Hashable, Sendable {
        /// The file of the shared secret; without it no notice is taken.
        let webhookSecret: String
    }

    /// Requests a minute; 0 for no limit.
    struct RequestLimits: Hashable, Sendable {
        let requestsPerTokenMax: Int
        let requestsPerAddressMax: Int
        let failedSignInsMax: Int
        /// KiB of the journal a day.
        let kibibytesPerTokenMax: Int
        /// For keys that are not kept forever.
        let idempotencyDays: Int
    }

    struct Backup: Hashable, Sendable {
        let folder: String
        /// 0 for no scheduled backups.
        let everyHours: Int
        let keepCount: Int
    }

    struct Access: Hashable, Sendable {
        let tokenDaysDefault: Int
        let tokenDaysMax: Int
        let enrolmentHours: Int
    }

    struct Log: Hashable, Sendable {
        let level: Level
        let format: Format

        /// The level names of swift-log.
        enum Level: String, CaseIterable, Sendable {
            case trace
            case debug
            case info
            case notice
            case warning
            case error
            case critical
        }

        enum Format: String, CaseIterable, Sendable {
            case text
            case json
        }
    }

    struct Language: Hashable, Sendable {
        let `default`: Code

        enum Code: String, CaseIterable, Sendable {
            case vi
            case en
        }
    }

    struct Public: Hashable, Sendable {
        let cacheSeconds: Int
        let responseCacheKibibytes: Int
        /// Nil when none is set.
        let address: WebAddress?
    }

    struct Vouchers: Hashable, Sendable {
        let bookDefault: String
    }
}
