import GRDB
import Hummingbird

/// A value that is encoded as `null` when missing, as in the product.
struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
    let value: Value?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

struct SummaryResponse: ResponseEncodable, Sendable {
    let hamlet: HamletResponse
    let balances: Balances
    let years: [YearResponse]
    let models = Models()

    struct Balances: Encodable, Sendable {
        let cash: Int64
        let bank: Int64
    }

    struct Models: Encodable, Sendable {
        let registered = 0
        let accepted = 0
        let appraised = 0
        let recognised = 0
    }

    init(row: Row, years: [YearResponse]) {
        hamlet = HamletResponse(row: row)
        balances = Balances(cash: row[8], bank: row[9])
        self.years = years
    }
}

struct HamletResponse: Encodable, Sendable {
    let id: Int64
    let commune: String
    let communeName: String
    let name: String
    let type: String
    let validFrom: String
    let validTo = Nullable<String>(value: nil)
    let households: Int64
    let householdsOn = Nullable<String>(value: nil)
    let successors: [Int64] = []

    enum CodingKeys: String, CodingKey {
        case id
        case commune
        case communeName = "commune_name"
        case name
        case type
        case validFrom = "valid_from"
        case validTo = "valid_to"
        case households
        case householdsOn = "households_on"
        case successors
    }

    init(row: Row) {
        id = row[0]
        commune = row[1]
        communeName = row[2]
        name = row[3]
        type = row[4]
        validFrom = row[5]
        households = row[6]
    }
}

struct YearResponse: Encodable, FetchableRecord, Sendable {
    let year: Int64
    let received: Int64
    let receivedFromHouseholds: Int64
    let receivedFromSponsors = 0
    let receivedFromState = 0
    let spent = 0
    let refunded = 0
    let expenditures = 0
    let contributions: Int64
    let householdsTakingPart: Int64

    enum CodingKeys: String, CodingKey {
        case year
        case received
        case receivedFromHouseholds = "received_from_households"
        case receivedFromSponsors = "received_from_sponsors"
        case receivedFromState = "received_from_state"
        case spent
        case refunded
        case expenditures
        case contributions
        case householdsTakingPart = "participating_households"
    }

    init(row: Row) {
        year = row[0]
        received = row[1]
        receivedFromHouseholds = row[1]
        contributions = row[2]
        householdsTakingPart = row[3]
    }
}

struct ContributionResponse: Encodable, FetchableRecord, Sendable {
    let id: Int64
    let number: String
    let book: String
    let name: String
    let donor = "household"
    let fund: Int64
    let method: String
    let amount: Int64
    let refunded = 0
    let receivedOn: String
    let state: String

    // The id is only for the cursor.
    enum CodingKeys: String, CodingKey {
        case number
        case book
        case name
        case donor
        case fund
        case method
        case amount
        case refunded
        case receivedOn = "received_on"
        case state
    }

    init(row: Row) {
        id = row[0]
        number = row[1]
        book = row[2]
        name = row[3]
        fund = row[4]
        method = row[5]
        amount = row[6]
        receivedOn = row[7]
        state = row[8]
    }
}

struct PageResponse: ResponseEncodable, Sendable {
    let data: [ContributionResponse]
    let page: Info

    struct Info: Encodable, Sendable {
        let limit: Int
        let hasMore: Bool
        let nextCursor: Nullable<String>

        enum CodingKeys: String, CodingKey {
            case limit
            case hasMore = "has_more"
            case nextCursor = "next_cursor"
        }
    }

    init(_ found: [ContributionResponse], limit: Int) {
        data = found.count > limit ? Array(found.prefix(limit)) : found
        let hasMore = found.count > limit
        page = Info(
            limit: limit, hasMore: hasMore,
            nextCursor: Nullable(value: hasMore ? data.last.map { String($0.id, radix: 36) } : nil))
    }
}

struct ContributionRequest: Decodable, Sendable {
    let fund: Int64
    let household: Int64
    let method: String
    let amount: Int64
}

struct RecordedResponse: ResponseEncodable, Sendable {
    let id: Int64
    let amount: Int64
}

/// A recorded contribution with its voucher.
struct WholeResponse: ResponseCodable, Sendable {
    let id: Int64
    let fund: Int64
    let household: Int64
    let method: String
    let amount: Int64
    let receivedOn: String
    let state: String
    let voucher: Voucher

    struct Voucher: Codable, Sendable {
        let number: String
        let partyName: String
        let partyAddress: String
        let reason: String
        let amount: Int64

        enum CodingKeys: String, CodingKey {
            case number
            case partyName = "party_name"
            case partyAddress = "party_address"
            case reason
            case amount
        }
    }

    enum CodingKeys: String, CodingKey {
        case id
        case fund
        case household
        case method
        case amount
        case receivedOn = "received_on"
        case state
        case voucher
    }

    init(id: Int64, request: ContributionRequest, place: Place, number: Int64, day: String) {
        self.id = id
        fund = request.fund
        household = request.household
        method = request.method
        amount = request.amount
        receivedOn = day
        state = "valid"
        let digits = String(number)
        voucher = Voucher(
            number: "PT-\(day.prefix(4))-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits,
            partyName: place.party, partyAddress: place.address, reason: place.reason, amount: request.amount)
    }
}
