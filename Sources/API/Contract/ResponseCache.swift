import Domain
import Synchronization

/// Answers that everybody gets alike, kept for all loops until what they show has changed.
///
/// Lists are kept as gzip: several times as many find room, browsers take them as they are, and to unpack one costs much
/// less than to make it.
///
/// An answer is given again only under the ETag that it was made with: the place in the journal and the day. So it is
/// never older than a 304 would be, and a dashboard that asks without `If-None-Match` costs no query either.
///
/// When there is no room, a hand goes round over all answers: who was asked for since it last came by stays for another
/// round, who was not makes room. (Known as the clock or second-chance algorithm.)
final class ResponseCache: Sendable {
    /// An answer, and all that says whether it is still right.
    final class Kept: Sendable {
        /// Path and query.
        let target: String
        let etag: String
        /// The end of the journal, in `hamlet` or, when that is nil, of all.
        let position: Int64
        let hamlet: Hamlet.ID?
        let day: LocalDate
        let answer: Representation

        init(
            _ answer: Representation, to target: String, etag: String, position: Int64, hamlet: Hamlet.ID?,
            day: LocalDate
        ) {
            self.target = target
            self.etag = etag
            self.position = position
            self.hamlet = hamlet
            self.day = day
            var answer = answer
            answer.shrinkToFit()
            self.answer = answer
        }

        /// Its part of what may be kept: bookkeeping is guessed.
        fileprivate var bytesCount: Int { overheadBytes + target.utf8.count + answer.body.count }
    }

    fileprivate struct Place {
        let kept: Kept
        /// Asked for since the hand last came by.
        var wasAsked = false
    }

    fileprivate struct Shelf {
        /// The places of answers that made room are empty until the next one takes them.
        var places: [Place?] = []
        var empty: [Int] = []
        var placeOfTarget: [String: Int] = [:]
        var bytesCount = 0
        var hand = 0
    }

    private let bytesMax: Int
    private let shelf = Mutex(Shelf())

    init(kibibytesMax: Int) { bytesMax = kibibytesMax * 1024 }

    /// What was last kept of the answer to `target`, path and query.
    ///
    /// Whether it is still right is for the caller to see.
    func kept(for target: String) -> Kept? {
        shelf.withLock { shelf in
            guard let place = shelf.placeOfTarget[target] else { return nil }
            shelf.places[place]?.wasAsked = true
            return shelf.places[place]?.kept
        }
    }

    /// Keeps `kept` in place of any older answer to the same target.
    func keep(_ kept: Kept) {
        guard kept.bytesCount <= bytesMax else { return }
        shelf.withLock { shelf in
            if let place = shelf.placeOfTarget[kept.target] { shelf.remove(at: place) }
            while shelf.bytesCount + kept.bytesCount > bytesMax { shelf.moveHand() }
            shelf.add(kept)
        }
    }
}

extension ResponseCache.Shelf {
    fileprivate mutating func add(_ kept: ResponseCache.Kept) {
        let place: Int
        if let empty = empty.popLast() {
            place = empty
            places[place] = ResponseCache.Place(kept: kept)
        } else {
            place = places.count
            places.append(ResponseCache.Place(kept: kept))
        }
        placeOfTarget[kept.target] = place
        bytesCount += kept.bytesCount
    }

    fileprivate mutating func remove(at place: Int) {
        guard let kept = places[place]?.kept else { return }
        places[place] = nil
        empty.append(place)
        placeOfTarget[kept.target] = nil
        bytesCount -= kept.bytesCount
    }

    /// To the next answer, which makes room unless it was asked for.
    fileprivate mutating func moveHand() {
        if hand >= places.count { hand = 0 }
        if places[hand]?.wasAsked == true {
            places[hand]?.wasAsked = false
        } else {
            remove(at: hand)
        }
        hand += 1
    }
}

private let overheadBytes = 200
