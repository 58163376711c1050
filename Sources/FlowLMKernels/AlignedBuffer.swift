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

/// Fixed-size memory, aligned for vector loads: owned and zeroed, or shared with what owns it.
///
/// Large buffers ask for huge pages: with 4 KB pages a pass over the weights spends up to half its time
/// in address translation. Pages that are never touched cost nothing, so room for the longest utterance is free.
///
/// `@unchecked Sendable`: weights are written once, before they are shared. A stream's buffers are touched by one
/// thread at a time, which their owners ensure.
public final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    public let pointer: UnsafeMutablePointer<Element>
    public let count: Int
    private let memory: Memory

    private enum Memory {
        case heap(UnsafeMutableRawPointer)
        case mapping(base: UnsafeMutableRawPointer, length: Int)
        case shared(any AnyObject & Sendable)
    }

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
            memory = .mapping(base: base, length: length)
            pointer = aligned.bindMemory(to: Element.self, capacity: count)
        } else {
            // Large parts of the heap come zeroed from the system, and calloc does not touch them.
            let alignment = 64
            guard let base = calloc(bytes + alignment, 1) else { throw AllocationFailure(bytes: bytes) }
            memory = .heap(base)
            pointer = base.alignedUp(toMultipleOf: alignment).bindMemory(to: Element.self, capacity: count)
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

    /// Weights that lie elsewhere, such as in a mapped file. They must be aligned to the elements, and not be written.
    init(sharing shared: SharedBytes) {
        count = shared.count / MemoryLayout<Element>.stride
        memory = .shared(shared.owner)
        pointer = UnsafeMutableRawPointer(mutating: shared.start).bindMemory(to: Element.self, capacity: count)
    }

    deinit {
        switch memory {
        case .heap(let base): free(base)
        case .mapping(let base, let length): munmap(base, length)
        case .shared: break
        }
    }

    /// Valid while the buffer is: not for one that has no name.
    public var elements: UnsafeMutableBufferPointer<Element> { .init(start: pointer, count: count) }

    /// A copy.
    public var array: [Element] { withExtendedLifetime(self) { Array(elements) } }
}
