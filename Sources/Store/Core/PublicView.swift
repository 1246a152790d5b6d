package import Domain
package import JSON

/// A value that a public response shows.
///
/// It is written only from values that the policy has released: what it writes to takes nothing else. It is not
/// `Described`, so that the view of an entity for its bookkeepers cannot be one by mistake.
package protocol PublicView: Sampled, Sendable {
    func write(to fields: inout some PublicFieldWriter)
}

/// Receives the members of a public view in order.
package protocol PublicFieldWriter {
    mutating func publish<Entity>(_ id: Disclosed<Identifier<Entity>>)
    mutating func publish<Entity>(_ id: Disclosed<Identifier<Entity>?>)
    mutating func publish<Entity>(_ ids: Disclosed<[Identifier<Entity>]>)
    mutating func publish(_ date: Disclosed<LocalDate>)
    mutating func publish(_ date: Disclosed<LocalDate?>)
    mutating func publish<Word: RawRepresentable<String> & CaseIterable>(_ word: Disclosed<Word>)
    mutating func publish<Word: RawRepresentable<String> & CaseIterable>(_ word: Disclosed<Word?>)
    mutating func publish(_ text: Disclosed<String>)
    mutating func publish(_ text: Disclosed<String?>)
    /// A text of another form than a line of up to 1,000 characters.
    mutating func publish(_ text: Disclosed<String>, as kind: @autoclosure () -> JSONSchema)
    mutating func publish(_ text: Disclosed<String?>, as kind: @autoclosure () -> JSONSchema)
    mutating func publish(_ texts: Disclosed<[String]>, as kind: @autoclosure () -> JSONSchema)
    mutating func publish(_ amount: Disclosed<Dong>)
    mutating func publish(_ amount: Disclosed<Dong?>)
    mutating func publish(_ count: Disclosed<Int64>)
    mutating func publish(_ count: Disclosed<Int64?>)
    mutating func publish<View: PublicView>(_ name: StaticString, _ view: View)
    mutating func publish<View: PublicView>(_ name: StaticString, optional view: View?)
    mutating func publish<View: PublicView>(_ name: StaticString, _ views: [View])
}

/// A public view as a response, or within one.
package struct Published<View: PublicView>: Described {
    package let view: View

    package init(_ view: View) { self.view = view }

    package static var sample: Published<View> { Published(.sample) }

    package func write(to fields: inout some FieldWriter) { view.write(to: &fields) }
}

extension FieldWriter {
    package mutating func publish<Entity>(_ id: Disclosed<Identifier<Entity>>) { member(id.name, id.value) }

    package mutating func publish<Entity>(_ id: Disclosed<Identifier<Entity>?>) { member(id.name, id.value) }

    package mutating func publish<Entity>(_ ids: Disclosed<[Identifier<Entity>]>) {
        list(ids.name, ids.value)
    }

    package mutating func publish(_ date: Disclosed<LocalDate>) { member(date.name, date.value) }

    package mutating func publish(_ date: Disclosed<LocalDate?>) { member(date.name, date.value) }

    package mutating func publish<Word: RawRepresentable<String> & CaseIterable>(_ word: Disclosed<Word>) {
        choice(word.name, word.value)
    }

    package mutating func publish<Word: RawRepresentable<String> & CaseIterable>(_ word: Disclosed<Word?>) {
        choice(word.name, word.value)
    }

    package mutating func publish(_ text: Disclosed<String>) { member(text.name, text.value) }

    package mutating func publish(_ text: Disclosed<String?>) { member(text.name, text.value) }

    package mutating func publish(_ text: Disclosed<String>, as kind: @autoclosure () -> JSONSchema) {
        self.text(text.name, text.value, kind())
    }

    package mutating func publish(_ text: Disclosed<String?>, as kind: @autoclosure () -> JSONSchema) {
        self.text(text.name, text.value, .nullable(kind()))
    }

    package mutating func publish(_ texts: Disclosed<[String]>, as kind: @autoclosure () -> JSONSchema) {
        list(texts.name, texts.value, kind())
    }

    package mutating func publish(_ amount: Disclosed<Dong>) { member(amount.name, amount.value) }

    package mutating func publish(_ amount: Disclosed<Dong?>) { member(amount.name, amount.value) }

    package mutating func publish(_ count: Disclosed<Int64>) { self.count(count.name, count.value) }

    package mutating func publish(_ count: Disclosed<Int64?>) { self.count(count.name, count.value) }

    package mutating func publish<View: PublicView>(_ name: StaticString, _ view: View) {
        object(name, Published(view))
    }

    package mutating func publish<View: PublicView>(_ name: StaticString, optional view: View?) {
        optionalObject(name, view.map { Published($0) })
    }

    package mutating func publish<View: PublicView>(_ name: StaticString, _ views: [View]) {
        list(name, views.map { Published($0) })
    }
}
