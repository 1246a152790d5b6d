import Domain
import Testing

/// The number of households that gave names nobody who gave anonymously.
@Suite struct ParticipationTests {
    @Test(
        arguments: [
            // Without an anonymous donor the number follows from the names.
            (4, 4, true, true), (3, 4, true, true), (2, 4, true, false), (0, 4, true, true),
            (4, 4, false, false), (3, 4, false, false), (7, 9, false, false), (7, 10, false, true),
            // The hamlet's households at the end of that year are not known, or some have left.
            (7, 0, false, false), (12, 10, false, false),
        ] as [(Int64, Int64, Bool, Bool)])
    func `where nearly all gave, an anonymous donor hides the number`(
        _ count: Int64, _ households: Int64, _ namesAll: Bool, _ isShown: Bool
    ) {
        let part = Participation(count: count, of: households, namesAll: namesAll)
        let whole = Participation(count: 30, of: 60, namesAll: true)
        #expect((Disclosure.participation(count, parts: [part]) != nil) == isShown)
        // The sum of hamlets would show it by subtraction.
        #expect((Disclosure.participation(count + 30, parts: [part, whole]) != nil) == isShown)
        #expect(Disclosure.participation(count, parts: nil) == nil)
    }
}
