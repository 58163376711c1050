import Synchronization

/// Keys and values of a prompt, computed once and shared read-only by every stream that continues it.
public final class KVPrefix: Sendable {
    /// Positions.
    public let length: Int
    public let layers: Int
    public let kvDim: Int
    /// [layer][keys, values][length][kvDim]
    private let storage: AlignedBuffer<Float>
    /// The same as half floats, once somebody has asked for them.
    private let halves = Mutex<AlignedBuffer<UInt16>?>(nil)

    /// - Parameters:
    ///   - length: positions.
    ///   - kvDim: width of a key or value: heads × head width.
    ///   - layers: keys and values of each layer, `[length, kvDim]` each.
    public init(length: Int, kvDim: Int, layers: [(keys: [Float], values: [Float])]) {
        self.length = length
        self.layers = layers.count
        self.kvDim = kvDim
        storage = AlignedBuffer(count: layers.count * 2 * length * kvDim)
        var target = storage.pointer
        for layer in layers {
            for part in [layer.keys, layer.values] {
                assert(part.count == length * kvDim)
                target.update(from: part, count: part.count)
                target += part.count
            }
        }
    }

    /// Copies what a stream's cache has computed.
    public convenience init(copying cache: KVCache) {
        self.init(
            length: cache.position, kvDim: cache.kvDim,
            layers: (0..<cache.layers).map { cache.contents(layer: $0) })
    }

    /// Where keys and values lie in `type`, for as long as the prefix lives.
    func memory(_ type: KVType) -> UnsafeRawPointer {
        switch type {
        case .f32: UnsafeRawPointer(storage.pointer)
        case .f16:
            halves.withLock { halves in
                let memory = halves ?? AlignedBuffer(count: storage.count)
                if halves == nil { type.store(storage.pointer, count: storage.count, to: memory.pointer) }
                halves = memory
                return UnsafeRawPointer(memory.pointer)
            }
        }
    }

    /// Keys and values of one layer, `[length, kvDim]` each.
    public func contents(layer: Int) -> (keys: [Float], values: [Float]) {
        let count = length * kvDim
        let keys = storage.pointer + layer * 2 * count
        return (
            Array(UnsafeBufferPointer(start: keys, count: count)),
            Array(UnsafeBufferPointer(start: keys + count, count: count))
        )
    }
}
