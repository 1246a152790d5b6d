import Synchronization

/// Answers that everybody gets alike, kept for all loops until what they show has changed.
///
/// Lists are kept as gzip: seven times as many find room, browsers take them as they are, and to unpack one costs a
/// fifth of making it.
///
/// An answer is given again only under the ETag that it was made with: the place in the journal and the day. So it is
/// never older than a 304 would be, and a dashboard that asks without `If-None-Match` costs no query either.
///
/// When there is no room, a hand goes round over all answers: who was asked for since it last came by stays for another
/// round, who was not makes room. (Known as the clock or second-chance algorithm.)
final class PublicAnswers: Sendable {
    fileprivate struct Kept {
        let target: String
        var etag: String
        var answer: Answer
        /// Asked for since the hand last came by.
        var wasAsked: Bool

        /// The answer's part of what may be kept: its bookkeeping is guessed.
        var bytesCount: Int { overheadBytes + target.utf8.count + answer.body.count }
    }

    fileprivate struct Shelf {
        /// The places of answers that made room are empty until the next one takes them.
        var places: [Kept?] = []
        var empty: [Int] = []
        var placeOfTarget: [String: Int] = [:]
        var bytesCount = 0
        var hand = 0
    }

    private let bytesMax: Int
    private let shelf = Mutex(Shelf())

    init(kibibytesMax: Int) { bytesMax = kibibytesMax * 1024 }

    /// The answer to `target`, path and query, when it was made under `etag`.
    func answer(to target: String, etag: String) -> Answer? {
        shelf.withLock { shelf in
            guard let place = shelf.placeOfTarget[target], shelf.places[place]?.etag == etag else {
                return nil
            }
            shelf.places[place]?.wasAsked = true
            return shelf.places[place]?.answer
        }
    }

    /// Keeps `answer` in place of any older one to the same target.
    func keep(_ answer: Answer, to target: String, etag: String) {
        var answer = answer
        answer.giveBackRoom()
        let kept = Kept(target: target, etag: etag, answer: answer, wasAsked: false)
        guard kept.bytesCount <= bytesMax else { return }
        shelf.withLock { shelf in
            if let place = shelf.placeOfTarget[target] { shelf.remove(at: place) }
            while shelf.bytesCount + kept.bytesCount > bytesMax { shelf.moveHand() }
            shelf.add(kept)
        }
    }
}

extension PublicAnswers.Shelf {
    fileprivate mutating func add(_ kept: PublicAnswers.Kept) {
        let place: Int
        if let empty = empty.popLast() {
            place = empty
            places[place] = kept
        } else {
            place = places.count
            places.append(kept)
        }
        placeOfTarget[kept.target] = place
        bytesCount += kept.bytesCount
    }

    fileprivate mutating func remove(at place: Int) {
        guard let kept = places[place] else { return }
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
