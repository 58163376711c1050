import CFlowKernels

/// How keys and values are kept.
public enum KVType: Sendable {
    case f32
    /// Half floats: an error of up to 0.05 % of each value, for half the memory that every step reads.
    case f16

    /// Bytes of a number.
    var size: Int { self == .f32 ? 4 : 2 }

    /// Stores `count` numbers.
    func store(_ x: Rows, count: Int, to place: UnsafeMutableRawPointer) {
        switch self {
        case .f32: place.copyMemory(from: x, byteCount: count * size)
        case .f16: fk_to_f16(x, count, place.assumingMemoryBound(to: UInt16.self))
        }
    }

    /// `count` numbers that were stored.
    func load(_ place: UnsafeRawPointer, count: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { floats, initialized in
            initialized = count
            guard let base = floats.baseAddress else { return }
            switch self {
            case .f32: UnsafeMutableRawPointer(base).copyMemory(from: place, byteCount: count * size)
            case .f16: fk_from_f16(place.assumingMemoryBound(to: UInt16.self), count, base)
            }
        }
    }
}
