import Domain
import TestSupport
import Testing

/// A random sequence of steps on a pledge, with the receipts that it should account for.
private struct RandomPledge {
    var pledge: Pledge
    var receipts: [Int64] = []
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        pledge = .sample(.confirmed, amount: Int64.random(in: 1...5000, using: &generator), received: 0)
    }

    /// Takes one random step: receive money, void a receipt, or occasionally waive the outstanding amount.
    mutating func step() {
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

    /// The CHECK constraints of migration 0010, applied to the value.
    var isConsistent: Bool {
        let received = pledge.received.amount
        let isStateRight =
            switch pledge.state {
            case .proposed, .confirmed, .cancelled: received == 0
            case .partiallyReceived: received > 0 && received < pledge.amount.amount
            case .fulfilled: received >= pledge.amount.amount
            case .waived, .transferred: true
            }
        return isStateRight && received >= 0 && received == receipts.reduce(0, +)
    }
}

@Suite struct PledgePropertyTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `state and amount agree after every random step`(_ seed: UInt64) {
        var random = RandomPledge(seed: seed)
        for step in 0..<100 {
            random.step()
            guard random.isConsistent else {
                Issue.record("seed \(seed), step \(step): \(random.pledge), receipts \(random.receipts)")
                return
            }
        }
    }

    @Test(arguments: 200..<300 as Range<UInt64>)
    func `every change increments the version by one`(_ seed: UInt64) {
        var random = RandomPledge(seed: seed)
        var skipped: [Pledge] = []
        for _ in 0..<100 {
            let before = random.pledge
            random.step()
            let isNext = random.pledge.version == before.version + 1
            if random.pledge != before, !isNext { skipped.append(random.pledge) }
        }
        #expect(skipped.isEmpty)
    }

    @Test(arguments: 300..<400 as Range<UInt64>)
    func `voiding every receipt restores the initial state`(_ seed: UInt64) {
        var random = RandomPledge(seed: seed)
        for _ in 0..<100 { random.step() }
        for receipt in random.receipts.shuffled(using: &random.generator) {
            random.pledge = random.pledge.reversing(Dong(receipt))
        }
        #expect(random.pledge.received == .zero)
        #expect(random.pledge.state == .confirmed || random.pledge.state == .waived)
    }

    @Test(arguments: 400..<500 as Range<UInt64>)
    func `the order of receipts does not matter`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let receipts = (0..<8).map { _ in Int64.random(in: 1...100_000, using: &generator) }
        let one = try receipts.reduce(Pledge.sample()) { pledge, money in try pledge.receiving(Dong(money)) }
        let other = try receipts.shuffled(using: &generator)
            .reduce(Pledge.sample()) { pledge, money in
                try pledge.receiving(Dong(money))
            }
        #expect(one == other)
    }

    @Test(arguments: 500..<600 as Range<UInt64>)
    func `the counted amount is between zero and the pledged amount`(_ seed: UInt64) {
        var random = RandomPledge(seed: seed)
        var outside: [Pledge] = []
        for _ in 0..<100 {
            random.step()
            let counted = random.pledge.countedAmount
            if counted < .zero || counted > random.pledge.amount { outside.append(random.pledge) }
        }
        #expect(outside.isEmpty)
    }
}
