import Synchronization

/// The objects that callers of the library hold, by handle. A handle is a number that is never given out twice, so that
/// one that was closed names nothing.
final class Handles: Sendable {
    static let all = Handles()

    private struct State {
        var objects: [UInt: any Sendable & AnyObject] = [:]
        var latest: UInt = 0
    }

    private let state = Mutex(State())

    func insert(_ object: any Sendable & AnyObject) -> OpaquePointer? {
        state.withLock { state in
            // Looks like an aligned address, which some callers expect of a pointer.
            state.latest += 16
            state.objects[state.latest] = object
            return OpaquePointer(bitPattern: state.latest)
        }
    }

    /// - Throws: ``LibraryError/badHandle`` for a handle that names no object of this type.
    func find<Object: AnyObject & Sendable>(_ handle: OpaquePointer?, _: Object.Type) throws(LibraryError) -> Object {
        guard let object = state.withLock({ $0.objects[UInt(bitPattern: handle)] }) as? Object else { throw .badHandle }
        return object
    }

    /// Ends a handle and returns its object.
    func remove<Object: AnyObject & Sendable>(_ handle: OpaquePointer?, _: Object.Type) throws(LibraryError) -> Object {
        let object = state.withLock { state -> Object? in
            guard let object = state.objects[UInt(bitPattern: handle)] as? Object else { return nil }
            state.objects[UInt(bitPattern: handle)] = nil
            return object
        }
        guard let object else { throw .badHandle }
        return object
    }
}
