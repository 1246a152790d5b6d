import Domain
import Testing

@testable import Store

extension WriteTransaction {
    /// Event 1 of the hamlet, corrected, with two outputs.
    ///
    /// Event 2 of the union.
    borrowing func addCommunityEvents(of village: Village) throws {
        let owners: [Model.Owner] = [.hamlet(village.hamlet.id), .organisation(village.organisation.id)]
        for owner in owners {
            let event = CommunityEvent(
                id: try newID(), owner: owner, unit: Village.commune,
                facts: CommunityEvent.Facts(
                    kind: .greenSunday, title: "Ngày Chủ nhật xanh", heldOn: try .day("2026-11-01"),
                    householdsCount: 5, personsCount: 9,
                    outputs: [
                        ItemQuantity(item: "Rác thải", quantity: 120, measure: "kg"),
                        ItemQuantity(item: "Đường hoa", quantity: 300, measure: "m"),
                    ]), recording: recording(by: village.clerk.id))
            try save(event, replacing: nil)
        }
        let old = try existing(CommunityEvent.ID(1))
        var facts = old.facts
        facts.personsCount = 10
        let corrected = CommunityEvent(
            id: old.id, owner: old.owner, unit: old.unit, facts: facts,
            recording: old.recording.corrected)
        try save(corrected, replacing: old)
    }
}
