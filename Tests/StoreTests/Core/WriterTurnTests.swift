import Domain
import Foundation
import Locks
import TestSupport
import Testing

@testable import Store

/// Whoever makes the writer work long does not keep others from it.
@Suite struct WriterTurnTests {
    @Test func `clients take turns, and each one's elements stay in order`() {
        var queue = TurnQueue<String, Int>()
        for number in 0..<4 { queue.append(number, of: "a") }
        queue.append(10, of: "b")
        for number in 20..<22 { queue.append(number, of: nil) }
        #expect(queue.count == 7 && queue.count(of: "a") == 4 && queue.count(of: "c") == 0)
        let taken = (0..<4).compactMap { _ in queue.next() }
        #expect(taken == [0, 10, 20, 1])
        // What is put back comes next for its client.
        queue.putBack(1, of: "a")
        queue.append(30, of: "c")
        let asked = [queue.next { $0 == "a" }, queue.next { $0 == "x" }]
        #expect(asked == [1, nil])
        let rest = (0..<5).compactMap { _ in queue.next() }
        #expect(rest == [21, 30, 2, 3] && queue.isEmpty)
        queue.putBack(40, of: "a")
        let last = [queue.next(), queue.next()]
        #expect(last == [40, nil])
    }

    @Test func `a random queue gives every element once, each client's in order`() {
        var random = SeededGenerator(seed: 14)
        var queue = TurnQueue<Int, Int>()
        var (added, taken) = ([Int: [Int]](), [Int: [Int]]())
        for number in 0..<5000 {
            let client = Int.random(in: 0..<7, using: &random)
            queue.append(number * 10 + client, of: client)
            added[client, default: []].append(number)
            if Int.random(in: 0..<3, using: &random) > 0, let element = queue.next() {
                taken[element % 10, default: []].append(element / 10)
            }
        }
        while let element = queue.next() { taken[element % 10, default: []].append(element / 10) }
        #expect(taken == added && queue.isEmpty)
    }

    /// Token 1 sends tables, token 2 mergers, token 3 receipts.
    private func actor(_ number: Int64) -> Actor { Actor(User.ID(number), token: AccessToken.ID(number)) }

    @Test func `between two long jobs of some tokens the short ones of all others are done`() throws {
        let office = try TestStore()
        let gate = try Gate(in: office)
        let results = JobResults<Int64>()
        for index in 0..<20 {
            let number = Int64(index % 2 + 1)
            try office.store.writer.submit(actor: actor(number)) { _ -> Int64 in
                usleep(30_000)
                // A refused one takes as long.
                if index == 7 { throw Refusal.ownVoucher }
                return number
            } completion: {
                results.record(index, $0)
            }
        }
        gate.open()
        // The first two are not known as long ones yet.
        _ = results.wait(for: 2)
        let receipts = JobResults<Int64>()
        let clock = ContinuousClock()
        let start = clock.now
        for index in 0..<5 {
            try office.store.writer.submit(actor: actor(3)) { _ in
                3
            } completion: {
                receipts.record(index, $0)
            }
        }
        _ = receipts.wait(for: 5)
        let longDone = results.count
        #expect(
            longDone <= 6, "\(longDone) of 20 long jobs were done before 5 short ones, \(clock.now - start)")
        let all = results.wait(for: 18)
        #expect(all.count == 20 && all.filter { $0.result.isSuccess }.count == 19)
        // The two tokens take turns.
        let order = all.compactMap { try? $0.result.get() }
        #expect(order.prefix(12).filter { $0 == 1 }.count >= 4)
        #expect(order.prefix(12).filter { $0 == 2 }.count >= 4)
    }

    @Test func `a token whose jobs are short again is served with the others`() throws {
        var queue = WriterQueue<Int>()
        let (slow, quick) = (AccessToken.ID(1), AccessToken.ID(2))
        var areLong = [queue.took(.milliseconds(500), of: slow), queue.took(.milliseconds(1), of: quick)]
        for number in 0..<3 { queue.append(number, of: slow) }
        queue.append(10, of: quick)
        var batches = [queue.nextBatch(upTo: 10), queue.nextBatch(upTo: 10), queue.quickJobs(upTo: 10)]
        queue.append(11, of: quick)
        batches += [queue.nextBatch(upTo: 10), queue.nextBatch(upTo: 10)]
        // After the long job the others come first, then one long one at a time.
        #expect(batches == [[10], [0], [], [11], [1]])
        areLong.append(queue.took(.milliseconds(1), of: slow))
        #expect(areLong == [true, false, false])
        queue.append(12, of: quick)
        let last = [Set(queue.nextBatch(upTo: 10)), Set(queue.nextBatch(upTo: 10))]
        #expect(last == [[2, 12], []])
    }
}
