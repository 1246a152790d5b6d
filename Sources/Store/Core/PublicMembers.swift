import Domain
import JSON

/// Which members of an entity's journal payload everyone may know: the public part of its entries in the public log.
///
/// The words are those of the disclosure policy: a member is public here only where a public response shows it.
package struct PublicMembers: Sendable {
    /// A member, and what the others must be for it to be public.
    package struct Member: Sendable {
        let name: StaticString
        /// Of a list of objects, the members of each that everyone may know; empty for a member that is shown whole.
        let parts: [StaticString]
        let conditions: [Condition]

        init(_ name: StaticString, _ conditions: Condition...) {
            self.name = name
            parts = []
            self.conditions = conditions
        }

        init(listOf name: StaticString, _ parts: StaticString...) {
            self.name = name
            self.parts = parts
            conditions = []
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
        /// The member is one of these JSON texts.
        case among(StaticString, [StaticString])
        /// The member is a text, and not about support to persons (`Disclosure.isSupport`).
        case noSupport(StaticString)
    }

    /// Empty when nothing of the entity is public.
    package let members: [Member]
    /// A condition for any of it to be public.
    let condition: Condition?
    /// What was public before, where the log may have entries from then: a leaf is never made anew.
    package let earlier: [PublicMembers]

    package static let none = PublicMembers([])

    /// Who keeps the books that an entity is in: one of the three, as `FundOwner.writeMember(to:)` writes it.
    static let owner: [Member] = [
        Member("hamlet"), Member("commune_owner"), Member("organisation_owner"),
    ]

    init(_ members: [Member], when condition: Condition? = nil, earlier: [PublicMembers] = []) {
        self.members = members
        self.condition = condition
        self.earlier = earlier
    }

    /// Members of an entity of books, with its owner; once only those of hamlets were named.
    static func ofOwner(_ members: [Member], when condition: Condition? = nil) -> PublicMembers {
        PublicMembers(
            owner + members, when: condition,
            earlier: [PublicMembers([Member("hamlet")] + members, when: condition)])
    }

    package var names: [String] { members.flatMap { [$0.name.description] + $0.parts.map(\.description) } }

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
            case .among(let name, let texts):
                slices.member(name, in: payload)
                    .map { member in texts.contains { payload[member.value].isEqual(to: $0) } } ?? false
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
            if member.parts.isEmpty {
                selected += payload[slice.whole]
            } else {
                selected += payload[slice.whole.lowerBound..<slice.value.lowerBound]
                selected += PublicMembers.list(Array(payload[slice.value]), showing: member.parts)
            }
        }
        guard !selected.isEmpty else { return nil }
        selected.append(UInt8(ascii: "}"))
        return selected
    }

    /// A list of objects, each with these members alone.
    private static func list(_ list: [UInt8], showing names: [StaticString]) -> [UInt8] {
        let objects = (JSONMemberSlices.elements(of: list) ?? [])
            .map { object -> [UInt8] in
                let slices = JSONMemberSlices(of: object)
                let members = names.compactMap { slices?.member($0, in: object).map { object[$0.whole] } }
                return [UInt8(ascii: "{")] + members.joined(separator: [UInt8(ascii: ",")])
                    + [UInt8(ascii: "}")]
            }
        return [UInt8(ascii: "[")] + objects.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
    }
}
