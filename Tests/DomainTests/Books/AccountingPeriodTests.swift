import Domain
import Testing

/// Every state × every step of a month, written by hand.
@Suite struct AccountingPeriodTests {
    private typealias Month = AccountingPeriod.Month

    private static let accountant = User.ID.minh
    private static let approver = User.ID.lan
    private static let held = AccountingPeriod.Closing(cash: Dong(3_000_000), bank: Dong(500_000))

    private func period(_ state: AccountingPeriod.State, reason: String? = nil) throws -> AccountingPeriod {
        let isOpen = state == .open
        return AccountingPeriod(
            id: Identifier(1), owner: .hamlet(.xom9), month: try #require(Month(text: "2026-03")),
            state: state, submittedBy: isOpen ? nil : Self.accountant,
            closedBy: state == .closed ? Self.approver : nil, closing: state == .closed ? Self.held : nil,
            reason: reason, recording: Recording(by: Self.accountant, at: .sample))
    }

    /// The month after `step`.
    private func take(
        _ step: AccountingPeriod.Step, of period: AccountingPeriod, by person: User.ID = Self.approver
    ) throws -> AccountingPeriod {
        switch step {
        case .submit, .close: try period.taking(step, by: person, holding: Self.held)
        case .reopen: try period.reopened(for: "Ghi sót phiếu thu")
        }
    }

    @Test(
        arguments: [
            (.open, .submit, .submitted), (.open, .close, nil), (.open, .reopen, nil),
            (.submitted, .submit, nil), (.submitted, .close, .closed), (.submitted, .reopen, .open),
            (.closed, .submit, nil), (.closed, .close, nil), (.closed, .reopen, .open),
        ] as [(AccountingPeriod.State, AccountingPeriod.Step, AccountingPeriod.State?)])
    func `every state and step`(
        _ state: AccountingPeriod.State, _ step: AccountingPeriod.Step, _ result: AccountingPeriod.State?
    ) throws {
        let old = try period(state)
        guard let result else {
            #expect(
                throws: Refusal.invalidTransition(
                    .accountingPeriod, step: step.rawValue, from: state.rawValue)
            ) { try take(step, of: old) }
            return
        }
        let new = try take(step, of: old)
        #expect(new.state == result)
        #expect(new.version == old.version + 1)
        #expect(new.month == old.month && new.owner == old.owner && new.id == old.id)
        // What the schema demands too.
        #expect((new.submittedBy == nil) == (result == .open))
        #expect((new.closedBy == nil) == (result != .closed))
        #expect((new.closing == nil) == (result != .closed))
    }

    @Test func `the matrix has every state and step`() {
        #expect(AccountingPeriod.State.allCases.count * AccountingPeriod.Step.allCases.count == 9)
    }

    @Test func `reopening is no step towards closing`() throws {
        for state in AccountingPeriod.State.allCases {
            #expect(
                throws: Refusal.invalidTransition(.accountingPeriod, step: "reopen", from: state.rawValue)
            ) { try period(state).taking(.reopen, by: Self.approver, holding: Self.held) }
        }
    }

    @Test func `whoever submitted a month does not close it`() throws {
        let submitted = try take(.submit, of: period(.open), by: Self.accountant)
        #expect(submitted.submittedBy == Self.accountant)
        #expect(throws: Refusal.samePerson(first: "submit", second: "close", of: .accountingPeriod)) {
            try take(.close, of: submitted, by: Self.accountant)
        }
        let closed = try take(.close, of: submitted, by: Self.approver)
        #expect(closed.closedBy == Self.approver && closed.submittedBy == Self.accountant)
        #expect(closed.closing == Self.held)
    }

    @Test func `a reason stays until the next one`() throws {
        let opened = try take(.reopen, of: period(.closed))
        #expect(opened.reason == "Ghi sót phiếu thu")
        #expect(try take(.submit, of: opened, by: Self.accountant).reason == "Ghi sót phiếu thu")
        let again = try take(.submit, of: opened, by: Self.accountant).reopened(for: "Sai")
        #expect(again.reason == "Sai")
    }
}

@Suite struct AccountingMonthTests {
    private typealias Month = AccountingPeriod.Month

    @Test(
        arguments: [
            ("2026-03", 202_603, "2026-03-01", "2026-03-31"),
            ("2026-04", 202_604, "2026-04-01", "2026-04-30"),
            ("2026-02", 202_602, "2026-02-01", "2026-02-28"),
            ("2028-02", 202_802, "2028-02-01", "2028-02-29"),
            ("2100-02", 210_002, "2100-02-01", "2100-02-28"),
            ("2000-02", 200_002, "2000-02-01", "2000-02-29"),
            ("2026-12", 202_612, "2026-12-01", "2026-12-31"), ("0001-01", 101, "0001-01-01", "0001-01-31"),
            ("9999-12", 999_912, "9999-12-01", "9999-12-31"),
        ] as [(String, Int64, String, String)])
    func `a month has its days`(_ text: String, _ packed: Int64, _ first: String, _ last: String) throws {
        let month = try #require(Month(text: text))
        #expect(month.packed == packed && month.text == text)
        #expect(month.firstDay == .sample(first) && month.lastDay == .sample(last))
        #expect(Month(packed: packed) == month)
        #expect(Month(of: .sample(first)) == month && Month(of: .sample(last)) == month)
    }

    @Test(arguments: [
        "", "2026", "2026-3", "2026-00", "2026-13", "26-03", "2026/03", "2026-03-01", "202603", "2026-03 ",
        " 2026-03", "0000-01", "20260-3", "٢٠٢٦-٠٣", "２０２６", "2026-0３", "+026-03", "-026-03", "Th3-026",
    ])
    func `any other text is no month`(_ text: String) { #expect(Month(text: text) == nil) }

    @Test(arguments: [0, 12, 100, 202_600, 202_613, 202_699, 1_000_001, -202_603, .min, .max] as [Int64])
    func `any other number is no month`(_ packed: Int64) { #expect(Month(packed: packed) == nil) }

    @Test func `months are in order of time`() throws {
        let months = try ["2025-12", "2026-01", "2026-02", "2026-12", "2027-01"]
            .map {
                try #require(Month(text: $0))
            }
        #expect(months.shuffled().sorted() == months)
        for (earlier, later) in zip(months, months.dropFirst()) {
            #expect(earlier < later && earlier.lastDay < later.firstDay)
        }
        // No day is between two months that follow each other.
        #expect(months[0].lastDay.next == months[1].firstDay)
    }
}
