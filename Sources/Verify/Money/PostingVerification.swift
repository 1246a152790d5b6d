import Domain
import SQLite
import Store

/// A posting with the number of its line, as stored or as a receipt, payment or reorganisation implies it.
struct PostingLine: Hashable, Sendable {
    let position: Int64
    let line: Int64
    let owner: FundOwner
    let posting: Posting

    /// By the bytes of the item too.
    static func == (left: Self, right: Self) -> Bool {
        left.position == right.position && left.line == right.line && left.owner == right.owner
            && left.posting == right.posting && left.posting.item.isSame(as: right.posting.item)
    }

    /// Its numbers, for a tally; the item is added as text.
    fileprivate var facts: InlineArray<7, Int64> {
        [
            position, line, owner.tallyNumber, posting.fund.number,
            Int64(posting.debit.index * 256 + posting.credit.index), posting.signedAmount,
            Int64(posting.on.packed),
        ]
    }
}

extension FundOwner {
    /// A number that is unique among owners whose ids are not damaged.
    fileprivate var tallyNumber: Int64 {
        switch self {
        case .hamlet(let hamlet): hamlet.number &* 4
        case .commune(let unit): unit.number &* 4 &+ 1
        case .organisation(let organisation): organisation.number &* 4 &+ 2
        }
    }
}

extension LedgerAccount.Kind {
    /// The index in `allCases`, fast.
    var index: Int {
        switch self {
        case .cash: 0
        case .bank: 1
        case .households: 2
        case .peopleAway: 3
        case .individuals: 4
        case .companies: 5
        case .organisations: 6
        case .stateCentral: 7
        case .stateProvince: 8
        case .stateDistrict: 9
        case .stateCommune: 10
        case .stateAgencies: 11
        case .expenses: 12
        case .refunds: 13
        case .transfer: 14
        case .opening: 15
        case .interest: 16
        case .fees: 17
        case .fundTransfer: 18
        case .surplus: 19
        case .shortage: 20
        case .correction: 21
        case .payables: 22
        case .inHand: 23
        case .passThrough: 24
        }
    }
}

extension Tally {
    mutating func add(_ line: PostingLine) {
        if line.posting.item.isEmpty {
            add(line.facts)
        } else {
            add(line.facts, Array(line.posting.item.utf8))
        }
    }
}

extension Verifier {
    /// Tallies the stored postings of the journal rows in `range`.
    ///
    /// The comparison with what the books imply uses tallies: see `verifyPostingsAgainstBooks`.
    func verifyPostings(_ range: ClosedRange<Int64>) throws {
        var stored = findings.postingsStored
        try connection.forEachReadable(postingsInRange, range.lowerBound, range.upperBound) { row in
            rowDone()
            let line = readLine(row)
            try row.check()
            stored.add(line)
        } onUnreadable: { row, _ in
            report(.postingUnreadable(position: row.integer(0), line: row.integer(1)))
        }
        findings.postingsStored = stored
    }

    /// Checks that the stored postings are those that receipts, payments and reorganisations imply.
    ///
    /// The differing postings are searched for only when the tallies differ.
    func verifyPostingsAgainstBooks() throws {
        let (stored, computed) = (findings.postingsStored, findings.postingsComputed)
        guard stored != computed else { return }
        let expected = try expectedLines()
        var unmatched = expected
        var hasReported = false
        try connection.forEachReadable(postingsInRange, Int64.min, Int64.max) { row in
            let line = readLine(row)
            try row.check()
            let key = LineKey(line)
            let found = unmatched.removeValue(forKey: key)
            guard found != line else { return }
            hasReported = true
            report(
                found == nil
                    ? .postingWithoutEvent(position: key.position, line: key.line)
                    : .postingDiffers(position: key.position, line: key.line))
        } onUnreadable: { row, _ in
            hasReported = true
            unmatched.removeValue(forKey: LineKey(position: row.integer(0), line: row.integer(1)))
        }
        for key in unmatched.keys.sorted() {
            hasReported = true
            report(.postingMissing(position: key.position, line: key.line))
        }
        if !hasReported { report(.postingsDiffer(stored: stored.count, computed: computed.count)) }
    }

    /// What the books imply, by position and line: the whole of it, because something is wrong anyway.
    private func expectedLines() throws -> [LineKey: PostingLine] {
        let verifier = Verifier(connection: connection, known: findings, followsKnown: false, meter: meter)
        var lines: [LineKey: PostingLine] = [:]
        func add(_ books: inout OwnerBooks) throws {
            books.lines = []
            try verifier.addPostings(to: &books)
            for line in books.lines ?? [] { lines[LineKey(line)] = line }
        }
        try verifier.forEachBooks(Int64.min...Int64.max, add)
        try verifier.forEachOtherBooks(add)
        return lines
    }

    private func readLine(_ row: borrowing Row) -> PostingLine {
        let (debit, credit): (LedgerAccount.Kind, LedgerAccount.Kind) = (row.choice(4), row.choice(5))
        let signed = row.integer(8)
        row.validate(
            debit != credit && (debit.isMoneyOrDebt || credit.isMoneyOrDebt), "money is on one side")
        row.validate(row.text(7) == "dong", "money is counted in đồng")
        row.validate(signed != 0 && signed > -Int64.max, "a posting moves something")
        let isMade = debit != credit && (debit.isMoneyOrDebt || credit.isMoneyOrDebt)
        let amount = Dong(signed == 0 || signed <= -Int64.max ? 1 : Int64(signed.magnitude))
        return PostingLine(
            position: row.integer(0), line: row.integer(1), owner: row.owner(2),
            posting: Posting(
                fund: row.id(3), debit: isMade ? debit : .cash, credit: isMade ? credit : .households,
                item: row.text(6), amount: amount, on: row.date(9), isReversal: signed < 0))
    }
}

/// By which postings are found again.
private struct LineKey: Hashable, Comparable {
    let position: Int64
    let line: Int64

    init(position: Int64, line: Int64) {
        self.position = position
        self.line = line
    }

    init(_ line: PostingLine) { self.init(position: line.position, line: line.line) }

    static func < (left: Self, right: Self) -> Bool {
        (left.position, left.line) < (right.position, right.line)
    }
}

private let postingsInRange = Query(
    """
    SELECT position, line, owner, fund, debit, credit, item, unit, amount, posted_on
    FROM posting
    WHERE position BETWEEN ?1 AND ?2
    ORDER BY position, line
    """)
