import Domain
import JSON

/// What the journal keeps of parameters, decisions, consultations, profiles and successions: see `Payloads.swift`.
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
        json.member("voting_mode", votingMode.rawValue)
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

extension Consultation {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", scope.hamlet?.number)
        json.member("commune", scope.commune)
        json.member("matter", matter)
        json.member("title", title)
        json.member("from", firstOn.text)
        json.member("to", lastOn.text)
        json.member("eligible", counts.eligible)
        json.member("invited", counts.invited)
        json.member("participated", counts.participated)
        json.member("agreed", counts.agreed)
        json.member("disagreed", counts.disagreed)
        json.member("invalid", counts.invalid)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }
}

extension Profile {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", hamlet.number)
        json.member("as_of", asOf.text)
        json.member("households", facts.householdsCount)
        json.member("persons", facts.personsCount)
        json.member("area_m2", facts.areaSquareMetres)
        json.name("occupations")
        json.beginArray()
        for occupation in facts.occupations {
            json.beginObject()
            json.member("name", occupation.name)
            json.member("persons", occupation.personsCount)
            json.endObject()
        }
        json.endArray()
        json.member("cultural_house_m2", facts.culturalHouseSquareMetres)
        json.member("cultural_house_seats", facts.culturalHouseSeatsCount)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }
}

extension UnitSuccession {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("predecessor", predecessor.number)
        json.member("successor", successor.number)
        json.member("decision_number", decisionNumber)
        json.member("decided_on", decidedOn?.text)
    }
}
