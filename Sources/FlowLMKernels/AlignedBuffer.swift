#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Owned, zeroed, fixed-size memory, aligned for vector loads.
///
/// Large buffers ask for huge pages: with 4 KB pages a pass over the weights spends up to half its time
/// in address translation. Pages that are never touched cost nothing, so room for the longest utterance is free.
///
/// `@unchecked Sendable`: weights are written once, before they are shared; a stream's buffers are touched by one
/// thread at a time, which their owners see to.
public final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    public let pointer: UnsafeMutablePointer<Element>
    public let count: Int
    private let mapping: (base: UnsafeMutableRawPointer, length: Int)?

    private static var hugePage: Int { 2 << 20 }

    /// `count` zeroed elements; traps when the system has no memory left, as Swift's own arrays do.
    public init(count: Int) {
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<Element>.stride
        if bytes >= Self.hugePage {
            let length = bytes + Self.hugePage
            let base = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard let base, base != MAP_FAILED else { fatalError("out of memory: \(bytes) bytes") }
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
