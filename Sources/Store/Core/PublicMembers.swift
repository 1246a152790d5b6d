import Domain
import JSON

/// Which members of an entity's journal payload everyone may know: the public part of its entries in the public log.
///
/// The words are those of the disclosure policy: a member is public here only where a public response shows it.
package struct PublicMembers: Sendable {
    /// A member, and what the others must be for it to be public.
    package struct Member: Sendable {
        let name: StaticString
        let conditions: [Condition]

        init(_ name: StaticString, _ conditions: Condition...) {
            self.name = name
            self.conditions = conditions
        }
    }

    /// A condition on another member of the same payload.
    package enum Condition: Sendable {
        /// The member is absent or null.
        case without(StaticString)
        /// The member is there and not null.
        case with(StaticString)
        /// The member is not this JSON text.
        case not(StaticString, StaticString)
        /// The member is a text, and not about support to persons (`Disclosure.isSupport`).
        case noSupport(StaticString)
    }

    /// Empty when nothing of the entity is public.
    package let members: [Member]
    /// A condition for any of it to be public.
    let condition: Condition?

    package static let none = PublicMembers([])

    /// Who keeps the books that an entity is in: one of the three, as `FundOwner.writeMember(to:)` writes it.
    static let owner: [Member] = [
        Member("hamlet"), Member("commune_owner"), Member("organisation_owner"),
    ]

    init(_ members: [Member], when condition: Condition? = nil) {
        self.members = members
        self.condition = condition
    }

    package var names: [String] { members.map(\.name.description) }

    /// The public members of `payload` as one JSON object, each as it was written; nil when nothing of it is public.
    package func selected(from payload: [UInt8]) -> [UInt8]? {
        guard !members.isEmpty, let slices = JSONMemberSlices(of: payload) else { return nil }
        func holds(_ condition: Condition) -> Bool {
            switch condition {
            case .without(let name): !isThere(name)
            case .with(let name): isThere(name)
            case .noSupport(let name): text(name).map { !Disclosure.isSupport($0) } ?? false
            case .not(let name, let text):
                slices.member(name, in: payload).map { !payload[$0.value].isEqual(to: text) } ?? true
            }
        }
        func text(_ name: StaticString) -> String? {
            guard let slice = slices.member(name, in: payload),
                // What cannot be read is not shown.
                case .string(let text)? = try? JSONDocument(parsing: Array(payload[slice.value])).root
            else { return nil }
            return text
        }
        func isThere(_ name: StaticString) -> Bool {
            slices.member(name, in: payload).map { !payload[$0.value].isEqual(to: "null") } ?? false
        }
        guard condition.map(holds) ?? true else { return nil }
        var selected: [UInt8] = []
        selected.reserveCapacity(payload.count)
        for member in members where member.conditions.allSatisfy(holds) {
            guard let slice = slices.member(member.name, in: payload) else { continue }
            selected.append(UInt8(ascii: selected.isEmpty ? "{" : ","))
            selected += payload[slice.whole]
        }
        guard !selected.isEmpty else { return nil }
        selected.append(UInt8(ascii: "}"))
        return selected
    }
}
