#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The system gave no memory.
public struct AllocationFailure: Error, Equatable {
    /// How much was asked for; `Int.max` if the number of bytes overflowed.
    public let bytes: Int

    public init(bytes: Int) { self.bytes = bytes }

    /// Asks the system for memory and gives it back at once: for buffers that are allocated later, in places that
    /// cannot throw.
    public static func check(bytes: Int) throws(AllocationFailure) {
        // What is small is not refused, or everything is.
        guard bytes > 64 << 20 else { return }
        munmap(try map(bytes), bytes)
    }

    fileprivate static func map(_ bytes: Int) throws(AllocationFailure) -> UnsafeMutableRawPointer {
        let base = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let base, base != MAP_FAILED else { throw AllocationFailure(bytes: bytes) }
        return base
    }
}

/// Owned, zeroed, fixed-size memory, aligned for vector loads.
///
/// Large buffers ask for huge pages: with 4 KB pages a pass over the weights spends up to half its time
/// in address translation. Pages that are never touched cost nothing, so room for the longest utterance is free.
///
/// `@unchecked Sendable`: weights are written once, before they are shared. A stream's buffers are touched by one
/// thread at a time, which their owners ensure.
public final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    public let pointer: UnsafeMutablePointer<Element>
    public let count: Int
    private let mapping: (base: UnsafeMutableRawPointer, length: Int)?

    private static var hugePage: Int { 2 << 20 }

    /// `count` zeroed elements.
    /// - Throws: ``AllocationFailure`` if the system does not give as much memory.
    public init(allocating count: Int) throws(AllocationFailure) {
        self.count = count
        let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        guard !overflow, bytes <= Int.max - Self.hugePage else { throw AllocationFailure(bytes: .max) }
        if bytes >= Self.hugePage {
            let length = bytes + Self.hugePage
            let base = try AllocationFailure.map(length)
            let aligned = base.alignedUp(toMultipleOf: Self.hugePage)
            #if os(Linux)
            madvise(aligned, bytes, 14 /* MADV_HUGEPAGE */)
            #endif
            mapping = (base, length)
            pointer = aligned.bindMemory(to: Element.self, capacity: count)
        } else {
            let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            mapping = nil
            pointer = raw.bindMemory(to: Element.self, capacity: count)
        }
    }

    /// `count` zeroed elements. Traps when the system has no memory left, as Swift's own arrays do: sizes that come
    /// from a file or a request are checked before, by ``AllocationFailure/check(bytes:)``.
    public convenience init(count: Int) {
        do throws(AllocationFailure) {
            try self.init(allocating: count)
        } catch {
            fatalError("out of memory: \(error.bytes) bytes")
        }
    }

    public convenience init(_ elements: [Element]) {
        self.init(count: elements.count)
        pointer.update(from: elements, count: elements.count)
    }

    deinit {
        if let mapping {
            munmap(mapping.base, mapping.length)
        } else {
            UnsafeMutableRawPointer(pointer).deallocate()
        }
    }

    /// Valid while the buffer is: not for one that has no name.
    public var elements: UnsafeMutableBufferPointer<Element> { .init(start: pointer, count: count) }

    /// A copy.
    public var array: [Element] { withExtendedLifetime(self) { Array(elements) } }
}
