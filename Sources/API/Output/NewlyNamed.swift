import JSON
import Store

/// A new entity, and the others of its place that its name may be confused with: a warning, no refusal.
struct NewlyNamed<View: Resource>: Resource {
    let view: View
    /// Those whose names differ only by accents, spaces and signs.
    let similar: [NamedEntity]

    var location: String { view.location }
    var version: Int64 { view.version }

    static var sample: Self { Self(view: .sample, similar: []) }

    func write(to fields: inout some FieldWriter) {
        view.write(to: &fields)
        fields.list("similar", similar.map(SimilarNameView.init))
    }
}

struct SimilarNameView: ValueView {
    let value: NamedEntity

    func write(to fields: inout some FieldWriter) {
        fields.integer("id", value.id, .id)
        fields.member("name", value.name)
    }
}

extension NamedEntity: Sampled {
    static var sample: NamedEntity { NamedEntity(id: 1, name: "Xóm 9") }
}
