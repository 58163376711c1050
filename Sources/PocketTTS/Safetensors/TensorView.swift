#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A named array of a file: type, shape and bytes. The view keeps the file mapped.
public struct TensorView: @unchecked Sendable {
    // Sendable: the bytes are never written once a view of them exists, and `owner` keeps them where they are.

    /// The name under which it was found.
    public let name: String
    public let dtype: TensorDType
    /// Row-major sizes, outermost first; empty for a scalar.
    public let shape: [Int]
    /// The raw little-endian elements, **at any alignment**: read them with `loadUnaligned` or `memcpy`.
    /// Valid while this view (or another one of the same file) is alive.
    public let bytes: UnsafeRawBufferPointer
    /// The file or the buffer that `bytes` points into.
    private let owner: any Sendable & AnyObject

    init(name: String, dtype: TensorDType, shape: [Int], bytes: UnsafeRawBufferPointer, owner: any Sendable & AnyObject)
    {
        self.name = name
        self.dtype = dtype
        self.shape = shape
        self.bytes = bytes
        self.owner = owner
    }

    /// A tensor that was computed rather than read.
    init(name: String, shape: [Int], values: FloatStorage) {
        self.init(
            name: name, dtype: .f32, shape: shape, bytes: UnsafeRawBufferPointer(values.buffer), owner: values)
    }

    // No overflow: files are checked for it.
    public var elementCount: Int { shape.reduce(1, *) }

    /// Path of the file it lies in; `nil` for a computed tensor.
    var path: String? { (owner as? MappedFile)?.path }

    /// The same bytes under another name.
    func renamed(_ name: String) -> TensorView {
        TensorView(name: name, dtype: dtype, shape: shape, bytes: bytes, owner: owner)
    }

    /// A run of elements as a vector. For types of whole bytes; `range` must lie inside.
    func elements(_ range: Range<Int>) -> TensorView {
        let size = dtype.bits / 8
        return TensorView(
            name: name, dtype: dtype, shape: [range.count],
            bytes: UnsafeRawBufferPointer(rebasing: bytes[(range.lowerBound * size)..<(range.upperBound * size)]),
            owner: owner)
    }

    /// The file that `bytes` are mapped from; `nil` for a buffer.
    var mappedFile: MappedFile? { owner as? MappedFile }

    /// Lets the system drop the pages that lie wholly inside this tensor from memory; they are read from the file again
    /// if touched. For weights that were converted into another buffer.
    public func releasePages() {
        guard mappedFile != nil, let start = bytes.baseAddress else { return }
        let page = UInt(sysconf(CInt(_SC_PAGESIZE)))
        let first = (UInt(bitPattern: start) + page - 1) / page * page
        let end = (UInt(bitPattern: start) + UInt(bytes.count)) / page * page
        guard first < end else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), CInt(MADV_DONTNEED))
    }

    /// Whether the first bytes (at most `limit`) are all zero.
    func startsZeroed(limit: Int) -> Bool {
        bytes.prefix(limit).allSatisfy { $0 == 0 }
    }
}

/// Memory for computed values, released with its last view.
final class FloatStorage: Sendable {
    nonisolated(unsafe) let buffer: UnsafeMutableBufferPointer<Float>

    init(count: Int, fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
        buffer = .allocate(capacity: count)
        buffer.initialize(repeating: 0)
        fill(buffer)
    }

    deinit { buffer.deallocate() }
}
