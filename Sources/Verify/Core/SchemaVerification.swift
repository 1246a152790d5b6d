import Store

extension Verifier {
    /// Checks that the file has the tables, indexes, triggers and views of the migrations, and no others.
    ///
    /// Whoever drops a trigger or a CHECK can then change what it protects.
    func verify(_ stored: [String: SchemaObject], against expected: [String: SchemaObject]) {
        for name in Set(stored.keys).union(expected.keys).sorted() {
            switch (stored[name], expected[name]) {
            case (nil, _): report(.schemaObjectMissing(name))
            case (_, nil): report(.schemaObjectUnknown(name))
            case (let stored, let expected): if stored != expected { report(.schemaObjectChanged(name)) }
            }
        }
    }
}
