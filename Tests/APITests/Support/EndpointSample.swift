import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

/// A valid request to an endpoint, in a `villageWithBooks`.
struct EndpointSample: Sendable {
    /// The place of the requested entity.
    enum About: Hashable, Sendable {
        /// In hamlet 1.
        case hamlet
        /// In commune 16702, above its hamlets.
        case commune
        /// In the province only, above several communes.
        case province
        case nothing
    }

    let target: String
    let body: String
    let about: About
    /// The body member that names the place; nil when the path or the query does.
    let pointer: String?

    init(_ target: String, _ body: String = "", about: About = .hamlet, pointer: String? = nil) {
        self.target = target
        self.body = body
        self.about = about
        self.pointer = pointer
    }

    /// By method and path pattern.
    ///
    /// A test compares the keys with the table.
    static let all = books.merging(models) { sample, _ in sample }
        .merging(decisions) { sample, _ in sample }
        .merging(reorganisations) { sample, _ in sample }
        .merging(communityEvents) { sample, _ in sample }
        .merging(voucherBooks) { sample, _ in sample }
        .merging(periods) { sample, _ in sample }
        .merging(voucherPages) { sample, _ in sample }
        .merging(moneyMoves) { sample, _ in sample }
        .merging(payables) { sample, _ in sample }
        .merging(handOverSlips) { sample, _ in sample }
        .merging(cashBooks) { sample, _ in sample }
        .merging(imports) { sample, _ in sample }
        .merging(bank) { sample, _ in sample }
        .merging(fundOwners) { sample, _ in sample }
        .merging(batches) { sample, _ in sample }
        .merging(bookHandovers) { sample, _ in sample }
        .merging(log) { sample, _ in sample }
        .merging(receipts) { sample, _ in sample }
        .merging(payments) { sample, _ in sample }

