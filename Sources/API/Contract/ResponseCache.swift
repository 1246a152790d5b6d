import Domain
import Synchronization

/// Public responses, which are the same for every client, for all loops until what they show has changed.
///
/// Lists are cached as gzip: several times as many find room, browsers take them as they are, and to decompress one costs
/// much less than to make it.
///
/// A response is given again only under the ETag that it was made with: the position in the journal and the day. So it is
/// never older than a 304 would be, and a dashboard that asks without `If-None-Match` costs no query either.
///
/// When there is no room, a hand goes round over all entries: what was used since it last came by stays for another
/// round, what was not is evicted. (The clock algorithm, also called second chance.)
final class ResponseCache: Sendable {
    /// A response, and all that says whether it is still right.
    final class Entry: Sendable {
        /// Path and query.
        let target: String
        let etag: String
        /// The end of the journal, of `owner` or, when that is nil, of all.
        let position: Int64
        let owner: FundOwner?
        let day: LocalDate
        let representation: Representation

        init(
            _ representation: Representation, to target: String, etag: String, position: Int64,
            owner: FundOwner?, day: LocalDate
        ) {
            self.target = target
            self.etag = etag
            self.position = position
            self.owner = owner
            self.day = day
            var representation = representation
            representation.shrinkToFit()
            self.representation = representation
        }

        /// Its part of what may be cached: bookkeeping is guessed.
        fileprivate var bytesCount: Int { overheadBytes + target.utf8.count + representation.body.count }
    }

    fileprivate struct Slot {
        let entry: Entry
        /// Used since the hand last came by.
        var wasUsed = false
    }

    fileprivate struct Slots {
        /// Those of entries that were evicted are empty until the next one takes them.
        var all: [Slot?] = []
        var empty: [Int] = []
        var indexOfTarget: [String: Int] = [:]
        var bytesCount = 0
        var hand = 0
    }

    private let bytesMax: Int
    private let slots = Mutex(Slots())

    init(kibibytesMax: Int) { bytesMax = kibibytesMax * 1024 }

    /// The cached response to `target`, path and query.
    ///
    /// Whether it is still right is for the caller to see.
    func entry(for target: String) -> Entry? {
        slots.withLock { slots in
            guard let index = slots.indexOfTarget[target] else { return nil }
            slots.all[index]?.wasUsed = true
            return slots.all[index]?.entry
        }
    }

    /// Caches `entry` in place of any older response to the same target.
    func insert(_ entry: Entry) {
        guard entry.bytesCount <= bytesMax else { return }
        slots.withLock { slots in
            if let index = slots.indexOfTarget[entry.target] { slots.remove(at: index) }
            while slots.bytesCount + entry.bytesCount > bytesMax { slots.moveHand() }
            slots.add(entry)
        }
    }
}

extension ResponseCache.Slots {
    fileprivate mutating func add(_ entry: ResponseCache.Entry) {
        let index: Int
        if let empty = empty.popLast() {
            index = empty
            all[index] = ResponseCache.Slot(entry: entry)
        } else {
            index = all.count
            all.append(ResponseCache.Slot(entry: entry))
        }
        indexOfTarget[entry.target] = index
        bytesCount += entry.bytesCount
    }

    fileprivate mutating func remove(at index: Int) {
        guard let entry = all[index]?.entry else { return }
        all[index] = nil
        empty.append(index)
        indexOfTarget[entry.target] = nil
        bytesCount -= entry.bytesCount
    }

    /// To the next entry, which is evicted unless it was used.
    fileprivate mutating func moveHand() {
        if hand >= all.count { hand = 0 }
        if all[hand]?.wasUsed == true {
            all[hand]?.wasUsed = false
        } else {
            remove(at: hand)
        }
        hand += 1
    }
}

private let overheadBytes = 200
