/// A participant in the comparison.
enum Peer: String, CaseIterable {
    case danvan
    case hummingbird
    case pocketbase
    case nginx
    /// Not a server: plain rows inserted into SQLite, 64 per transaction.
    case bare

    var title: String {
        switch self {
        case .danvan: "danvan"
        case .hummingbird: "Hummingbird + GRDB"
        case .pocketbase: "PocketBase"
        case .nginx: "nginx"
        case .bare: "bare SQLite"
        }
    }
}

/// A kind of request.
enum Workload: String, CaseIterable {
    case livez = "W0"
    case summary = "W1"
    case list = "W2"
    case contribution = "W3"
    /// The peer also does all that a contribution is in danvan.
    case wholeContribution = "W3 same work"

    var title: String {
        switch self {
        case .livez: "W0 `/livez`"
        case .summary: "W1 a hamlet's summary"
        case .list: "W2 50 contributions"
        case .contribution: "W3 a durable contribution"
        case .wholeContribution: "W3 same work"
        }
    }

    var expectedStatus: Int { self == .contribution || self == .wholeContribution ? 201 : 200 }

    /// Whether a request to `peer` has a token and an idempotency key.
    func needsKey(for peer: Peer) -> Bool {
        self == .wholeContribution || self == .contribution && peer == .danvan
    }

    func isAnswered(by peer: Peer) -> Bool {
        switch peer {
        case .danvan, .hummingbird: true
        case .pocketbase: self != .wholeContribution
        case .nginx: expectedStatus == 200
        case .bare: self == .contribution
        }
    }
}

/// A request template with `{hamlet}`, `{record}`, `{household}` and `{amount}`.
struct RequestShape {
    let path: String
    /// Nil for GET.
    var body: String?

    init(of workload: Workload, to peer: Peer) {
        switch (workload, peer) {
        case (.livez, .pocketbase): path = "/api/health"
        case (.livez, _): path = "/livez"
        case (.summary, .pocketbase): path = "/api/collections/hamlets/records/{record}"
        case (.summary, _): path = "/v1/public/hamlets/{hamlet}/summary"
        case (.list, .pocketbase):
            path =
                "/api/collections/contributions/records?perPage=50&skipTotal=1&sort=-@rowid&filter=hamlet={hamlet}"
        case (.list, _): path = "/v1/public/hamlets/{hamlet}/contributions?limit=50"
        case (.contribution, .pocketbase):
            path = "/api/collections/contributions/records"
            body = """
                {"hamlet":{hamlet},"fund":{hamlet},"household":{household},"number":"PT-2026-0000","book":"1",\
                "name":"Nguyễn Văn An","donor":"household","method":"cash","amount":{amount},\
                "received_on":"2026-11-23","state":"valid"}
                """
        case (.wholeContribution, .hummingbird):
            path = "/v1/whole-contributions"
            body = #"{"fund":{hamlet},"household":{household},"method":"cash","amount":{amount}}"#
        case (.contribution, _), (.wholeContribution, _):
            path = "/v1/contributions"
            body = #"{"fund":{hamlet},"household":{household},"method":"cash","amount":{amount}}"#
        }
    }

    /// The request for one hamlet.
    func filled(hamlet: Int) -> (path: String, body: String?) {
        let digits = String(hamlet)
        let record = String(repeating: "0", count: 15 - digits.count) + digits
        func fill(_ text: String) -> String {
            text.replacing("{hamlet}", with: digits).replacing("{record}", with: record)
                .replacing("{household}", with: String(hamlet * householdsPerHamlet))
                .replacing("{amount}", with: "50000")
        }
        return (fill(path), body.map(fill))
    }
}
