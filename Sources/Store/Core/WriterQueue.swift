import Domain

/// The jobs that wait for the writer, by the token whose they are.
struct WriterQueue<Job: Sendable>: Sendable {
    private var jobs = TurnQueue<AccessToken.ID, Job>()
    /// The tokens whose last job took longer than `quickJobMax`.
    private var slowTokens: Set<AccessToken.ID> = []
    private var isAfterSlowJob = false
    var isRunning = false
    var isClosed = false

    /// A receipt takes less than 2 ms, a table of 2,000 rows some hundred.
    private static var quickJobMax: Duration { .milliseconds(20) }
    /// More tokens than offices have; beyond it all start as quick ones again.
    private static var slowTokensMax: Int { 10_000 }

    var count: Int { jobs.count }

    mutating func append(_ job: Job, of token: AccessToken.ID?) { jobs.append(job, of: token) }

    /// The jobs of the next batch: one of a slow token, in turn with all that wait of others.
    mutating func nextBatch(upTo countMax: Int) -> [Job] {
        if !isAfterSlowJob, let job = slowJob() { return [job] }
        isAfterSlowJob = false
        let batch = quickJobs(upTo: countMax)
        if batch.isEmpty, let job = slowJob() { return [job] }
        return batch
    }

    /// Jobs that may join a batch: none of a slow token.
    mutating func quickJobs(upTo countMax: Int) -> [Job] {
        var taken: [Job] = []
        let slow = slowTokens
        while taken.count < countMax,
            let job = slow.isEmpty ? jobs.next() : jobs.next({ $0.map { !slow.contains($0) } ?? true })
        {
            taken.append(job)
        }
        return taken
    }

    private mutating func slowJob() -> Job? {
        let slow = slowTokens
        guard !slow.isEmpty, let job = jobs.next({ $0.map(slow.contains) ?? false }) else { return nil }
        isAfterSlowJob = true
        return job
    }

    /// Puts back a job that was taken, as the next one of its token.
    mutating func putBack(_ job: Job, of token: AccessToken.ID?) { jobs.putBack(job, of: token) }

    /// Notes how long a job of `token` took.
    ///
    /// - Returns: true when it took long.
    mutating func took(_ duration: Duration, of token: AccessToken.ID) -> Bool {
        guard duration > Self.quickJobMax else {
            if !slowTokens.isEmpty { slowTokens.remove(token) }
            return false
        }
        if slowTokens.count >= Self.slowTokensMax { slowTokens.removeAll() }
        slowTokens.insert(token)
        isAfterSlowJob = true
        return true
    }
}
