import Domain
import Store

/// The results of verifying some rows.
///
/// Results of consecutive parts can be added up.
struct Findings: Sendable {
    let discrepanciesMax: Int
    private(set) var discrepancies: [Discrepancy] = []
    private(set) var discrepanciesCount = 0

    var journal: JournalFindings
    var log = LogFindings()
    /// What the journal says about contributions, and what it should say given their rows.
    ///
    /// They are compared by tallies, because the rows are ordered by hamlet and the journal by time: looking up each
    /// one would read the file at random.
    var contributionsStored: Tally
    var contributionsComputed: Tally
    /// The postings as stored, and as implied by receipts, payments and reorganisations.
    var postingsStored: Tally
    var postingsComputed: Tally
    /// The changes in the journal, and the stored previous versions.
    var previousStored: Tally
    var previousComputed: Tally
    /// The communes that contributions and expenditures name.
    var communes: [OwnerUnit] = []
    /// The folded postings by unit and month, and their latest day.
    var unitMonths = UnitMonths()
    var lastFoldedDay: Int64 = 0
    var population: [Int64: (households: Int64, persons: Int64)] = [:]
    var models = ModelCounts()
    /// Whose tokens there are: read before the journal.
    var tokens = TokenOwners()
    /// What receipts keep about their refunds, by id, where there is anything.
    var refunds: [Int64: Contribution.Refunds] = [:]
    /// The receipts and payments that replace others.
    var replacedReceipts = ReplacementLinks()
    var replacedPayments = ReplacementLinks()
    /// What is stored of responses, and what the journal implies of them.
    var responses: StoredResponseFindings

    /// Creates the findings of a new run.
    ///
    /// A random key makes the run's tallies unpredictable, so that nobody can construct colliding rows.
    init(discrepanciesMax: Int) {
        self.init(discrepanciesMax: discrepanciesMax, empty: Tally(key: .random(in: .min ... .max)))
    }

    private init(discrepanciesMax: Int, empty: Tally) {
        self.discrepanciesMax = discrepanciesMax
        journal = JournalFindings(empty: empty)
        contributionsStored = empty
        contributionsComputed = empty
        postingsStored = empty
        postingsComputed = empty
        previousStored = empty
        previousComputed = empty
        responses = StoredResponseFindings(empty: empty)
    }

    /// Empty findings of the same run.
    var empty: Findings { Findings(discrepanciesMax: discrepanciesMax, empty: contributionsStored.empty) }

    mutating func add(_ discrepancy: Discrepancy) {
        discrepanciesCount += 1
        if discrepancies.count < discrepanciesMax { discrepancies.append(discrepancy) }
    }

    /// Adds the findings of the part that follows.
    mutating func add(_ part: Findings) {
        if let gap = journal.gap(before: part.journal) { add(gap) }
        if let fall = journal.fall(before: part.journal) { add(fall) }
        discrepancies += part.discrepancies.prefix(discrepanciesMax - discrepancies.count)
        discrepanciesCount += part.discrepanciesCount
        journal.add(part.journal)
        log.add(part.log)
        contributionsStored.add(part.contributionsStored)
        contributionsComputed.add(part.contributionsComputed)
        postingsStored.add(part.postingsStored)
        postingsComputed.add(part.postingsComputed)
        previousStored.add(part.previousStored)
        previousComputed.add(part.previousComputed)
        population.merge(part.population) { ($0.households + $1.households, $0.persons &+ $1.persons) }
        models.add(part.models)
        unitMonths.add(part.unitMonths)
        lastFoldedDay = max(lastFoldedDay, part.lastFoldedDay)
        communes += part.communes
        refunds.merge(part.refunds) { $1 }
        replacedReceipts.add(part.replacedReceipts)
        replacedPayments.add(part.replacedPayments)
        responses.add(part.responses)
    }

    /// True when `part`, which was verified without these findings, would have the same results with them.
    func isConsistent(with part: Findings) -> Bool {
        journal.isConsistent(with: part.journal)
    }
}
