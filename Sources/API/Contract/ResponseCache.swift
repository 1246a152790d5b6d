import Domain
import HTTP
import Locks

/// Cached public responses, which are the same for every client, shared by all event loops.
///
/// Long ones are cached as gzip: several times as many fit, browsers accept them as they are, and decompressing one costs
/// much less than generating it. Beside it stay the plain bytes of those that clients without gzip ask for, as long as
/// there is room: decompressing was half of the time of a list.
///
/// An entry is used only while its ETag is current, that is, for the same journal position and day. So it is never
/// older than a 304 would be, and a dashboard that does not send `If-None-Match` costs no query either.
///
/// When the cache is full, a hand moves over all slots: an entry used since the hand's last visit stays for another
/// round, any other is evicted (the clock algorithm, also called second chance); plain bytes go before any entry.
final class ResponseCache: Sendable {
    /// A response and the data that decides whether it is current.
    final class Entry: Sendable {
        /// Path and query in one spelling (`RequestDecoder.target`), after the media type.
        let target: String
        let etag: String
        /// The header fields of the response, made once.
        let fields: FieldLines
        /// The last journal position, of `owner` or, when that is nil, overall.
        let position: Int64
        let owner: FundOwner?
        let day: LocalDate
        let representation: Representation

        init(
            _ representation: Representation, to target: String, etag: String, fields: FieldLines,
            position: Int64, owner: FundOwner?, day: LocalDate
        ) {
            self.target = target
            self.etag = etag
            self.fields = fields
            self.position = position
            self.owner = owner
            self.day = day
            var representation = representation
            representation.shrinkToFit()
            self.representation = representation
        }

        /// The entry's share of the memory limit; the overhead is an estimate.
        fileprivate var bytesCount: Int {
            overheadBytes + target.utf8.count + fields.count + representation.body.count
        }
    }

    fileprivate struct Slot {
        let entry: Entry
        /// The representation before compression; nil when it is not kept, or not compressed.
        var plain: Representation?
        /// True when the entry was used since the hand's last visit.
        var wasUsed = false
    }

    fileprivate struct Slots {
        /// The slots of evicted entries are nil until they are reused.
        var all: [Slot?] = []
        var empty: [Int] = []
        var indexOfTarget: [String: Int] = [:]
        var bytesCount = 0
        /// The part of `bytesCount` that plain forms take.
        var plainBytes = 0
        var hand = 0
    }

    private let bytesMax: Int
    private let slots = Mutex(Slots())

    init(kibibytesMax: Int) { bytesMax = kibibytesMax * 1024 }

    /// The cached response to `target`, path and query, with its plain form if that is kept.
    ///
    /// The caller checks whether it is current.
    func entry(for target: String) -> (entry: Entry, plain: Representation?)? {
        slots.withLock { slots in
            guard let index = slots.indexOfTarget[target] else { return nil }
            slots.all[index]?.wasUsed = true
            return slots.all[index].map { ($0.entry, $0.plain) }
        }
    }

    /// All entries, in no order.
    var entries: [Entry] { slots.withLock { slots in slots.all.compactMap { $0?.entry } } }

    /// Caches `entry` and removes any older response to the same target.
    ///
    /// - Parameters:
    ///   - entry: the response.
    ///   - plain: its representation before compression, when a client asked for that.
    func insert(_ entry: Entry, plain: Representation? = nil) {
        guard entry.bytesCount <= bytesMax else { return }
        slots.withLock { slots in
            if let index = slots.indexOfTarget[entry.target] { slots.remove(at: index) }
            while slots.bytesCount + entry.bytesCount > bytesMax { slots.moveHand() }
            slots.add(entry)
        }
        if let plain { keep(plain, with: entry) }
    }

    /// Keeps the plain form of `entry` beside it, if it is compressed, still cached, and there is room.
    func keep(_ plain: Representation, with entry: Entry) {
        guard entry.representation.decompressedCount != nil else { return }
        var plain = plain
        plain.shrinkToFit()
        let count = plain.body.count
        guard entry.bytesCount + count <= bytesMax else { return }
        slots.withLock { slots in
            // Room for it is made by other plain forms only.
            while slots.bytesCount + count > bytesMax {
                guard slots.plainBytes > 0 else { return }
                slots.moveHand()
            }
            guard let index = slots.indexOfTarget[entry.target], slots.all[index]?.entry === entry,
                slots.all[index]?.plain == nil
            else { return }
            slots.all[index]?.plain = plain
            slots.bytesCount += count
            slots.plainBytes += count
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
        dropPlain(at: index)
        all[index] = nil
        empty.append(index)
        indexOfTarget[entry.target] = nil
        bytesCount -= entry.bytesCount
    }

    private mutating func dropPlain(at index: Int) {
        let count = all[index]?.plain?.body.count ?? 0
        all[index]?.plain = nil
        bytesCount -= count
        plainBytes -= count
    }

    /// Moves the hand to the next entry; unless that was used, evicts its plain form or, when no entry has one any more,
    /// the entry.
    fileprivate mutating func moveHand() {
        if hand >= all.count { hand = 0 }
        defer { hand += 1 }
        guard let slot = all[hand], slot.plain != nil || plainBytes == 0 else { return }
        if slot.wasUsed {
            all[hand]?.wasUsed = false
        } else if slot.plain != nil {
            dropPlain(at: hand)
        } else {
            remove(at: hand)
        }
    }
}

private let overheadBytes = 200
