import Domain
import HTTP
import Store
import TestSupport
import Testing

@testable import API

/// What is in the books of a commune or an organisation × every request about it × every place.
@Suite struct OwnerScopeTests {
    private static let owners = [OtherOwner.commune, .union]
    /// Where the owners are seen from, and where they are not.
    private static let (inside, outside): ([RoleAssignment.Scope], [RoleAssignment.Scope]) = (
        [.province, .commune], [.otherCommune, .xom9, .xom10]
    )

    /// The kinds of what is in books, but for the hand-over of those of an owner that ended.
    private static let kinds = EntityKind.allCases.filter { kind in
        if case .owner = kind.table.scopeSource { kind != .bookHandover } else { false }
    }

    /// One entity of each kind in the books of `owner`.
    private func fill(_ office: Office, for owner: OtherOwner) throws -> [EntityKind: Int64] {
        func made(_ path: String, _ body: String = "", as bearer: Bearer = .accountant) throws -> Int64 {
            let response = try office.post(path, body, as: bearer, key: office.newKey())
            return try #require(
                response.integer("/id") ?? response.integer("/credit"), "\(response.bodyText)")
        }
        _ = try office.secret(of: .treasurer)
        let fund = try office.openFund("Phế liệu", of: owner)
        let opening = try made(
            "/v1/opening-balances",
            #"{"fund":\#(fund),"on":"2026-09-30","cash":7,"bank":0\#(Office.openingFacts)}"#)
        let gift = #"{"fund":\#(fund),"sponsor_name":"Anh Xa","method":"cash","amount":500000}"#
        let receipt = try made("/v1/contributions", gift, as: .clerk)
        let account = try made("/v1/bank-accounts", Office.bankAccount(owner.member, number: "0071009"))
        let notice =
            #"{"account":\#(account),"amount":9,"booked_on":"2026-11-23","reference":"FT9","memo":"A"}"#
        let payment = #"{"fund":\#(fund),"payee":"B","purpose":"Mua","amount":1000,"method":"cash"}"#
        let paid = try made("/v1/expenditures", payment, as: .clerk)
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, paid).status == 200) }
        let debt = try made("/v1/expenditures", payment, as: .clerk)
        for step in ["check", "approve"] { try #require(try office.take(step, debt).status == 200) }
        let owed = try office.owe(debt)
        let payable = try #require(owed.integer("/id"), "\(owed.bodyText)")
        let collected = try made(
            "/v1/contributions", String(gift.dropLast()) + #","collector":2}"#, as: .clerk)
        let slip =
            #"{"fund":\#(fund),"collector":2,"amount":100,"first_receipt":\#(collected),"#
            + #""last_receipt":\#(collected)}"#
        let balances = #""balances":[{"account":\#(account),"balance":0}]"#
        return [
            .fund: fund, .openingBalance: opening, .contribution: receipt, .bankAccount: account,
            .bankCredit: try made("/v1/bank-credits", notice),
            .expenditure: paid, .payable: payable,
            .payableGift: try made(
                "/v1/payables/\(payable)/gifts", #"{"amount":100,"consent":"Giấy tặng"}"#),
            .handOverSlip: try made("/v1/hand-over-slips", slip, as: .clerk),
            .voucherBook: try made("/v1/voucher-books", "{\(owner.member),\"name\":\"Q2\"}"),
            .voucherPrint: try made("/v1/contributions/\(receipt)/prints", as: .clerk),
            .cashCount: try made(
                "/v1/cash-counts", #"{"fund":\#(fund),"denominations":{},"counted_by":[2,4]}"#, as: .clerk),
            .accountingPeriod: try made("/v1/periods", "{\(owner.member),\"month\":\"2026-10\"}"),
            .fundTransfer: try made(
                "/v1/fund-transfers", #"{"fund":\#(fund),"from":"cash","to":"bank","amount":100}"#,
                as: .treasurer),
            .bankEntry: try made("/v1/bank-entries", #"{"fund":\#(fund),"kind":"interest","amount":1}"#),
            .bankReconciliation: try made(
                "/v1/bank-reconciliations", "{\(owner.member),\"month\":\"2026-10\",\(balances)}"),
        ]
    }

    /// A dry run of the sample of `endpoint` about the entity `id`.
    private func send(
        _ endpoint: Endpoint, _ id: Int64, as bearer: Bearer, in office: Office
    ) throws -> Response {
        let sample = try endpoint.sample
        let query = sample.target.drop { $0 != "?" }
        let target = endpoint.path.text.replacing("{id}", with: "\(id)") + query
        guard endpoint.method == .post else { return try office.get(target, as: bearer) }
        return try office.post(
            target + "?dry_run=true", sample.body, as: bearer, key: office.newKey(), ifMatch: "*")
    }

    @Test(arguments: owners)
    func `everything in the books is seen from the owner's place and from above only`(
        _ owner: OtherOwner
    ) throws {
        let office = try Office.villageWithVouchers()
        let ids = try fill(office, for: owner)
        #expect(Set(ids.keys) == Set(Self.kinds), "a new kind: give this owner one of it")
        var count = 0
        for endpoint in Service.table {
            guard case .roles(let roles) = endpoint.access, let kind = endpoint.kind, let id = ids[kind]
            else { continue }
            for role in roles {
                for scope in Self.outside {
                    let response = try send(endpoint, id, as: Bearer(role, at: scope), in: office)
                    #expect(
                        Refused(response) == Refused(404, "not-found"), "\(endpoint.name) \(role) \(scope)")
                }
                for scope in Self.inside {
                    let response = try send(endpoint, id, as: Bearer(role, at: scope), in: office)
                    #expect(
                        response.status != 404 && response.status != 403,
                        "\(endpoint.name) \(role) \(scope) \(response.bodyText)")
                }
                count += 1
            }
            for role in Role.allCases where !roles.contains(role) {
                let response = try send(endpoint, id, as: Bearer(role), in: office)
                #expect(Refused(response) == Refused(403, "role-missing"), "\(endpoint.name) \(role)")
            }
        }
        #expect(count > 100)
    }

    @Test(arguments: owners)
    func `lists of the owner are seen from its place and from above only`(_ owner: OtherOwner) throws {
        let office = try Office.villageWithVouchers()
        _ = try fill(office, for: owner)
        var count = 0
        for endpoint in Service.table {
            guard case .roles(let roles) = endpoint.access, let role = roles.min(), endpoint.listsOwners
            else { continue }
            let sample = try endpoint.sample.target
            let target = sample.replacing(/(hamlet|organisation|commune)=[0-9]+/, with: owner.query)
            #expect(target.contains(owner.query), "\(sample)")
            for scope in Self.outside {
                let response = try office.get(target, as: Bearer(role, at: scope))
                #expect(Refused(response) == Refused(404, "not-found"), "\(target) \(scope)")
            }
            for scope in Self.inside {
                let response = try office.get(target, as: Bearer(role, at: scope))
                #expect(response.status == 200, "\(target) \(scope) \(response.bodyText)")
            }
            count += 1
        }
        #expect(count > 10)
    }

    @Test(arguments: owners)
    func `a body that names the owner or its fund is refused elsewhere`(_ owner: OtherOwner) throws {
        let office = try Office.villageWithVouchers()
        let ids = try fill(office, for: owner)
        let fund = try #require(ids[.fund])
        var count = 0
        for endpoint in Service.table where endpoint.method == .post {
            guard case .roles(let roles) = endpoint.access, let role = roles.min() else { continue }
            let sample = try endpoint.sample
            let (body, member): (String, String)
            switch sample.pointer {
            case "/hamlet" where endpoint.namesOwners:
                body = sample.body.replacing(#""hamlet":1"#, with: owner.member)
                member = owner.query.hasPrefix("commune") ? "/commune" : "/organisation"
            case "/fund":
                body = sample.body.replacing(/"fund":[0-9]+/, with: #""fund":\#(fund)"#)
                member = "/fund"
            default: continue
            }
            guard body != sample.body else { continue }
            for scope in Self.outside {
                let response = try office.post(
                    sample.target, body, as: Bearer(role, at: scope), key: office.newKey())
                #expect(response.errors == [member + " reference-unknown"], "\(endpoint.name) \(scope)")
            }
            let own = try office.post(
                sample.target + "?dry_run=true", body, as: Bearer(role), key: office.newKey())
            #expect(!own.errors.contains(member + " reference-unknown"), "\(endpoint.name)")
            count += 1
        }
        #expect(count > 8)
    }

    @Test func `an organisation that keeps no books is answered like none`() throws {
        let office = try Office.village()
        let targets = PublicTargets.all.filter { $0.contains("organisation=1") }
        #expect(targets.count > 6)
        for target in targets {
            let known = try office.get(target, as: nil)
            let unknown = try office.get(
                target.replacing("organisation=1", with: "organisation=999"), as: nil)
            #expect(Refused(known) == Refused(404, "not-found"), "\(target) \(known.bodyText)")
            #expect(known.text("/detail") == unknown.text("/detail"), "\(target)")
        }
        _ = try office.openFund("Phế liệu", of: .union)
        for target in targets where !target.contains("fund=1") {
            #expect(try office.get(target, as: nil).status == 200, "\(target)")
        }
    }

    @Test(arguments: owners)
    func `the public log names every owner of what everyone sees`(_ owner: OtherOwner) throws {
        let office = try Office.villageWithVouchers()
        let ids = try fill(office, for: owner)
        let (count, opening) = (try #require(ids[.cashCount]), try #require(ids[.openingBalance]))
        for (path, bearer) in [
            ("/v1/opening-balances/\(opening)/confirm", Bearer.approver),
            ("/v1/cash-counts/\(count)/withdraw", .treasurer),
        ] {
            let taken = try office.post(path, as: bearer, key: office.newKey(), ifMatch: "*")
            try #require(taken.status == 200, "\(taken.bodyText)")
        }
        let again = try office.post(
            "/v1/cash-counts", #"{"fund":\#(ids[.fund] ?? 0),"denominations":{},"counted_by":[2,4]}"#,
            as: .clerk, key: office.newKey())
        let recount = try #require(again.integer("/id"))
        try #require(try office.take("confirm", ofCount: recount, as: .treasurer).status == 200)
        let parts = try office.read { tx in
            try tx.logEntries(1...office.lastPosition).map { String(decoding: $0.publicPart, as: UTF8.self) }
        }
        let name = owner.query.hasPrefix("commune") ? #""commune_owner":"# : #""organisation_owner":1,"#
        for kind in [
            EntityKind.contribution, .cashCount, .accountingPeriod, .openingBalance, .fundTransfer,
            .bankEntry,
        ] {
            let shown = parts.filter { $0.contains(#""event":"\#(kind.rawValue)."#) }
            #expect(shown.contains { $0.contains(name) }, "\(kind)")
        }
        // Who counted is nobody's business, nor is a count that nobody confirmed.
        for part in parts where part.contains("cash_count.") {
            #expect(!part.contains("counted_by"), "\(part)")
        }
        #expect(parts.filter { $0.contains("cash_count.") }.count == 1)
    }
}

extension Endpoint {
    /// The kind of the entity in the path; nil for other paths.
    fileprivate var kind: EntityKind? {
        EntityKind.allCases.first {
            path.text == "\($0.path)/{id}" || path.text.hasPrefix("\($0.path)/{id}/")
        }
    }

    private func has(_ names: [String], in section: API.Section) -> Bool {
        names.allSatisfy { name in fields.contains { $0.section == section && $0.name == name } }
    }

    /// True for a list of one owner's.
    fileprivate var listsOwners: Bool {
        method == .get && has(["hamlet", "commune", "organisation"], in: .query)
    }

    /// True for a request that names an owner in its body.
    fileprivate var namesOwners: Bool { has(["hamlet", "commune", "organisation"], in: .body) }
}
