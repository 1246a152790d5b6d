import Domain
import JSON

/// The end of each month in an owner's books: cash counted, bank reconciled, month closed, each by two persons.
struct DemoBooks {
    private let staff: DemoStaff
    /// The member that names the owner.
    private let owner: (name: String, value: JSONValue)
    private let account: Int64

    init(_ staff: DemoStaff, of owner: (String, JSONValue), account: Int64) {
        self.staff = staff
        self.owner = owner
        self.account = account
    }

    /// Closes `months` of `year`, which have ended by the clock of the demo.
    func close(_ year: Int, months: ClosedRange<Int>) throws {
        for month in months {
            let lastDay = month == 2 ? 28 : [4, 6, 9, 11].contains(month) ? 30 : 31
            try close("\(year)-\(month < 10 ? "0" : "")\(month)", lastDay: lastDay)
        }
    }

    private func close(_ month: String, lastDay: Int) throws {
        let day = "\(month)-\(lastDay)"
        for fund in try funds() {
            let cash = try held("cash", at: day, fund: fund)
            if cash > 0 { try count(cash, in: fund, on: day) }
        }
        try reconcile(try held("bank", at: day, fund: nil), in: month)
        let period =
            try staff.accountant
            .post([
                DemoRequest(path: "/v1/periods", members: [owner, ("month", .string(month))])
            ])[0]
        try staff.accountant.post([.step("submit", of: "periods", period, at: 1)])
        try staff.approver.post([.step("close", of: "periods", period, at: 2)])
    }

    private func funds() throws -> [Int64] {
        guard case .array(let funds) = try staff.clerk.get("/v1/funds?\(filter)&limit=100")["data"] else {
            return []
        }
        return funds.compactMap { fund in
            guard case .integer(let id) = fund["id"] else { return nil }
            return id
        }
    }

    /// What the owner, or one fund, holds at the end of `day` by the book.
    private func held(_ account: String, at day: String, fund: Int64?) throws -> Int64 {
        let statement = try staff.clerk.get(
            "/v1/statement?\(filter)&from=\(day)&to=\(day)" + (fund.map { "&fund=\($0)" } ?? ""))
        guard case .integer(let amount) = statement["closing"]?[account] else {
            throw Failure(.data, "/v1/statement: không có số dư \(account)")
        }
        return amount
    }

    /// Two persons count the notes, which are those of the book.
    private func count(_ cash: Int64, in fund: Int64, on day: String) throws {
        let count =
            try staff.clerk
            .post([
                DemoRequest(
                    path: "/v1/cash-counts",
                    members: [
                        ("fund", .integer(fund)), ("on", .string(day)),
                        ("denominations", DemoBooks.notes(of: cash)),
                        (
                            "counted_by",
                            .array([
                                .integer(staff.clerkUser.id.number), .integer(staff.treasurerUser.id.number),
                            ])
                        ),
                    ], fields: [("idempotency-key", "demo-kiem-ke-\(fund)-\(day)")])
            ])[0]
        try staff.treasurer.post([.step("confirm", of: "cash-counts", count, at: 1)])
    }

    /// The fewest notes that make `amount`.
    static func notes(of amount: Int64) -> JSONValue {
        var left = amount
        var members: [JSONMember] = []
        for value in [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500] as [Int64]
        {
            if left >= value { members.append(JSONMember(name: "\(value)", value: .integer(left / value))) }
            left %= value
        }
        return .object(members)
    }

    private func reconcile(_ balance: Int64, in month: String) throws {
        let stated = JSONValue.object([
            JSONMember(name: "account", value: .integer(account)),
            JSONMember(name: "balance", value: .integer(balance)),
        ])
        let reconciliation =
            try staff.accountant
            .post([
                DemoRequest(
                    path: "/v1/bank-reconciliations",
                    members: [owner, ("month", .string(month)), ("balances", .array([stated]))],
                    fields: [("idempotency-key", "demo-doi-chieu-\(account)-\(month)")])
            ])[0]
        try staff.treasurer.post([.step("confirm", of: "bank-reconciliations", reconciliation, at: 1)])
    }

    /// The owner as a parameter of a list.
    private var filter: String {
        switch owner.value {
        case .integer(let id): "\(owner.name)=\(id)"
        case .string(let code): "\(owner.name)=\(code)"
        case .null, .bool, .number, .array, .object: ""
        }
    }
}