    private static let books: [String: EndpointSample] = [
        "GET /v1/units": .init("/v1/units", about: .nothing),
        "GET /v1/units/{code}": .init("/v1/units/16702", about: .nothing),
        "GET /v1/units/{code}/tree": .init("/v1/units/40/tree", about: .nothing),
        "POST /v1/unit-successions": .init(
            "/v1/unit-successions", #"{"predecessor":"16702","ended_on":"2025-06-30","successor":"16702"}"#,
            about: .commune, pointer: "/successor"),
        "POST /v1/hamlets": .init(
            "/v1/hamlets", #"{"commune":"16702","name":"Xóm 11","type":"xom","valid_from":"2020-01-01"}"#,
            about: .commune, pointer: "/commune"),
        "GET /v1/hamlets": .init("/v1/hamlets?unit=16702", about: .commune),
        "GET /v1/hamlets/{id}": .init("/v1/hamlets/1"),
        "GET /v1/hamlets/{id}/history": .init("/v1/hamlets/1/history"),
        "GET /v1/hamlets/{id}/summary": .init("/v1/hamlets/1/summary"),
        "GET /v1/hamlets/{id}/contributions": .init("/v1/hamlets/1/contributions"),
        "GET /v1/public/hamlets": .init("/v1/public/hamlets?unit=16702", about: .nothing),
        "GET /v1/public/hamlets/{id}": .init("/v1/public/hamlets/1", about: .nothing),
        "GET /v1/public/hamlets/{id}/summary": .init("/v1/public/hamlets/1/summary", about: .nothing),
        "GET /v1/public/hamlets/{id}/funds": .init("/v1/public/hamlets/1/funds", about: .nothing),
        "GET /v1/public/hamlets/{id}/contributions": .init(
            "/v1/public/hamlets/1/contributions", about: .nothing),
        "POST /v1/households": .init(
            "/v1/households",
            #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4,"valid_from":"2026-11-22"}"#,
            pointer: "/hamlet"),
        "GET /v1/households": .init("/v1/households?hamlet=1"),
        "GET /v1/hamlets/{id}/household-duplicates": .init("/v1/hamlets/1/household-duplicates"),
        "GET /v1/households/{id}": .init("/v1/households/1"),
        "PATCH /v1/households/{id}": .init("/v1/households/1", #"{"persons":5}"#),
        "GET /v1/households/{id}/history": .init("/v1/households/1/history"),
        "POST /v1/households/{id}/change": .init(
            "/v1/households/2/change", #"{"on":"2026-11-01","persons":4}"#),
        "POST /v1/households/{id}/move": .init("/v1/households/2/move", #"{"on":"2026-11-22"}"#),
        "POST /v1/households/{id}/split": .init(
            "/v1/households/2/split", #"{"on":"2026-11-22","code":"H098","head_name":"Cao Én","persons":1}"#),
        "POST /v1/households/{id}/merge": .init("/v1/households/2/merge", #"{"on":"2026-11-22","into":4}"#),
        "POST /v1/households/{id}/dissolve": .init("/v1/households/2/dissolve", #"{"on":"2026-11-22"}"#),
        "POST /v1/organisations": .init(
            "/v1/organisations", #"{"name":"Hội Nông dân","type":"farmers_union","unit":"16702"}"#,
            about: .commune, pointer: "/unit"),
        "GET /v1/organisations": .init("/v1/organisations?unit=16702", about: .commune),
        "GET /v1/organisations/{id}": .init("/v1/organisations/1", about: .commune),
        "POST /v1/funds": .init("/v1/funds", #"{"hamlet":1,"name":"Thắp sáng"}"#, pointer: "/hamlet"),
        "GET /v1/funds": .init("/v1/funds?hamlet=1"),
        "POST /v1/funds/{id}/authorise": .init("/v1/funds/1/authorise", #"{"decision":3}"#),
        "GET /v1/funds/{id}": .init("/v1/funds/1"),
        "POST /v1/pledges": .init(
            "/v1/pledges", #"{"fund":2,"household":2,"amount":100000}"#, pointer: "/fund"),
        "GET /v1/pledges": .init("/v1/pledges?hamlet=1"),
        "GET /v1/pledges/{id}": .init("/v1/pledges/1"),
        "POST /v1/pledges/{id}/confirm": .init("/v1/pledges/2/confirm"),
        "POST /v1/pledges/{id}/waive": .init("/v1/pledges/1/waive"),
        "POST /v1/pledges/{id}/cancel": .init("/v1/pledges/2/cancel"),
        "POST /v1/contributions": .init(
            "/v1/contributions", #"{"fund":1,"household":2,"method":"cash","amount":1000}"#, pointer: "/fund"),
        "GET /v1/contributions/{id}": .init("/v1/contributions/1"),
        "POST /v1/contributions/{id}/void": .init("/v1/contributions/1/void", #"{"reason":"Sai tên"}"#),
        "POST /v1/contributions/{id}/replace": .init(
            "/v1/contributions/1/replace", #"{"reason":"Sai số tiền","amount":600000}"#),
        "POST /v1/contributions/{id}/reverse": .init(
            "/v1/contributions/3/reverse", #"{"reason":"Sai số tiền"}"#),
        "POST /v1/expenditures/{id}/replace": .init(
            "/v1/expenditures/4/replace", #"{"reason":"Sai số tiền","amount":900}"#),
        "POST /v1/expenditures/{id}/reverse": .init(
            "/v1/expenditures/5/reverse", #"{"reason":"Sai số tiền"}"#),
        "POST /v1/contributions/{id}/refunds": .init(
            "/v1/contributions/1/refunds", #"{"amount":1000,"reason":"Nộp thừa"}"#),
        "POST /v1/expenditures": .init(
            "/v1/expenditures",
            #"{"fund":1,"payee":"Cửa hàng","purpose":"Mua xi măng","amount":1000,"method":"bank"}"#,
            pointer: "/fund"),
        "GET /v1/expenditures/{id}": .init("/v1/expenditures/1"),
        "GET /v1/hamlets/{id}/expenditures": .init("/v1/hamlets/1/expenditures"),
        "GET /v1/public/hamlets/{id}/expenditures": .init(
            "/v1/public/hamlets/1/expenditures", about: .nothing),
        "POST /v1/expenditures/{id}/check": .init("/v1/expenditures/1/check"),
        "POST /v1/expenditures/{id}/approve": .init("/v1/expenditures/2/approve"),
        "POST /v1/expenditures/{id}/pay": .init("/v1/expenditures/3/pay"),
        "POST /v1/expenditures/{id}/book": .init("/v1/expenditures/4/book"),
        "POST /v1/expenditures/{id}/reject": .init("/v1/expenditures/1/reject", #"{"reason":"Sai mục"}"#),
        "POST /v1/expenditures/{id}/withdraw": .init(
            "/v1/expenditures/1/withdraw", #"{"reason":"Đã có nguồn khác"}"#),
        "POST /v1/expenditures/{id}/cancel": .init(
            "/v1/expenditures/3/cancel", #"{"reason":"Không mua nữa"}"#),
        "POST /v1/expenditures/{id}/void": .init("/v1/expenditures/4/void", #"{"reason":"Sai số tiền"}"#),
        "GET /v1/hamlets/{id}/statement": .init(
            "/v1/hamlets/1/statement?from=2026-01-01&to=2026-12-31"),
        "GET /v1/public/hamlets/{id}/statement": .init(
            "/v1/public/hamlets/1/statement?from=2026-01-01&to=2026-12-31", about: .nothing),
        "POST /v1/users": .init("/v1/users", #"{"name":"Người mới"}"#, about: .nothing),
        "GET /v1/me": .init("/v1/me", about: .nothing),
        "GET /v1/users": .init("/v1/users", about: .nothing),
        "POST /v1/users/{id}/disable": .init("/v1/users/13/disable", about: .commune),
        "POST /v1/users/{id}/enable": .init("/v1/users/13/enable", about: .commune),
        "POST /v1/users/{id}/enrolment-codes": .init(
            "/v1/users/12/enrolment-codes", #"{"role":"hamlet_head","hamlet":1}"#, pointer: "/hamlet"),
        "POST /v1/tokens": .init("/v1/tokens", #"{"code":"\#(sampleCode.text)"}"#, about: .nothing),
        "GET /v1/tokens": .init("/v1/tokens", about: .nothing),
        "POST /v1/tokens/{id}/revoke": .init("/v1/tokens/1/revoke"),
    ]
}

extension EndpointSample {
    private static let sampleCode = EnrolmentCode()

    /// Two users whom the administrator recorded, the first with an open code.
    fileprivate static func addEnrolment(to office: Office) throws {
        let user = try office.post("/v1/users", #"{"name":"Đặng Thị Hạnh"}"#, as: .admin)
        let other = try office.post("/v1/users", #"{"name":"Đặng Văn Bình"}"#, as: .admin)
        try #require(user.integer("/id") == 12 && other.integer("/id") == 13)
        _ = try office.write { tx in
            try tx.enrol(
                try tx.existing(User.ID(12)),
                assignment: RoleAssignment(role: .clerk, scope: .hamlet(Identifier(1))),
                codeHash: sampleCode.hash, hoursCount: 72, daysCount: 365)
        }
    }
}

extension Endpoint {
    /// `GET /v1/hamlets/{id}`: an argument that a test can print, unlike the endpoint itself.
    var name: String { method.rawValue + " " + path.text }

    /// One of the roles that may call it; nil for anonymous access.
    var someRole: Role? {
        switch access {
        case .anonymous, .codeHolder, .witness: nil
        case .roles(let roles), .signed(let roles): roles.contains(.clerk) ? .clerk : roles.min()
        }
    }

    static func named(_ name: String) throws -> Endpoint {
        try #require(Service.table.first { $0.name == name })
    }

    static var names: [String] { names { _ in true } }

    /// The endpoints for which a test has something to assert.
    static func names(where isTested: (Endpoint) -> Bool) -> [String] {
        Service.table.filter(isTested).map(\.name)
    }

    var sample: EndpointSample {
        get throws { try #require(EndpointSample.all[name], "a sample for \(name)") }
    }
}

extension Office {
    /// A village with everything the samples of all endpoints need; pledge 2 is proposed too.
    static func forSamples() throws -> Office { try Office(sampleFile.get()) }

    /// Filled once and copied by each test.
    private static let sampleFile = Result { try newForSamples().filled() }

    private static func newForSamples() throws -> Office {
        let office = try villageWithBooks()
        let pledge = try office.post("/v1/pledges", #"{"fund":1,"household":3,"amount":300000}"#)
        try #require(pledge.integer("/id") == 2)
        try office.spendForSamples()
        try EndpointSample.addPeriods(to: office)
        try EndpointSample.addMoneyMoves(to: office, inMonthToBeClosed: true)
        let closed = try office.addClosedMonth()
        try #require(closed == (3, 5))
        try EndpointSample.addModels(to: office)
        try EndpointSample.addDecisions(to: office)
        try #require(try office.post("/v1/community-events", communityEvent()).status == 201)
        try office.registerBook("Q2")
        try office.setForVouchers()
        try office.setForPapers()
        try office.printForSamples()
        try EndpointSample.addMoneyMoves(to: office)
        try EndpointSample.addPayables(to: office)
        try EndpointSample.addHandOverSlips(to: office)
        try EndpointSample.addReorganisation(to: office)
        try EndpointSample.addEnrolment(to: office)
        try office.addBankForSamples()
        try EndpointSample.addBookHandover(to: office)
        try office.signCheckpoint()
        return office
    }

    /// Sends the sample of `endpoint`, as a dry run when it is a write, so that it can be sent again.
    ///
    /// Without `key`, a write that requires one gets a new one.
    func sendSample(
        of endpoint: Endpoint, as bearer: Bearer?, isReal: Bool = false, key: String? = nil
    ) throws -> Response {
        let sample = try endpoint.sample
        let bearer = sample.about == .province ? bearer?.ofProvince : bearer
        guard endpoint.method != .get else { return try get(sample.target, as: bearer) }
        let next = sample.target.contains("?") ? "&" : "?"
        let target = sample.target + (isReal ? "" : next + "dry_run=true")
        let ifMatch = endpoint.needsVersion ? "*" : nil
        let key = key ?? (endpoint.key == .required ? newKey() : nil)
        if endpoint.method == .patch {
            return try patch(target, sample.body, as: bearer, key: key, ifMatch: ifMatch)
        }
        return try post(target, sample.body, as: bearer, key: key, ifMatch: ifMatch)
    }
}

extension Bearer {
    /// The same role in the whole province, for a role in the commune.
    var ofProvince: Bearer { scope == .commune ? Bearer(role, at: .province) : self }
}
