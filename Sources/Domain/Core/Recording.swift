/// Who recorded an entity and when, and how many times it has been written.
package struct Recording: Hashable, Sendable {
    package let by: User.ID
    package let at: Instant
    /// 1 for the first recording.
    package let version: Int64

    package init(by user: User.ID, at moment: Instant, version: Int64 = 1) {
        by = user
        at = moment
        self.version = version
    }

    /// The recording of the next version.
    package var corrected: Recording { Recording(by: by, at: at, version: version + 1) }
}

/// An entity that is recorded once and then corrected as a whole.
package protocol RecordedEntity: VersionedEntity {
    var recording: Recording { get }
}

extension RecordedEntity {
    package var version: Int64 { recording.version }
}
