import Domain
import Store

/// The hamlet in the query of a list.
struct HamletInput: Input {
    let hamlet: Hamlet.ID

    init(from decoder: inout RequestDecoder) { hamlet = decoder.id("hamlet", in: .query) }

    var target: Target? { Target(hamlet) }
}
