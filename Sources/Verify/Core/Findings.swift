import Domain

/// What passes over rows found, as a value that others can be added to.
struct Findings: Sendable {
    let discrepanciesMax: Int
    private(set) var discrepancies: [Discrepancy] = []
    private(set) var discrepanciesCount = 0

    var journal: JournalFindings
    var postings: PostingFindings
    /// What the journal says of contributions, and what it should say according to their rows.
    ///
    /// Compared by tallies, because the rows lie by hamlet and the journal by time: looking each up would read the
    /// file at random.
    var contributionsStored: Tally
    var contributionsComputed: Tally
    /// What postings say, and what they should say according to the contributions and expenditures.
    var postingsStored: Tally
    var postingsComputed: Tally
    /// What the journal says of things that became otherwise, and the rows that keep what they were.
    var previousStored: Tally
    var previousComputed: Tally
    var accounts: [Int64: VerifiedAccount] = [:]
    /// Numbers of accounts by hamlet.
    var accountsOfHamlets: [Int64: [AccountKey: Int64]] = [:]
    var population: [Int64: (households: Int64, persons: Int64)] = [:]
    var models = ModelCounts()

    /// Findings of a run of its own.
    ///
    /// Its key makes tallies unlike those of any other, so that nobody can prepare rows that collide.
    init(discrepanciesMax: Int) {
        self.init(discrepanciesMax: discrepanciesMax, empty: Tally(key: .random(in: .min ... .max)))
    }

    private init(discrepanciesMax: Int, empty: Tally) {
        self.discrepanciesMax = discrepanciesMax
        journal = JournalFindings(empty: empty)
        postings = PostingFindings()
        contributionsStored = empty
        contributionsComputed = empty
        postingsStored = empty
        postingsComputed = empty
        previousStored = empty
        previousComputed = empty
    }

    /// Nothing yet, of the same run.
    var empty: Findings { Findings(discrepanciesMax: discrepanciesMax, empty: contributionsStored.empty) }

    mutating func add(_ discrepancy: Discrepancy) {
        discrepanciesCount += 1
        if discrepancies.count < discrepanciesMax { discrepancies.append(discrepancy) }
    }

    /// Adds what was found in the rows after these.
    mutating func add(_ part: Findings) {
        if let gap = journal.gap(before: part.journal) { add(gap) }
        discrepancies += part.discrepancies.prefix(discrepanciesMax - discrepancies.count)
        discrepanciesCount += part.discrepanciesCount
        journal.add(part.journal)
        postings.add(part.postings)
        contributionsStored.add(part.contributionsStored)
        contributionsComputed.add(part.contributionsComputed)
        postingsStored.add(part.postingsStored)
        postingsComputed.add(part.postingsComputed)
        previousStored.add(part.previousStored)
        previousComputed.add(part.previousComputed)
        population.merge(part.population) { ($0.households + $1.households, $0.persons &+ $1.persons) }
        models.add(part.models)
    }

    /// True when a pass that began without knowing these findings found what it would have found knowing them.
    func isContinued(by part: Findings) -> Bool {
        journal.isContinued(by: part.journal) && postings.isContinued(by: part.postings)
    }
}
