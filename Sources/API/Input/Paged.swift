/// The input of a list: the filter and the page.
struct Paged<List: Input>: Input {
    let list: List
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        list = List(from: &decoder)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { list.target }
}
