import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@testable import API

/// Notices of the configured bank service.
@Suite struct BankCreditWebhookTests {
    private func office(withSecret: Bool = true) throws -> Office {
        var settings = ServiceSettings()
        if withSecret { settings.bankWebhook = BankWebhook(secret: Array(SePayNotice.secret.utf8)) }
        let office = try Office.villageWithBooks(settings: settings)
        try office.registerBankAccount()
        return office
    }

    private func send(
        _ notice: SePayNotice, to office: Office, _ fields: [(String, String)]? = nil
    ) throws -> Response {
        try office.post(
            "/v1/bank-credits", notice.body, as: nil,
            fields: try fields ?? notice.fields(at: office.clock.now))
    }

    @Test func `a signed notice is recorded, and a repeated one changes nothing`() throws {
        let office = try office()
        let notice = SePayNotice()
        let first = try send(notice, to: office)
        #expect(first.status == 200, "\(first.bodyText)")
        #expect(first.json.at("/success")?.boolean() == true && first.text("/outcome") == "recorded")
        let position = office.lastPosition
        let again = try send(notice, to: office)
        #expect(again.status == 200 && again.text("/outcome") == "duplicate")
        #expect(again.json.at("/success")?.boolean() == true)
        #expect(office.lastPosition == position)
        let credit = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(credit.integer("/amount") == 277_000 && credit.text("/booked_on") == "2026-11-23")
        #expect(credit.text("/reference") == "MBVCB.3278907687" && credit.text("/source") == "webhook")
        #expect(credit.json.at("/recorded_by") == .null)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `money that goes out and unknown accounts are answered with 200 and not stored`() throws {
        let office = try office()
        let position = office.lastPosition
        let outgoing = try send(SePayNotice(type: "out"), to: office)
        #expect(outgoing.status == 200 && outgoing.text("/outcome") == "outgoing")
        let unknown = try send(SePayNotice(number: "999"), to: office)
        #expect(unknown.status == 200 && unknown.text("/outcome") == "account_unknown")
        #expect(office.lastPosition == position)
        // What cannot be read comes again: the service raises an alarm.
        #expect(try send(SePayNotice(type: "both"), to: office).status == 422)
        #expect(try send(SePayNotice(amount: 0), to: office).status == 422)
    }

    @Test func `a notice without reference is one by its number`() throws {
        let office = try office()
        #expect(try send(SePayNotice(reference: ""), to: office).text("/outcome") == "recorded")
        #expect(try send(SePayNotice(reference: ""), to: office).text("/outcome") == "duplicate")
        #expect(try send(SePayNotice(id: 2, reference: ""), to: office).text("/outcome") == "recorded")
        #expect(try office.get("/v1/bank-credits/1", as: .accountant).text("/reference") == "SEPAY92704")
    }

    @Test func `a statement that comes later knows the credits of notices`() throws {
        let office = try office()
        _ = try send(SePayNotice(), to: office)
        let response = try office.importStatement([
            "Ngày,Số CT,Ghi có", "23/11/2026,MBVCB.3278907687,277000", "23/11/2026,FT5,1000",
        ])
        #expect(response.integer("/recorded") == 1 && response.integer("/standing") == 1)
    }

    private static let wrong: [(String, @Sendable (SePayNotice, Instant) throws -> [(String, String)])] = [
        ("another secret", { try $0.fields(at: $1, secret: "mot-khoa-khac-khong-dung") }),
        ("another body", { _, now in try SePayNotice(amount: 1).fields(at: now) }),
        ("an old time", { try $0.fields(at: Instant(milliseconds: $1.milliseconds - 301_000)) }),
        ("a time ahead", { try $0.fields(at: Instant(milliseconds: $1.milliseconds + 301_000)) }),
        ("no time", { try Array($0.fields(at: $1).dropFirst()) }),
        ("no digits", { _, _ in [("X-SePay-Timestamp", "1"), ("X-SePay-Signature", "sha256=")] }),
        (
            "another time",
            { notice, now in
                [("X-SePay-Timestamp", String(now.milliseconds / 1000 + 1))]
                    + (try notice.fields(at: now).dropFirst())
            }
        ),
        ("another key", { _, _ in [("Authorization", "Apikey mot-khoa-khac-khong-dung")] }),
        ("an empty key", { _, _ in [("Authorization", "Apikey ")] }),
    ]

    @Test(arguments: wrong.indices)
    func `a notice with a wrong signature is refused`(_ index: Int) throws {
        let (name, fields) = Self.wrong[index]
        let office = try office()
        let position = office.lastPosition
        let response = try send(SePayNotice(), to: office, try fields(SePayNotice(), office.clock.now))
        #expect(response.status == 401, "\(name)")
        // An empty key is no key: it is read as a wrong token.
        #expect(["signature-invalid", "token-invalid"].contains(response.code ?? ""), "\(name)")
        #expect(office.lastPosition == position)
    }

    @Test func `without a signature a token is needed, and without a secret no notice is taken`() throws {
        let office = try office()
        #expect(Refused(try send(SePayNotice(), to: office, [])) == Refused(401, "token-missing"))
        let closed = try self.office(withSecret: false)
        #expect(Refused(try send(SePayNotice(), to: closed)) == Refused(401, "signature-invalid"))
        #expect(BankWebhook(secret: Array("ngan".utf8)) == nil)
    }

    @Test func `the secret itself is taken as Apikey, and a token takes the same members`() throws {
        let office = try office()
        let key = [("Authorization", "Apikey " + SePayNotice.secret)]
        #expect(try send(SePayNotice(), to: office, key).text("/outcome") == "recorded")
        let token = try office.post(
            "/v1/bank-credits", SePayNotice(reference: "FT8").body, as: .accountant)
        #expect(token.text("/outcome") == "recorded")
        #expect(try office.get("/v1/bank-credits/2", as: .accountant).text("/source") == "entry")
        let elsewhere = try office.post(
            "/v1/bank-credits", SePayNotice(reference: "FT9").body, as: Bearer(.accountant, at: .otherCommune)
        )
        #expect(elsewhere.text("/outcome") == "account_unknown")
    }

    @Test func `the signature is that of the documentation`() throws {
        let webhook = try #require(BankWebhook(secret: Array(SePayNotice.secret.utf8)))
        // Computed by Python's hmac.
        #expect(
            webhook.signature(of: Array(#"{"id":1}"#.utf8), at: "1795399200")
                == "sha256=41d1f49b0fca72dcd6aba5fee1adc64997b2e835cb6f58339e53791f958b6fca")
    }

    @Test func `an account of the same number at another bank is told apart by the bank's name`() throws {
        let office = try office()
        let body = Office.bankAccount(bank: "970436").replacing("Agribank", with: "Vietcombank")
        try office.registerBankAccount(body)
        _ = try send(SePayNotice(), to: office)
        #expect(try office.get("/v1/bank-credits/1", as: .accountant).integer("/account") == 1)
    }
}
