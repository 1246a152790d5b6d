import Domain
import SQLite
import TestSupport
import Testing

@testable import Store

/// Four hamlets with random receipts, payments and voidings on any day, which move among communes that move too, while
/// postings are folded now and then; and what a report should say, by going through all postings.
struct RandomUnits {
    /// A row of `posting`.
    struct Posted {
        let hamlet: Int64
        let debit: String
        let credit: String
        let amount: Int64
        let day: Int64
    }

    let office: TestStore
    private var villages: [Village] = []
    private let officers: Officers
    private var random: SeededGenerator
    private var receipts: [(Contribution, Village)] = []
    private var booksCount = 0
    /// Where each hamlet was from a day on.
    private(set) var stays: [Int64: [(first: Int64, commune: String)]] = [:]

    static let units = ["40", "38", "16702", "17000", "17001", "17003"]
    private static let daysMax = 500

    init(seed: UInt64) throws {
        office = try TestStore()
        random = SeededGenerator(seed: seed)
        for number in 1...4 {
            let village = try Village(in: office, named: "Xóm \(number)")
            villages.append(village)
            stays[village.hamlet.id.number] = [(0, Village.commune)]
        }
        officers = try Officers(of: villages[0], in: office)
        try office.write { tx in
            let always = try #require(Validity(from: nil, to: nil))
            func validity(_ from: String, _ to: String?) throws -> Validity {
                try #require(Validity(from: .day(from), to: to.map { try .day($0) }))
            }
            _ = try tx.record(
                code: "38", level: .province, parent: nil, name: "Tỉnh Thanh Hóa", validity: always)
            for (code, parent, from, to) in [
                ("17000", "40", "2025-07-01", "2026-05-14"), ("17000", "38", "2026-05-15", nil),
                ("17001", "40", "2025-07-01", "2026-02-09"), ("17001", "40", "2026-02-10", nil),
                ("17003", "40", "2025-07-01", "2026-03-31"),
            ] as [(String, String, String, String?)] {
                _ = try tx.record(
                    code: code, level: .commune, parent: parent, name: "Xã \(from)",
                    validity: validity(from, to))
            }
            try tx.save(
                UnitSuccession(
                    id: try tx.newID(), predecessor: #require(tx.unitHistory("17003").last).id,
                    successor: #require(tx.unitHistory("17001").last).id, decisionNumber: nil, decidedOn: nil)
            )
        }
        for _ in 0..<150 { try step() }
    }

    private mutating func step() throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0...5: try receive()
        case 6, 7: try spend()
        case 8: try voidReceipt()
        case 9, 10: try move()
        default: _ = try office.write { tx in try tx.connection.foldUnitMonths() }
        }
    }

    /// A book of its own for each voucher, because dates rise within one.
    private mutating func nextBook() -> String {
        booksCount += 1
        return "B\(booksCount)"
    }

    private mutating func receive() throws {
        guard let village = villages.randomElement(using: &random) else { return }
        let donors: [Contribution.Donor] = [
            .household(village.households[0].id), .sponsor, .organisation(village.organisation.id),
        ]
        let donor = donors[Int.random(in: 0..<3, using: &random)]
        let amount = Int64.random(in: 1...900, using: &random) * 1000
        let day = LocalDate.daysAgo(Int.random(in: 0..<Self.daysMax, using: &random))
        let (isCash, book) = (Bool.random(using: &random), nextBook())
        let receipt = try office.write { tx in
            try tx.receive(
                amount, from: donor, in: village, method: isCash ? .cash : .bank,
                reference: isCash ? nil : "FT\(book)", on: day, book: book)
        }
        receipts.append((receipt, village))
    }

    private mutating func spend() throws {
        guard let village = villages.randomElement(using: &random) else { return }
        let (amount, book, officers) = (
            Int64.random(in: 1...90, using: &random) * 1000, nextBook(), officers
        )
        let day = LocalDate.daysAgo(Int.random(in: 0..<Self.daysMax, using: &random))
        do {
            _ = try office.write { tx in
                try tx.spend(amount, by: officers, in: village, on: day, book: book)
            }
        } catch is Refusal {
            // The fund held less on that day or on a later one.
        }
    }

    private mutating func voidReceipt() throws {
        guard let index = receipts.indices.randomElement(using: &random) else { return }
        let (receipt, village) = receipts[index]
        do {
            _ = try office.write { tx in try tx.voidReceipt(of: receipt, in: village) }
            receipts.remove(at: index)
        } catch is Refusal {
            // Its money was spent.
        }
    }

    private mutating func move() throws {
        guard let village = villages.randomElement(using: &random) else { return }
        let hamlet = village.hamlet.id
        let last = stays[hamlet.number]?.last
        let day = LocalDate.daysAgo(Int.random(in: 0..<Self.daysMax - 10, using: &random))
        let communes = Self.units.dropFirst(2).filter { $0 != last?.commune }
        guard let commune = communes.randomElement(using: &random), Int64(day.packed) > last?.first ?? 0
        else { return }
        try office.write { tx in
            let old = try tx.existing(hamlet)
            try tx.change(try old.changed(commune: commune, on: day), from: old)
        }
        stays[hamlet.number, default: []].append((Int64(day.packed), commune))
    }

    func posted() throws -> [Posted] {
        try office.read { tx in
            try tx.connection.all("SELECT owner, debit, credit, amount, posted_on FROM posting") { row in
                Posted(
                    hamlet: Int64(row.text(0).dropFirst()) ?? 0, debit: row.text(1), credit: row.text(2),
                    amount: row.integer(3), day: row.integer(4))
            }
        }
    }
}
