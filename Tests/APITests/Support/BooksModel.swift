/// The expected books of one hamlet, recomputed in the simplest way: sums over a list of events.
///
/// Independent of the service.
struct BooksModel {
    struct Promise {
        let fund: Int64
        let household: Int64
        let amount: Int64
        let year: Int
        var isConfirmed = false
        var isWaived = false
        var isCancelled = false
        var version: Int64 = 1
    }

    struct Gift {
        let fund: Int64
        /// Nil for a sponsor.
        let household: Int64?
        let promise: Int?
        let isCash: Bool
        let amount: Int64
        let year: Int
        let number: Int64
        var isVoided = false
    }

    var promises: [Promise] = []
    var gifts: [Gift] = []

    func received(on promise: Int) -> Int64 {
        gifts.filter { $0.promise == promise && !$0.isVoided }.reduce(0) { $0 + $1.amount }
    }

    func state(of promise: Int) -> String {
        let reported = promises[promise]
        let received = received(on: promise)
        if reported.isCancelled { return "cancelled" }
        if reported.isWaived { return "waived" }
        if !reported.isConfirmed { return "proposed" }
        if received == 0 { return "confirmed" }
        return received < reported.amount ? "partly" : "fulfilled"
    }

    func isOpen(_ promise: Int) -> Bool { ["proposed", "confirmed", "partly"].contains(state(of: promise)) }

    func mayTake(_ step: String, _ promise: Int) -> Bool {
        switch step {
        case "confirm": state(of: promise) == "proposed"
        case "waive": ["confirmed", "partly"].contains(state(of: promise))
        case "cancel": ["proposed", "confirmed"].contains(state(of: promise))
        default: ["confirmed", "partly", "fulfilled"].contains(state(of: promise))
        }
    }

    mutating func take(_ step: String, _ promise: Int) {
        promises[promise].version += 1
        switch step {
        case "confirm": promises[promise].isConfirmed = true
        case "waive": promises[promise].isWaived = true
        default: promises[promise].isCancelled = true
        }
    }

    /// The number of the next receipt of `year`; voided receipts keep theirs.
    func nextNumber(in year: Int) -> Int64 { Int64(gifts.count { $0.year == year }) + 1 }

    func balance(ofFund fund: Int64?, isCash: Bool) -> Int64 {
        gifts.filter { (fund == nil || $0.fund == fund) && $0.isCash == isCash && !$0.isVoided }
            .reduce(0) { $0 + $1.amount }
    }

    /// The line of one year in the summary.
    func line(of year: Int) -> String {
        let counted = promises.indices.filter { promises[$0].year == year }
            .map { index -> Int64 in
                switch state(of: index) {
                case "proposed", "cancelled": 0
                case "waived": min(received(on: index), promises[index].amount)
                default: promises[index].amount
                }
            }
        let valid = gifts.filter { $0.year == year && !$0.isVoided }
        let ofHouseholds = valid.filter { $0.household != nil }.reduce(0) { $0 + $1.amount }
        let all = valid.reduce(0) { $0 + $1.amount }
        return """
            \(year): \(counted.reduce(0, +)) in \(counted.count { $0 > 0 }), \(ofHouseholds) + \(all - ofHouseholds) \
            in \(valid.count) by \(Set(valid.compactMap(\.household)).count)
            """
    }
}
