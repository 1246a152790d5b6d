package import HTTP
import JSON
package import Logging
package import Store

/// Settings of the service, fixed at start.
package struct ServiceSettings: Sendable {
    package var language = Language.vietnamese
    package var publicCacheSecondsMax = 5
    /// The memory limit of the cache for public responses.
    package var responseCacheKibibytes = 16_384
    /// What comes before a path where a voucher names one: `https://thon.example.vn`, or nothing when it is not known.
    package var publicAddress = ""
    var jsonLimits = JSONLimits()
    package var tokenDaysDefault = 365
    package var tokenDaysMax = 3650
    /// How long an enrolment code can be redeemed.
    package var enrolmentHours = 72
    /// How long a key is stored that no money or number depends on.
    package var idempotencyDays = 90
    var rateLimits = RateLimiter.Limits()
    /// What one token may write to the journal in a day; 0 for no limit.
    package var journalKibibytesPerTokenMax = 262_144
    /// The proxies whose `X-Forwarded-For` names the client.
    package var trustedProxies: [AddressBlock] = []
    /// The default book of a receipt.
    package var voucherBook = "1"
    /// What knows the notices of the bank service; nil takes none.
    package var bankWebhook: BankWebhook?
    /// Workers for slow reads, and how many reads may wait for them.
    package var readWorkersCount = 1
    package var slowReadsMax = 256
    package var pageLimitDefault = 50
    package var pageLimitMax = 500

    package init() {}

    /// Sets the requests a minute; 0 for no limit.
    package mutating func limitRequests(perToken: Int, perAddress: Int, failedSignIns: Int) {
        rateLimits = RateLimiter.Limits(
            requestsPerToken: perToken, requestsPerAddress: perAddress, failedSignIns: failedSignIns)
    }

    /// Sets the maximum depth and length of JSON bodies.
    package mutating func limitJSON(depthMax: Int, bytesMax: Int) {
        jsonLimits = JSONLimits(depthMax: depthMax, bytesMax: bytesMax)
    }
}

/// Handles every request: match, authorise, decode, run, respond.
///
/// Shared by all event loops.
package final class Service: Sendable {
    /// The paths whose bodies are tables, which may be larger than others; none has a parameter.
    package static var pathsOfTables: [String] { table.filter(\.takesTable).map(\.path.text) }

    package static let table: [Endpoint] =
        unitEndpoints + hamletEndpoints + householdEndpoints + organisationEndpoints + fundEndpoints
        + pledgeEndpoints + contributionEndpoints + issuedReceiptEndpoints + callerEndpoints + userEndpoints
        + accessTokenEndpoints
        + expenditureEndpoints + expenditureReplacementEndpoints + paymentEndpoints
        + voucherBookEndpoints + voucherPageEndpoints + voucherPrintEndpoints
        + openingBalanceEndpoints + fundTransferEndpoints + bankEntryEndpoints
        + payableEndpoints + publicPayableEndpoints + payableGiftEndpoints + handOverSlipEndpoints
        + bookHandoverEndpoints + publicBookHandoverEndpoints + statementEndpoints + cashCountEndpoints
        + periodEndpoints
        + cashBookEndpoints + ledgerEntryEndpoints + fundLedgerEndpoints
        + voucherRegisterEndpoints + beancountEndpoints + moneyReportEndpoints
        + criteriaSetEndpoints + communityEventEndpoints + modelEndpoints + modelReportEndpoints
        + parameterEndpoints
        + decisionEndpoints + consultationEndpoints + profileEndpoints + reorganisationEndpoints
        + bankAccountEndpoints + bankCreditEndpoints + bankReceiptEndpoints + bankStatementEndpoints
        + paymentCodeEndpoints + vietQREndpoints + bankReconciliationEndpoints
        + batchEndpoints + importEndpoints + logEndpoints + receiptEndpoints + cosignatureEndpoints

    private static let sharedRouter = Router(table)
    private static let document = Document(openAPIDocument(of: table))

    let store: Store
    let settings: ServiceSettings
    let logger: Logger
    let router = Service.sharedRouter
    let openAPI = Service.document
    let responseCache: ResponseCache
    let commonFields: CommonFields
    let publicTags: PublicTags
    let rateLimiter: RateLimiter
    let journalQuota: JournalQuota
    let readWorkers: ReadWorkers

    package init(store: Store, settings: ServiceSettings = ServiceSettings(), logger: Logger) {
        self.store = store
        self.settings = settings
        self.logger = logger
        commonFields = CommonFields(
            cacheControl: "public, max-age=\(settings.publicCacheSecondsMax), stale-while-revalidate=30")
        responseCache = ResponseCache(kibibytesMax: settings.responseCacheKibibytes)
        publicTags = PublicTags(key: store.tagKey)
        rateLimiter = RateLimiter(settings.rateLimits)
        journalQuota = JournalQuota(kibibytesMax: settings.journalKibibytesPerTokenMax)
        readWorkers = ReadWorkers(
            count: settings.readWorkersCount, waitingMax: settings.slowReadsMax, store: store)
    }

    /// The responder of one event loop, with its own read connection.
    package func responder() throws(StoreError) -> ServiceResponder {
        ServiceResponder(service: self, reader: try store.reader())
    }
}
