import Domain
import JSON

/// What the journal keeps of each noun: its whole state, under the names of the API. `danvan verify` writes them
/// again from the rows and compares the bytes, so a member that is added here needs a migration of old rows.
extension AdministrativeUnit {
    func write(to json: inout JSONWriter) {
        json.member("code", code)
        json.member("level", level.rawValue)
        json.member("parent_code", parentCode)
        json.member("name", name)
        json.member("valid_from", validity.from?.text)
        json.member("valid_to", validity.to?.text)
    }
}

extension Hamlet {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("commune", commune)
        json.member("name", name)
        json.member("type", kind.rawValue)
        json.member("valid_from", validity.from?.text)
        json.member("valid_to", validity.to?.text)
        if let currentFrom { json.member("current_from", currentFrom.text) }
        json.member("version", version)
    }
}

extension Household {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", hamlet.number)
        json.member("code", code)
        json.member("head_name", headName)
        json.member("persons", personsCount)
        // Those that households have since 2026-11 are named only when there is something to say, so that what was
        // written before keeps its bytes.
        if let address { json.member("address", address) }
        if let workersCount { json.member("workers", workersCount) }
        if let tier { json.member("tier", tier) }
        if let validFrom { json.member("valid_from", validFrom.text) }
        if let origin { json.member("origin", origin.number) }
        if let end {
            json.member("valid_to", end.on.text)
            json.member("ending", end.ending.kind.rawValue)
            if let successor = end.ending.successor { json.member("merged_into", successor.number) }
        }
        json.member("version", version)
    }
}

extension Organisation {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("name", name)
        json.member("type", kind.rawValue)
        json.member("unit", unit)
        if let parent { json.member("parent", parent.number) }
        json.member("version", version)
    }
}

extension Fund {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", hamlet.number)
        json.member("name", name)
        if let decision { json.member("decision", decision.number) }
        json.member("version", version)
    }
}

extension Pledge {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("fund", fund.number)
        json.member("household", household.number)
        json.member("amount", amount.amount)
        json.member("received", received.amount)
        json.member("pledged_on", pledgedOn.text)
        json.member("state", state.rawValue)
        if let transferredFrom { json.member("transferred_from", transferredFrom.number) }
        json.member("version", version)
    }
}

extension Contribution {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", hamlet.number)
        json.member("fund", fund.number)
        switch donor {
        case .household(let household): json.member("household", household.number)
        case .organisation(let organisation): json.member("organisation", organisation.number)
        case .sponsor(let sponsor):
            json.member("sponsor_name", sponsor.name)
            json.member("sponsor_kind", sponsor.kind.rawValue)
        }
        json.member("anonymous", isAnonymous)
        json.member("pledge", pledge?.number)
        json.member("method", method.rawValue)
        json.member("bank_reference", bankReference)
        json.member("received_on", receivedOn.text)
        json.member("amount", amount.amount)
        json.member("book", voucher.series.book)
        json.member("number", voucher.printedNumber)
        json.member("party_name", voucher.partyName)
        json.member("party_address", voucher.partyAddress)
        json.member("reason", voucher.reason)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        if let voiding {
            json.member("void_reason", voiding.reason)
            json.member("voided_by", voiding.by.number)
            json.member("voided_at", voiding.at.text)
        }
        json.member("version", version)
    }
}

extension Expenditure {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", hamlet.number)
        json.member("fund", fund.number)
        json.member("payee", payee)
        json.member("purpose", purpose)
        json.member("item", item)
        json.member("amount", amount.amount)
        json.member("method", method.rawValue)
        json.member("refund_of", refundOf?.number)
        json.member("requested_at", requestedAt.text)
        json.member("state", state.rawValue)
        json.member("requested_by", duties.requestedBy.number)
        json.member("checked_by", duties.checkedBy?.number)
        json.member("approved_by", duties.approvedBy?.number)
        json.member("paid_by", duties.paidBy?.number)
        json.member("booked_by", duties.bookedBy?.number)
        json.member("rejected_by", duties.rejectedBy?.number)
        json.member("voided_by", duties.voidedBy?.number)
        json.member("reason", reason)
        if let voucher {
            json.member("paid_on", voucher.issuedOn.text)
            json.member("book", voucher.series.book)
            json.member("number", voucher.printedNumber)
            json.member("party_address", voucher.partyAddress)
            json.member("voucher_reason", voucher.reason)
        }
        json.member("version", version)
    }
}

extension CriteriaSet {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("unit", unit)
        json.member("valid_from", validFrom.text)
        json.name("criteria")
        json.beginArray()
        for criterion in criteria {
            json.beginObject()
            json.member("name", criterion.name)
            json.member("weight", criterion.weight)
            json.member("max", criterion.max)
            json.endObject()
        }
        json.endArray()
        json.member("pass", pass)
    }
}

extension Model {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", owner.hamlet?.number)
        json.member("organisation", owner.organisation?.number)
        json.member("unit", unit)
        json.member("name", sheet.name)
        json.member("area", sheet.area.rawValue)
        json.member("kind", sheet.kind.rawValue)
        json.member("year", sheet.year)
        for content in Content.allCases {
            guard let text = sheet.contents[content] else { continue }
            json.name(dynamic: content.rawValue)
            json.value(text)
        }
        json.member("replicated_from", sheet.replicatedFrom?.number)
        json.member("state", state.rawValue)
        json.member("registered_on", registeredOn?.text)
        json.member("criteria_set", criteriaSet?.number)
        json.member("remarks", remarks)
        if let decision { decision.write(to: &json) }
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }
}

extension Model.Decision {
    fileprivate func write(to json: inout JSONWriter) {
        switch outcome {
        case .recognised(let recognition):
            json.member("level", recognition.level.rawValue)
            json.member("decision_number", recognition.number)
            json.member("decided_on", recognition.decidedOn.text)
            json.member("signer", recognition.signer)
        case .declined(let reason): json.member("decline_reason", reason)
        }
        json.member("decided_by", by.number)
    }
}

extension Appraisal {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("model", model.number)
        json.member("appraiser", appraiser.number)
        json.name("scores")
        json.beginArray()
        for score in points { json.value(score) }
        json.endArray()
        json.member("remarks", remarks)
        json.member("recorded_at", recordedAt.text)
    }
}
