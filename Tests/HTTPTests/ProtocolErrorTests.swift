import Testing

@testable import HTTP

/// The codes, statuses and limits that clients and the documentation rely on.
@Suite struct ProtocolErrorTests {
    static let statuses: [ProtocolError: Int] = [
        .requestLineMalformed: 400,
        .targetMalformed: 400,
        .headerMalformed: 400,
        .lineEndMalformed: 400,
        .hostMissing: 400,
        .hostMalformed: 400,
        .contentLengthMalformed: 400,
        .framingAmbiguous: 400,
        .chunkMalformed: 400,
        .trailersMalformed: 400,
        .requestIncomplete: 400,
        .requestTimeout: 408,
        .bodyTooLarge: 413,
        .requestLineTooLong: 414,
        .expectationUnknown: 417,
        .headerTooLarge: 431,
        .methodUnknown: 501,
        .transferCodingUnknown: 501,
        .tooManyConnections: 503,
        .tooManyBodies: 503,
        .shuttingDown: 503,
        .versionUnsupported: 505,
    ]

    @Test(arguments: ProtocolError.allCases)
    func `every error has its status`(_ error: ProtocolError) {
        #expect(error.status == ProtocolErrorTests.statuses[error])
    }

    @Test func `codes are unique`() {
        #expect(Set(ProtocolError.allCases.map(\.code)).count == ProtocolError.allCases.count)
    }

    @Test func `the limits are those of the API conventions`() {
        let limits = Limits()
        #expect(limits.requestLineBytesMax == 8 * 1024)
        #expect(limits.headerBytesMax == 16 * 1024)
        #expect(limits.headerCountMax == 100)
        #expect(limits.bodyBytesMax == 1024 * 1024)
        #expect(limits.largeBodyBytesMax == 32 * 1024 * 1024)
        #expect(limits.largeBodyPaths.isEmpty)
    }
}
