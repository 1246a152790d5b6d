import API
import Domain
import HTTP
import TestSupport
import Testing

/// The tag of a public response tells of public acts only.
///
/// `ValidatorTests` holds that it tells of all of them.
@Suite struct PublicTagTests {
    /// Writes of which no public response shows anything at once.
    private static let privateWrites = [
        "POST /v1/households", "PATCH /v1/households/{id}", "POST /v1/households/{id}/change",
        "POST /v1/households/{id}/move", "POST /v1/households/{id}/split", "POST /v1/households/{id}/merge",
        "POST /v1/households/{id}/dissolve", "POST /v1/pledges", "POST /v1/pledges/{id}/confirm",
        "POST /v1/pledges/{id}/waive", "POST /v1/pledges/{id}/cancel", "POST /v1/contributions/{id}/refunds",
        "POST /v1/expenditures", "POST /v1/expenditures/{id}/check", "POST /v1/expenditures/{id}/approve",
        "POST /v1/expenditures/{id}/reject", "POST /v1/expenditures/{id}/withdraw",
        "POST /v1/expenditures/{id}/cancel", "POST /v1/payments", "POST /v1/payments/{id}/check",
        "POST /v1/payments/{id}/approve", "POST /v1/payments/{id}/reject",
        "POST /v1/payments/{id}/withdraw", "POST /v1/payments/{id}/cancel",
        "POST /v1/hamlets/{id}/voucher-books",
        "POST /v1/voucher-books/{id}/close", "POST /v1/contributions/{id}/prints",
        "POST /v1/expenditures/{id}/prints", "POST /v1/decisions", "PATCH /v1/decisions/{id}",
        "POST /v1/decisions/{id}/record-votes", "POST /v1/models", "PATCH /v1/models/{id}", "POST /v1/users",
        "POST /v1/users/{id}/disable", "POST /v1/users/{id}/enrolment-codes", "POST /v1/tokens",
        "POST /v1/tokens/{id}/revoke", "POST /v1/organisations",
    ]

    /// Writes that every public response of the hamlet counts.
    private static let publicWrites = [
        "POST /v1/contributions", "POST /v1/contributions/{id}/void", "POST /v1/expenditures/{id}/pay",
        "POST /v1/expenditures/{id}/void", "POST /v1/funds", "POST /v1/contributions/{id}/replace",
        "POST /v1/contributions/{id}/reverse", "POST /v1/expenditures/{id}/reverse",
        "POST /v1/expenditures/{id}/replace", "POST /v1/payments/{id}/pay",
        "POST /v1/payments/{id}/void", "POST /v1/payments/{id}/reverse",
        "POST /v1/payments/{id}/replace",
    ]

    private func tags(_ office: Office) throws -> [String: String] {
        var tags: [String: String] = [:]
        for target in PublicTargets.all {
            let response = try office.get(target, as: nil)
            if response.status == 200 { tags[target] = response.field("ETag") }
        }
        return tags
    }

    private func send(_ name: String, in office: Office) throws {
        let endpoint = try Endpoint.named(name)
        let bearer = endpoint.someRole.map { Bearer($0) }
        let response = try office.sendSample(of: endpoint, as: bearer, isReal: true)
        try #require(response.status == endpoint.status, "\(response.bodyText)")
    }

    @Test(arguments: privateWrites)
    func `a private write changes no public tag`(_ name: String) throws {
        let office = try Office.forSamples()
        let endpoint = try Endpoint.named(name)
        // The secret's own token is recorded by its first use.
        if let role = endpoint.someRole { _ = try office.secret(of: Bearer(role)) }
        let before = try tags(office)
        #expect(before.count > 20)
        try send(name, in: office)
        let after = try tags(office)
        for target in before.keys.sorted() where after[target] != before[target] {
            Issue.record("\(name) changes the tag of \(target)")
        }
    }

    /// What makes an organisation public: nothing, books of its own or a model.
    private enum Showing: CaseIterable { case nothing, books, model }

    @Test(arguments: ["change", "validity", "transfer"])
    func `what becomes of an organisation is public once it keeps books or has a model`(
        _ step: String
    ) throws {
        let bodies = [
            "change": #"{"name":"Hội Người cao tuổi"}"#, "validity": #"{"valid_from":"1997-05-20"}"#,
            "transfer": #"{"unit":"40"}"#,
        ]
        let clerk = Bearer(.clerk, at: .province)
        for showing in Showing.allCases {
            let office = try Office.forSamples()
            let made = try office.post(
                "/v1/organisations", #"{"name":"Hội Mới","type":"farmers_union","unit":"16702"}"#)
            let id = try #require(made.integer("/id"), "\(made.bodyText)")
            switch showing {
            case .nothing: break
            case .books:
                let body = #"{"organisation":\#(id),"name":"Phế liệu"}"#
                try #require(try office.post("/v1/funds", body, as: .accountant).status == 201)
            case .model:
                let model = Office.model("Đường cờ")
                    .replacing(#""hamlet":1"#, with: #""organisation":\#(id)"#)
                try #require(model.contains("organisation"))
                _ = try office.newModel(.registered, model)
                // So that nothing is dated on the day of the change.
                office.clock.advance(days: 1)
            }
            _ = try office.secret(of: clerk)
            let before = try tags(office)
            #expect(before.count > 20)
            let done = try office.post(
                "/v1/organisations/\(id)/" + step, try #require(bodies[step]), as: clerk, ifMatch: "*")
            try #require(done.status == 200, "\(step) \(showing) \(done.bodyText)")
            #expect((try tags(office) == before) == (showing == .nothing), "\(step) \(showing)")
        }
    }

    @Test(arguments: publicWrites)
    func `a public write changes the tags of its hamlet only`(_ name: String) throws {
        let office = try Office.forSamples()
        let before = try tags(office)
        try send(name, in: office)
        let after = try tags(office)
        let (own, other) = ("/v1/public/hamlets/1/funds", "/v1/public/hamlets/2/funds")
        #expect(before[own] != nil && after[own] != before[own])
        #expect(before[other] != nil && after[other] == before[other])
    }

    @Test(arguments: EntityKind.allCases)
    func `what is shown elsewhere is shown at all`(_ kind: EntityKind) {
        #expect(kind.isShownPublicly || !kind.isShownElsewhere)
    }
}
