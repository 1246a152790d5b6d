import Domain
import Testing

/// A pledge beside the receipts that it should know of.
private struct Story {
    var pledge: Pledge
    var receipts: [Int64] = []
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(state: seed)
        pledge = .sample(.confirmed, amount: Int64.random(in: 1...5000, using: &generator), received: 0)
    }

    /// One random step: money comes, a receipt is voided, or now and then the rest is waived.
    mutating func goOn() {
        let money = Int64.random(in: 1...2000, using: &generator)
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<11:
            guard let after = try? pledge.receiving(Dong(money)) else { return }
            pledge = after
            receipts.append(money)
        case 11..<19:
            guard let index = receipts.indices.randomElement(using: &generator) else { return }
            pledge = pledge.reversing(Dong(receipts.remove(at: index)))
        default:
            guard let after = try? pledge.taking(.waive) else { return }
            pledge = after
        }
    }

    /// The CHECKs of migration 0010, said again over the value.
    var isConsistent: Bool {
        let received = pledge.received.amount
        let isStateRight =
            switch pledge.state {
            case .proposed, .confirmed, .cancelled: received == 0
            case .partly: received > 0 && received < pledge.amount.amount
            case .fulfilled: received >= pledge.amount.amount
            case .waived, .transferred: true
            }
        return isStateRight && received >= 0 && received == receipts.reduce(0, +)
    }
}

@Suite struct PledgePropertyTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `state and sum agree after every step of a random story`(_ seed: UInt64) {
        var story = Story(seed: seed)
        for step in 0..<100 {
            story.goOn()
            guard story.isConsistent else {
                Issue.record("seed \(seed), step \(step): \(story.pledge), receipts \(story.receipts)")
                return
            }
        }
    }

    @Test(arguments: 200..<300 as Range<UInt64>)
    func `a version follows every change by one`(_ seed: UInt64) {
        var story = Story(seed: seed)
        var skipped: [Pledge] = []
        for _ in 0..<100 {
            let before = story.pledge
            story.goOn()
            let isNext = story.pledge.version == before.version + 1
            if story.pledge != before, !isNext { skipped.append(story.pledge) }
        }
        #expect(skipped.isEmpty)
    }

    @Test(arguments: 300..<400 as Range<UInt64>)
    func `a story with every receipt voided ends as it began`(_ seed: UInt64) {
        var story = Story(seed: seed)
        for _ in 0..<100 { story.goOn() }
        for receipt in story.receipts.shuffled(using: &story.generator) {
            story.pledge = story.pledge.reversing(Dong(receipt))
        }
        #expect(story.pledge.received == .zero)
        #expect(story.pledge.state == .confirmed || story.pledge.state == .waived)
    }

    @Test(arguments: 400..<500 as Range<UInt64>)
    func `the order of receipts does not matter`(_ seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let receipts = (0..<8).map { _ in Int64.random(in: 1...100_000, using: &generator) }
        let one = try receipts.reduce(Pledge.sample()) { pledge, money in try pledge.receiving(Dong(money)) }
        let other = try receipts.shuffled(using: &generator)
            .reduce(Pledge.sample()) { pledge, money in
                try pledge.receiving(Dong(money))
            }
        #expect(one == other)
    }

    @Test(arguments: 500..<600 as Range<UInt64>)
    func `what counts lies between nothing and the promise`(_ seed: UInt64) {
        var story = Story(seed: seed)
        var outside: [Pledge] = []
        for _ in 0..<100 {
            story.goOn()
            let counted = story.pledge.counted
            if counted < .zero || counted > story.pledge.amount { outside.append(story.pledge) }
        }
        #expect(outside.isEmpty)
    }
}
