/// One measurement.
struct Sample {
    let section: Section
    let workload: String
    let server: String
    let round: Int
    let connections: Int
    var requestsPerSecond: Double?
    var p50Micros: Double?
    var p99Micros: Double?
    var processorMicros: Double?
    var residentKiB: Int?
    /// A value without a column of its own, with its name.
    var other: (name: String, value: Double)?
}

/// A target for a figure.
struct Claim {
    let words: String
    let value: Double
    let reach: Reach
    /// The number of decimals, and the unit.
    var digits = 2
    var unit = ""

    enum Reach {
        case atLeast(Double)
        case atMost(Double)
    }

    var isMet: Bool {
        switch reach {
        case .atLeast(let bound): value >= bound
        case .atMost(let bound): value <= bound
        }
    }
}

/// All results of a run.
struct Record {
    var samples: [Sample] = []
    var claims: [Claim] = []
    /// Sentences below the tables: durability, sizes, shares.
    var facts: [String] = []

    mutating func note(_ fact: String) {
        if !facts.contains(fact) { facts.append(fact) }
    }

    /// The median over the rounds; nil when it was not measured.
    func median(
        _ section: Section, _ workload: String, _ server: String, _ value: (Sample) -> Double?
    ) -> Double? {
        middleValue(
            samples.filter { $0.section == section && $0.workload == workload && $0.server == server }
                .compactMap(value))
    }
}

/// The middle value, or the mean of the two middle values; nil for an empty list.
func middleValue(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}
