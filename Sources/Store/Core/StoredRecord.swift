package import Domain
package import SQLite

/// An entity whose columns are all stored and which is always written as a whole, with its parts.
///
/// Its row is written by `save`; other entities have statements of their own.
package protocol StoredRecord: StoredEntity, RecordedEntity {
    static var statements: RecordStatements { get }

    /// Whose lists and totals change with it; nil for none.
    var listOwner: FundOwner? { get }
    /// The values of the table's columns before those of the recording, in order.
    var row: [any Bindable] { get }
    /// The values of each part's columns, in order.
    var parts: [[any Bindable]] { get }
    /// The columns of a UNIQUE constraint as SQLite names them, and the refusal when they are taken.
    var uniqueness: (columns: StaticString, refusal: Refusal)? { get }
}

extension StoredRecord {
    package var uniqueness: (columns: StaticString, refusal: Refusal)? { nil }
    package var parts: [[any Bindable]] { [] }
}

/// The statements that write the whole row of an entity: its columns in the order of the table, then the position.
package struct RecordStatements: Sendable {
    fileprivate let insert: Query
    fileprivate let update: Query
    fileprivate let deleteParts: Query?
    fileprivate let insertPart: Query?
    fileprivate let selectParts: Query?

    /// Creates the statements.
    ///
    /// - Parameters:
    ///   - table: the table, whose columns end with those of the recording.
    ///   - partColumns: the columns of its table of parts, if it has one.
    init(_ table: EntityTable, parts partColumns: Columns = []) {
        let (name, columns) = (table.name, table.columns.adding("position"))
        let version = columns.parameter(of: "version")
        insert = Query("INSERT INTO \(name) (\(columns)) VALUES (\(columns.parameters))")
        update = Query("UPDATE \(name) SET \(columns.assignments) WHERE id = ?1 AND version = \(version) - 1")
        guard let found = table.parts.first else {
            (deleteParts, insertPart, selectParts) = (nil, nil, nil)
            return
        }
        let (part, parent) = (found.name, found.parent)
        let allColumns = partColumns.adding("number").adding(parent)
        deleteParts = Query("DELETE FROM \(part) WHERE \(parent) = ?1")
        insertPart = Query("INSERT INTO \(part) (\(allColumns)) VALUES (\(allColumns.parameters))")
        selectParts = Query("SELECT \(partColumns) FROM \(part) WHERE \(parent) = ?1 ORDER BY number")
    }
}

extension Row {
    /// The recording in three columns from `index` on.
    func recording(_ index: Int32) -> Recording {
        Recording(by: id(index), at: instant(index + 1), version: integer(index + 2))
    }
}

extension Recording: Sampled {
    package static let sample = Recording(by: Identifier(1), at: .sample)
}

extension FieldWriter {
    package mutating func member(_ recording: Recording) {
        member("recorded_by", recording.by)
        member("recorded_at", recording.at)
        count("version", recording.version)
    }
}

extension Reading where Self: ~Copyable {
    /// The parts of the entity with this id, each read from the columns of its row.
    borrowing func parts<Value: StoredRecord, Part>(
        of id: Identifier<Value>, _ read: (borrowing Row) -> Part
    ) throws -> [Part] {
        guard let query = Value.statements.selectParts else { return [] }
        return try connection.all(query, id) { row in read(row) }
    }
}

extension WriteTransaction {
    /// The recording of a new entity by `user`.
    package borrowing func recording(by user: User.ID) -> Recording { Recording(by: user, at: now) }

    /// Stores `new` as a change of `old`, or as a new entity, with its journal row.
    ///
    /// - Returns: the position of the journal row.
    /// - Throws: `Refusal.versionMismatch`; the refusal of `uniqueness`; `SQLiteError` for another violated constraint.
    @discardableResult
    package borrowing func save<Value: StoredRecord>(
        _ new: Value, replacing old: Value?, as action: JournalEvent.Action = .corrected
    ) throws -> Int64 {
        let position = try journal(old == nil ? .recorded : action, new, owner: new.listOwner)
        let recording = new.recording
        let values = new.row + [recording.by, recording.at, recording.version, position]
        func write() throws {
            guard old != nil else { return try connection.run(Value.statements.insert, with: values) }
            try update(to: new) { try connection.run(Value.statements.update, with: values) }
        }
        if let (columns, refusal) = new.uniqueness {
            try mappingConstraint(refusal, on: columns, write)
        } else {
            try write()
        }
        guard let delete = Value.statements.deleteParts, let insert = Value.statements.insertPart else {
            return position
        }
        try connection.run(delete, new.id)
        for (index, part) in new.parts.enumerated() {
            try connection.run(insert, with: part + [index + 1, new.id])
        }
        return position
    }
}
