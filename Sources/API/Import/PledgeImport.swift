import Domain
import Store

/// A row of a table of pledges: a request, with what only tables have.
struct PledgeRowInput: ImportedRow {
    let pledge: NewPledgeInput

    init(from decoder: inout RequestDecoder) { pledge = NewPledgeInput(from: &decoder, needsDay: true) }

    var target: Target? { pledge.target }

    static var references: [RowReference] { [.hamlet, .fund, .household] }
    static var dayColumn: String? { "pledged_on" }
}

extension RowImport {
    /// Each row becomes a proposed pledge, as over HTTP.
    ///
    /// A row stands when its household has pledged the same amount to the fund on its day, so that a table may come
    /// again with more rows. Another open pledge of the household is refused, and so is the same row twice.
    package static let pledges = RowImport(PledgeRowInput.self, movesMoney: false, standing: untold) {
        rows, reading, caller, tx, onResult in
        var standing = StandingPledges()
        for row in rows {
            do {
                let input: PledgeRowInput = try reading.input(of: row, in: tx)
                if let pledge = try standing.pledge(of: input.pledge, in: tx) {
                    let id = pledge.number
                    onResult(row, .alreadyRecorded(as: Sentence(vi: "đăng ký \(id)", en: "pledge \(id)")))
                } else {
                    _ = try proposePledge(input.pledge, by: caller, in: tx)
                    onResult(row, .recorded(nil))
                }
            } catch {
                onResult(row, .refused(try Problem(importing: error)))
            }
        }
    }

    /// The pledges for which rows may stand, as they were before the table; those of a hamlet are read once.
    private struct StandingPledges {
        private struct Key: Hashable {
            let fund: Fund.ID
            let household: Household.ID
            let amount: Dong
            let day: LocalDate
        }

        private var hamlets: [Hamlet.ID: [Key: Pledge.ID]] = [:]

        init() {}

        mutating func pledge(
            of input: NewPledgeInput, in tx: borrowing WriteTransaction
        ) throws -> Pledge.ID? {
            // Only hamlets have pledges.
            guard let hamlet = try tx.openFund(input.fund).keeper.hamlet?.id else { return nil }
            let known: [Key: Pledge.ID]
            if let read = hamlets[hamlet] {
                known = read
            } else {
                known = Dictionary(
                    try tx.pledgesForImport(of: hamlet)
                        .map { pledge in
                            let key = Key(
                                fund: pledge.fund, household: pledge.household, amount: pledge.amount,
                                day: pledge.pledgedOn)
                            return (key, pledge.id)
                        }, uniquingKeysWith: { first, _ in first })
                hamlets[hamlet] = known
            }
            guard let day = input.pledgedOn else { return nil }
            return known[
                Key(fund: input.fund, household: input.household, amount: input.amount, day: day)]
        }
    }
}
