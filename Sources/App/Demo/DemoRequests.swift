import JSON

extension DemoRequest {
    static func hamlet(_ commune: String, _ name: String, type: String) -> DemoRequest {
        DemoRequest(
            path: "/v1/hamlets",
            members: [
                ("commune", .string(commune)), ("name", .string(name)), ("type", .string(type)),
                ("valid_from", .string("2020-01-01")),
            ])
    }

    static func fund(of hamlet: Int64, _ name: String) -> DemoRequest {
        fund(of: ("hamlet", .integer(hamlet)), name)
    }

    /// A fund; `owner` is the member that names its owner.
    static func fund(of owner: (String, JSONValue), _ name: String) -> DemoRequest {
        DemoRequest(path: "/v1/funds", members: [owner, ("name", .string(name))])
    }

    /// A step of what `list` has under `id`, by someone who saw its `version`.
    static func step(
        _ step: String, of list: String, _ id: Int64, at version: Int, _ members: [(String, JSONValue)] = []
    ) -> DemoRequest {
        DemoRequest(
            path: "/v1/\(list)/\(id)/\(step)", members: members,
            fields: [
                ("if-match", "\"r\(version)\""), ("idempotency-key", "demo-\(list)-\(id)-\(step)-\(version)"),
            ])
    }

    /// The print of a voucher, which is given to its payer or payee.
    static func print(_ list: String, _ id: Int64) -> DemoRequest {
        DemoRequest(
            path: "/v1/\(list)/\(id)/prints", members: [],
            fields: [("idempotency-key", "demo-in-phieu-\(list)-\(id)")])
    }

    /// A bank account in the name of an office or an organisation.
    static func bankAccount(
        of owner: (String, JSONValue), _ number: String, heldBy holder: String, _ kind: String,
        from day: String,
        holding balance: Int64 = 0
    ) -> DemoRequest {
        DemoRequest(
            path: "/v1/bank-accounts",
            members: [
                owner, ("bank", .string("970405")), ("bank_name", .string("Agribank")),
                ("number", .string(number)),
                ("holder_name", .string(holder)), ("holder_kind", .string(kind)),
                ("basis", .string("Quyết định mở tài khoản")), ("valid_from", .string(day)),
                ("opening_balance", .integer(balance)),
            ])
    }

    /// Interest or a fee of the bank.
    static func bankEntry(_ kind: String, of fund: Int64, _ amount: Int64, on day: String) -> DemoRequest {
        DemoRequest(
            path: "/v1/bank-entries",
            members: [
                ("fund", .integer(fund)), ("kind", .string(kind)), ("amount", .integer(amount)),
                ("on", .string(day)),
            ], fields: [("idempotency-key", "demo-ngan-hang-\(fund)-\(kind)-\(day)")])
    }

    /// Cash that the treasurer brings to the bank.
    static func deposit(of fund: Int64, _ amount: Int64, on day: String) -> DemoRequest {
        DemoRequest(
            path: "/v1/fund-transfers",
            members: [
                ("fund", .integer(fund)), ("from", .string("cash")), ("to", .string("bank")),
                ("amount", .integer(amount)), ("on", .string(day)),
            ], fields: [("idempotency-key", "demo-gui-tien-\(fund)-\(day)")])
    }

    /// A book of vouchers beside the usual one.
    static func voucherBook(of owner: (String, JSONValue), _ name: String) -> DemoRequest {
        DemoRequest(path: "/v1/voucher-books", members: [owner, ("name", .string(name))])
    }

    static func household(of hamlet: Int64, number: Int, name: String, persons: Int64) -> DemoRequest {
        let digits = String(number)
        let code = "H" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
        return DemoRequest(
            path: "/v1/households",
            members: [
                ("hamlet", .integer(hamlet)), ("code", .string(code)), ("head_name", .string(name)),
                ("persons", .integer(persons)),
            ])
    }

    static func pledge(to fund: Int64, by household: Int64, _ amount: Int64, on day: String?) -> DemoRequest {
        DemoRequest(
            path: "/v1/pledges",
            members: [
                ("fund", .integer(fund)), ("household", .integer(household)), ("amount", .integer(amount)),
            ] + (day.map { [("pledged_on", .string($0))] } ?? []))
    }

    static func confirm(_ pledge: Int64) -> DemoRequest {
        DemoRequest(path: "/v1/pledges/\(pledge)/confirm", members: [], fields: [("if-match", "\"r1\"")])
    }

    /// A contribution; `donor` is the member that identifies the donor.
    static func contribution(
        to fund: Int64, from donor: (String, JSONValue), pledge: Int64?, _ amount: Int64, on day: String,
        method: String, others: [(String, JSONValue)] = []
    ) -> DemoRequest {
        var members: [(String, JSONValue)] = [
            ("fund", .integer(fund)), donor, ("amount", .integer(amount)), ("received_on", .string(day)),
            ("method", .string(method)),
        ]
        if let pledge { members.append(("pledge", .integer(pledge))) }
        let key =
            "demo-\(fund)-\(donor.1.canonicalBytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF })-\(day)"
        return DemoRequest(
            path: "/v1/contributions", members: members + others,
            fields: [("idempotency-key", key + "-\(pledge ?? 0)")])
    }

    /// A Green Sunday of a hamlet; the numbers are invented.
    static func greenSunday(of hamlet: Int64, households: Int64, kilograms: Int64) -> DemoRequest {
        let waste = JSONValue.object([
            JSONMember(name: "item", value: .string("Rác thải")),
            JSONMember(name: "quantity", value: .integer(kilograms)),
            JSONMember(name: "measure", value: .string("kg")),
        ])
        return DemoRequest(
            path: "/v1/community-events",
            members: [
                ("hamlet", .integer(hamlet)), ("kind", .string("green_sunday")),
                ("title", .string("Ngày Chủ nhật xanh")), ("held_on", .string("2023-06-04")),
                ("households", .integer(households)), ("persons", .integer(households + 10)),
                ("outputs", .array([waste])),
            ])
    }
}
