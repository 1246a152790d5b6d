import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A village with the paid expenditure 1, the payment 2 of three lines, and the paid expenditure 5.
struct PaymentSample {
    let office: TestStore
    let village: Village

    init(isPaid: Bool = true) throws {
        office = try TestStore()
        let village = try Village(in: office)
        self.village = village
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            let name = "Quỹ khuyến học"
            try tx.save(Fund(id: try tx.newID(), owner: .hamlet(village.hamlet.id), name: name, version: 1))
            _ = try tx.receive(1000, from: .sponsor, in: village)
            _ = try tx.receive(1000, from: .sponsor, in: village)
            _ = try tx.spend(100, by: officers, in: village)
        }
        try office.write { tx in
            try tx.pay([100, 200, 300], by: officers, in: village, isPaid: isPaid)
        }
        if isPaid {
            try office.write { tx in _ = try tx.spend(50, by: officers, in: village) }
        }
    }

    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }
}

extension WriteTransaction {
    /// A payment of one line for each amount, of fund 1, checked and approved, and paid or not.
    fileprivate borrowing func pay(
        _ amounts: [Int64], by officers: Officers, in village: Village, isPaid: Bool
    ) throws {
        let owner = FundOwner.hamlet(village.hamlet.id)
        var lines: [Expenditure] = []
        for (index, amount) in amounts.enumerated() {
            let line = Expenditure(
                id: try newID(), owner: owner, fund: Identifier(1), payee: "Cửa hàng",
                purpose: "Việc \(index + 1)", item: "Vật liệu", amount: Dong(amount), method: .cash,
                refundOf: nil, line: Voucher.Line(Int64(index) + 1, of: Int64(amounts.count)),
                requestedAt: now, actors: Expenditure.StepActors(requestedBy: village.clerk.id))
            try request(line, in: Village.commune)
            lines.append(line)
        }
        var payment = Payment(whole: lines)
        for (step, person) in [
            (Expenditure.Step.check, officers.accountant), (.approve, officers.approver),
        ] {
            let taken = try payment.taking(step, by: person, on: today)
            try save(taken, replacing: payment)
            payment = taken
        }
        guard isPaid else { return }
        let series = Voucher.Series(owner: owner, kind: .payment, year: today.year, book: "01")
        let voucher = Voucher(
            series: series, number: try nextNumber(in: series, on: today), issuedOn: today,
            amount: payment.amount, partyName: "Cửa hàng", partyAddress: "", reason: "Việc 1")
        let paid = try payment.taking(.pay, by: officers.treasurer, on: today).with(voucher)
        try save(paid, replacing: payment)
    }
}

@Suite struct PaymentLineTests {
    private static let series = Voucher.Series(
        owner: .hamlet(Identifier(1)), kind: .payment, year: LocalDate.sample.year, book: "01")

