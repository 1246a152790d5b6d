/// Answers that everybody gets alike, kept by one loop until what they show has changed.
///
/// An answer is given again only under the ETag that it was made with: the place in the journal and the day. So it is
/// never older than a 304 would be, and a dashboard that asks without `If-None-Match` costs no query either.
///
/// Two generations hold half of the bytes each: what was asked for since the younger began stays, the rest goes at
/// once, without a list of ages.
struct PublicAnswers {
    private struct Kept {
        let etag: String
        let answer: Answer
    }

    /// Half of what may be kept, in bytes; keys and bookkeeping are guessed at `overheadBytes` an answer.
    private let generationBytesMax: Int
    private var young: [String: Kept] = [:]
    private var old: [String: Kept] = [:]
    private var youngBytes = 0

    private static let overheadBytes = 200

    init(kibibytesMax: Int) { generationBytesMax = kibibytesMax * 512 }

    /// The answer to `target`, path and query, when it was made under `etag`.
    mutating func answer(to target: String, etag: String) -> Answer? {
        if let kept = young[target] { return kept.etag == etag ? kept.answer : nil }
        guard let kept = old[target], kept.etag == etag else { return nil }
        keep(kept.answer, to: target, etag: etag)
        return kept.answer
    }

    /// Keeps `answer` in place of any older one to the same target.
    mutating func keep(_ answer: Answer, to target: String, etag: String) {
        let bytesCount = PublicAnswers.overheadBytes + target.utf8.count + answer.body.count
        guard bytesCount <= generationBytesMax else { return }
        var answer = answer
        answer.giveBackRoom()
        if youngBytes + bytesCount > generationBytesMax {
            old = young
            young = [:]
            youngBytes = 0
        }
        let replaced = young.updateValue(Kept(etag: etag, answer: answer), forKey: target)
        if let replaced {
            youngBytes -= PublicAnswers.overheadBytes + target.utf8.count + replaced.answer.body.count
        }
        youngBytes += bytesCount
    }
}
