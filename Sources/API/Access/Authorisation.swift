import Crypto
import Domain
import Foundation
import Store

/// A token's secret: `dv_` and 256 random bits in base64url.
///
/// Shown once; only its SHA-256 is stored.
///
/// - Source: RFC 6750 §2.1 for the header field, RFC 4648 §5 for the alphabet.
package struct TokenSecret: Hashable, Sendable {
    package let text: String

    /// A new secret from the system's random number generator.
    package init() {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        text =
            "dv_"
            + Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// The secret in an `Authorization` field; nil when it is malformed.
    init?(authorization field: String) {
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let secret = parts[1].trimmingBlanks()
        guard secret.hasPrefix("dv_"), secret.utf8.count == 46 else { return nil }
        text = String(secret)
    }

    package var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}

extension Reading where Self: ~Copyable {
    /// The token in an `Authorization` field.
    ///
    /// - Throws: `token-missing`, or `token-invalid` when it is unknown, expired or revoked.
    borrowing func token(authorizedBy field: String?) throws -> AccessToken {
        guard let field else {
            throw Problem(
                .tokenMissing, fields: [.init(name: .authenticate, value: "Bearer realm=\"danvan\"")])
        }
        guard let secret = TokenSecret(authorization: field), let token = try token(hash: secret.hash),
            token.isValid(at: now)
        else {
            throw Problem(
                .tokenInvalid,
                fields: [
                    .init(name: .authenticate, value: "Bearer realm=\"danvan\", error=\"invalid_token\"")
                ])
        }
        try checkLife(of: token)
        return token
    }

    /// Checks that the unit of the token is still the one to which the role was assigned.
    ///
    /// - Throws: `token-invalid` when the unit has ended, or its code was given to another one.
    private borrowing func checkLife(of token: AccessToken) throws {
        guard let code = try endedUnit(of: token) else { return }
        throw Problem(
            .tokenInvalid,
            detail: Sentence(
                vi:
                    "Đơn vị \(code) đã được sắp xếp lại sau khi giao vai trò; quản trị viên giao lại vai trò.",
                en: "The unit \(code) was reorganised after the role was assigned; ask for a new assignment."),
            fields: [.init(name: .authenticate, value: "Bearer realm=\"danvan\", error=\"invalid_token\"")])
    }

    /// The unit in which the role of the token was assigned, when it has ended, or its code was given to another one.
    ///
    /// A code does not identify a unit over time: 16702 was Phường Nghi Phú until 2025-06-30 and is Phường Vinh Phú since.
    ///
    /// The unit of a hamlet's role is the commune in which the hamlet was when the role was assigned.
    borrowing func endedUnit(of token: AccessToken) throws -> AdministrativeUnit.Code? {
        let assignedOn = LocalDate(token.createdAt)
        let code: AdministrativeUnit.Code
        switch token.assignment.scope {
        case .unit(let unit): code = unit
        case .hamlet(let id):
            // A role in a hamlet whose commune had ended before, for its old books, ends with the token only.
            guard let hamlet = try find(id) else { return nil }
            code = try version(of: hamlet, on: assignedOn).commune
            if try unit(code, on: assignedOn) == nil { return nil }
        }
        let assigned = try unit(code, on: assignedOn)
        if let assigned, try unit(code, on: today)?.id == assigned.id { return nil }
        return code
    }

    /// Checks that the caller may access the target; a resource the caller may not see is reported as not found.
    ///
    /// The caller's role was checked before the request was decoded.
    ///
    /// - Parameters:
    ///   - caller: the caller.
    ///   - target: the resource of the request; nil when it concerns no place.
    /// - Returns: the scope of the resource; nil when the request concerns no place.
    /// - Throws: `Refusal.notFound`, `.unknownReference`.
    borrowing func authorise(_ caller: Caller, to target: Target?) throws -> ResourceScope? {
        guard let target else { return nil }
        guard let scope = try resourceScope(of: target.resource), caller.canSee(scope.place) else {
            throw target.refusal
        }
        // A user has no place of their own: those whom the caller's list contains.
        if case .entity(.user, let number) = target.resource,
            try user(User.ID(number), within: caller.assignment.scope) == nil
        {
            throw target.refusal
        }
        return scope
    }

    /// Whether the caller may know that the entity exists, which is decided by where it is now.
    borrowing func isKnown<Value: Entity>(_ id: Identifier<Value>, to caller: Caller) throws -> Bool {
        // An import on the server has no scope.
        if caller.isServer { return true }
        return try resourceScope(of: ResourceRef(id)).map { caller.canSee($0.place) } ?? false
    }

    /// What is said about an entity that a request names and that does not fit: `refusal` to a caller who may see it; to
    /// all others the same as if there were none.
    borrowing func refusal<Value: Entity>(
        _ refusal: Refusal, about id: Identifier<Value>, named field: Field, for caller: Caller
    ) throws -> Refusal {
        try isKnown(id, to: caller) ? refusal : .unknownReference(Value.kind, at: field)
    }

    /// Whether the user has a role, or a code for one, over the place of the resource.
    ///
    /// Nobody else is named there by number: the papers print names, and those of users are known in their places only.
    borrowing func hasRole(_ user: User.ID, over resource: ResourceRef) throws -> Bool {
        guard let place = try resourceScope(of: resource)?.place else { return false }
        for token in try currentTokens(of: user) where token.assignment.scope.covers(place) {
            if try endedUnit(of: token) == nil { return true }
        }
        return false
    }

    /// Checks that a write to the target is still possible.
    ///
    /// - Throws: `Refusal.closed` when its hamlet has ended, or its books were handed over.
    borrowing func checkOpen(_ scope: ResourceScope, of target: Target) throws {
        if !target.mayBeClosed, let last = scope.hamletEnd, let hamlet = scope.place?.hamlets.first {
            throw Refusal.closed(
                .hamlet, last: last, successors: try namedSuccessors(of: hamlet), exit: target.exit)
        }
        if !target.mayBeClosed, let owner = scope.owner { try checkBooksOpen(of: owner, exit: target.exit) }
    }
}

extension Caller {
    /// Checks that the caller has one of `roles`.
    ///
    /// - Throws: `.roleMissing`.
    func check(_ roles: Set<Role>) throws(Refusal) {
        let held = assignment.role
        guard roles.contains(held) else { throw .roleMissing(held: held, allowed: roles) }
    }
}