    @Test func `lines take one number, and are found from each of them by their ids`() throws {
        let sample = try PaymentSample()
        let office = sample.office
        let found = try office.discrepancies()
        #expect(found == [], "\(found)")
        for id in 2...4 as ClosedRange<Int64> {
            let payment = try office.read { tx in try tx.existingPayment(Identifier(id)) }
            #expect(payment.lines.map(\.id.number) == [2, 3, 4] && payment.amount == Dong(600))
            #expect(payment.lines.allSatisfy { $0.voucher?.number == 2 })
        }
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT max(last_number) FROM voucher_series WHERE kind = 'payment'") == 3)
        #expect(try raw.integer("SELECT count(*) FROM voucher WHERE kind = 'payment'") == 3)
        #expect(
            try raw.integer("SELECT amount_dong FROM voucher WHERE kind = 'payment' AND number = 2") == 600)
    }

    @Test(arguments: [
        "amount_dong = 99", "payee = 'Khác'", "voucher_line = 1", "voucher_lines = 2", "voucher_lines = 12",
        "number = 3", "book = '02'", "method = 'bank'", "fund = 2", "paid_on = 20261122",
        "state = 'booked', booked_by = 3", "names_book = 1", "approved_by = 1", "item = 'Khác'",
    ])
    func `a change of one line is found`(_ change: String) throws {
        for id in [2, 3, 4] {
            let found = try PaymentSample()
                .discrepancies(after: "UPDATE expenditure SET \(change) WHERE id = \(id)")
            #expect(found.isEmpty == (change == "voucher_line = 1" && id == 2), "\(id)")
        }
    }

    @Test(arguments: [2, 3, 4], [true, false])
    func `a dropped line is found, even when its entries are dropped with it`(
        _ id: Int, _ isPaid: Bool
    ) throws {
        let found = try PaymentSample(isPaid: isPaid)
            .discrepancies(
                after: """
                    DELETE FROM posting WHERE position = (SELECT position FROM expenditure WHERE id = \(id));
                    DELETE FROM journal WHERE kind LIKE 'expenditure.%' AND subject = \(id);
                    DELETE FROM expenditure WHERE id = \(id)
                    """)
        let lines: Discrepancy = .paymentLinesDiffer(expenditure: id == 2 ? 3 : 2)
        #expect(found.contains(lines), "\(found)")
        if id == 2, isPaid { #expect(found.contains(.numberMissing(Self.series, number: 2)), "\(found)") }
    }

    @Test(arguments: [
        // No line before, another payee, duty or number of lines, and a line too many.
        ("voucher_line = 3, voucher_lines = 3", "follow each other"),
        ("voucher_line = 2, voucher_lines = 3", "follow each other"),
        ("voucher_line = 2, payee = 'Khác'", "follow each other"),
        ("voucher_line = 2, method = 'bank'", "follow each other"),
        ("voucher_line = 2, requested_by = 3", "follow each other"),
        ("voucher_line = 2, owner = 'h2'", "follow each other"),
        ("voucher_line = 2, refund_of = 1", "CHECK"), ("voucher_lines = 31", "CHECK"),
        ("voucher_line = 0", "CHECK"), ("voucher_line = 3", "follow each other"),
    ])
    func `the schema takes no line that continues no payment`(_ change: String, _ reason: String) throws {
        // Its folder goes with it.
        let sample = try PaymentSample(isPaid: false)
        defer { withExtendedLifetime(sample) {} }
        let raw = try RawFile(sample.office.path)
        let columns = try raw.connection
            .all("SELECT name FROM pragma_table_info('expenditure')") { row in row.text(0) }
            .joined(separator: ", ")
        let insert = "INSERT INTO expenditure (\(columns)) SELECT \(columns) FROM line"
        try raw.run(
            """
            CREATE TEMP TABLE line AS SELECT * FROM expenditure WHERE id = 2;
            UPDATE line SET id = 6, voucher_lines = 2;
            \(insert);
            UPDATE line SET id = 7, \(change)
            """)
        do {
            try raw.run(insert)
            Issue.record("it was taken")
        } catch let error as SQLiteError {
            #expect(error.message.contains(reason), "\(error.message)")
        }
    }

    @Test(arguments: [
        "number = 9", "book = '02'", "party_address = 'X'", "attachments = 1", "paid_on = 20261122",
    ])
    func `a line is paid with the voucher of the one before`(_ change: String) throws {
        let sample = try PaymentSample()
        defer { withExtendedLifetime(sample) {} }
        let raw = try RawFile(sample.office.path)
        // As if line 3 had not been paid yet.
        let triggers = try raw.connection.all(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'expenditure'"
        ) { row in (name: row.text(0), sql: row.text(1)) }
        for trigger in triggers { try raw.run("DROP TRIGGER \(trigger.name)") }
        try raw.run(
            """
            CREATE TEMP TABLE paid AS SELECT * FROM expenditure WHERE id = 4;
            UPDATE expenditure
            SET state = 'approved', paid_by = NULL, paid_on = NULL, book = NULL, number = NULL, party_address = NULL,
                voucher_reason = NULL
            WHERE id = 4
            """)
        for trigger in triggers { try raw.run(trigger.sql) }
        func pay() throws {
            try raw.run(
                """
                UPDATE expenditure
                SET (state, paid_by, paid_on, book, number, party_address, voucher_reason, attachments) =
                    (SELECT state, paid_by, paid_on, book, number, party_address, voucher_reason, attachments FROM paid)
                WHERE id = 4
                """)
        }
        try raw.run("UPDATE paid SET \(change)")
        do {
            try pay()
            Issue.record("it was taken")
        } catch let error as SQLiteError {
            #expect(error.message.contains("follow each other"), "\(error.message)")
        }
    }

    @Test func `a line of a payment never changes`() throws {
        let sample = try PaymentSample(isPaid: false)
        for column in ["voucher_line", "voucher_lines"] {
            #expect(throws: (any Error).self) {
                try RawFile(sample.office.path).run("UPDATE expenditure SET \(column) = 1 WHERE id = 3")
            }
        }
    }

    @Test func `a print is of the first line`() throws {
        let sample = try PaymentSample()
        let (office, village) = (sample.office, sample.village)
        func print(_ id: Int64) throws {
            _ = try office.write { tx in
                try tx.save(
                    VoucherPrint(
                        id: try tx.newID(), owner: .hamlet(village.hamlet.id),
                        subject: .payment(Identifier(id)), number: 1,
                        recording: tx.recording(by: village.clerk.id)), replacing: nil)
            }
        }
        #expect(throws: (any Error).self) { try print(3) }
        try print(2)
        withExtendedLifetime(sample) {}
    }
}
