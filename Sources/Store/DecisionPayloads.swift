import Domain
import JSON

/// What the journal keeps of parameters and decisions: see `Payloads.swift`.
extension Parameter {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("key", key.rawValue)
        json.member("unit", unit)
        json.member("valid_from", validFrom.text)
        json.member("value", value)
        json.member("source", source)
    }
}

extension Decision {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", scope.hamlet?.number)
        json.member("commune", scope.commune)
        json.member("title", draft.title)
        if let initiative = draft.initiative {
            json.member("initiative_consents", initiative.consentsCount)
            json.member("initiative_first_on", initiative.firstOn.text)
        }
        json.member("amends", draft.amends?.number)
        json.name("items")
        json.beginArray()
        for index in draft.items.indices { writeItem(at: index, to: &json) }
        json.endArray()
        json.member("state", state.rawValue)
        proceedings?.write(to: &json)
        json.member("sent_to_commune_on", sending?.toCommuneOn.text)
        json.member("sent_to_front_on", sending?.toFrontOn.text)
        json.member("superseded_by", supersededBy?.number)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }

    private func writeItem(at index: Int, to json: inout JSONWriter) {
        json.beginObject()
        json.member("matter", draft.items[index].matter.rawValue)
        json.member("text", draft.items[index].text)
        if let votes = proceedings?.votes, votes.indices.contains(index) {
            json.member("for", votes[index].inFavour)
            json.member("against", votes[index].against)
            json.member("other", votes[index].other)
        }
        if outcomes.indices.contains(index) {
            json.member("threshold", outcomes[index].threshold.text)
            json.member("passed", outcomes[index].isPassed)
        }
        json.endObject()
    }
}

extension Decision.Proceedings {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("form", manner.rawValue)
        json.member("method", method.rawValue)
        json.member("held_on", heldOn.text)
        json.member("place", place)
        json.member("chair", chair)
        json.member("secretary", secretary)
        json.member("households", householdsCount)
        json.member("represented", representedCount)
        json.name("board")
        json.beginArray()
        for name in board { json.value(name) }
        json.endArray()
        json.name("witnesses")
        json.beginArray()
        for name in witnesses { json.value(name) }
        json.endArray()
    }
}
