import CFlowKernels

/// The keys and values that one stream has computed, for all layers; allocated once.
///
/// With a `window`, positions older than the window are overwritten (a ring); without, the cache continues a
/// shared prefix and grows up to its capacity. One thread at a time may use it.
///
/// A ring is laid out as [layer][keys, values][position][kvDim]: all of it is used, again and again. A cache that grows
/// is laid out as [position][layer][keys, values][kvDim], so that memory beyond its last position is never touched.
public final class KVCache: @unchecked Sendable {
    public let layers: Int
    public let kvDim: Int
    public let type: KVType
    public let prefix: KVPrefix?
    private let prefixMemory: UnsafeRawPointer?
    /// Own positions there is room for.
    public let capacity: Int
    private let window: Int?
    /// The memory of the keys and values; another cache may take it over when this one is no longer used.
    package let storage: AlignedBuffer<UInt8>

    /// Position of the next row, counted from the prefix's start.
    public var position: Int

    /// A cache that grows after `prefix`, up to `capacity` positions of its own.
    /// - Parameters:
    ///   - layers: of the transformer.
    ///   - kvDim: width of a key or value: heads × head width.
    ///   - capacity: positions after the prefix.
    ///   - type: of the stored values.
    ///   - prefix: read before the cache's own positions, shared and never written.
    ///   - storage: memory of a cache that is no longer used, of at least ``byteCount(layers:kvDim:capacity:type:)``.
    public init(
        layers: Int, kvDim: Int, capacity: Int, type: KVType = .f32, after prefix: KVPrefix? = nil,
        in storage: AlignedBuffer<UInt8>? = nil
    ) {
        self.layers = layers
        self.kvDim = kvDim
        self.type = type
        self.prefix = prefix
        prefixMemory = prefix?.memory(type)
        self.capacity = capacity
        window = nil
        position = prefix?.length ?? 0
        let bytes = Self.byteCount(layers: layers, kvDim: kvDim, capacity: capacity, type: type)
        assert(storage.map { $0.count >= bytes } ?? true)
        self.storage = storage ?? AlignedBuffer(count: bytes)
    }

    /// Bytes of a cache with room for `capacity` positions.
    public static func byteCount(layers: Int, kvDim: Int, capacity: Int, type: KVType) -> Int {
        layers * 2 * capacity * kvDim * type.size
    }

    /// A ring in which a row sees itself and the `window - 1` rows before it, with up to `block` rows added at a time.
    public init(layers: Int, kvDim: Int, window: Int, block: Int, type: KVType = .f32) {
        self.layers = layers
        self.kvDim = kvDim
        self.window = window
        self.type = type
        prefix = nil
        prefixMemory = nil
        capacity = window + block - 1
        position = 0
        storage = AlignedBuffer(count: Self.byteCount(layers: layers, kvDim: kvDim, capacity: capacity, type: type))
    }

    /// Forgets everything but the prefix.
    public func reset() { position = prefix?.length ?? 0 }

    /// Positions that a row can see at most.
    public var reach: Int { window ?? (prefix?.length ?? 0) + capacity }

    /// Numbers between positions.
    private var stride: Int { window == nil ? layers * 2 * kvDim : kvDim }
    /// Numbers between a layer's keys and its values.
    private var part: Int { window == nil ? kvDim : capacity * kvDim }

    private func keys(layer: Int, slot: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(storage.pointer) + (layer * 2 * part + slot * stride) * type.size
    }

    private func slot(_ position: Int) -> Int {
        window == nil ? position - (prefix?.length ?? 0) : position % capacity
    }

    /// Keeps the key and the value of `position`, `[kvDim]` each.
    func store(layer: Int, position: Int, key: Rows, value: Rows) {
        let place = keys(layer: layer, slot: slot(position))
        type.store(key, count: kvDim, to: place)
        type.store(value, count: kvDim, to: place + part * type.size)
    }

    /// The keys of one layer from `position` on, in the stream's own memory, and the numbers between them.
    func ownKeys(layer: Int, position: Int) -> (first: UnsafeRawPointer, stride: Int) {
        (UnsafeRawPointer(keys(layer: layer, slot: slot(position))), stride)
    }

    /// The positions that the row at `position` attends to, itself included: one or two segments, in order of position.
    func segments(
        layer: Int, position: Int, into segments: UnsafeMutablePointer<fk_kv_segment>
    ) -> Int {
        func segment(slot: Int, length: Int) -> fk_kv_segment {
            let keys = keys(layer: layer, slot: slot)
            return .init(k: keys, v: keys + part * type.size, length: length, stride: stride)
        }
        if let window {
            let first = max(0, position - window + 1)
            let start = slot(first)
            let total = position - first + 1
            let head = min(total, capacity - start)
            segments[0] = segment(slot: start, length: head)
            segments[1] = segment(slot: 0, length: total - head)
            return total > head ? 2 : 1
        }
        var count = 0
        if let prefix, let prefixMemory, prefix.length > 0 {
            let size = prefix.length * kvDim * type.size
            let keys = prefixMemory + layer * 2 * size
            segments[0] = .init(k: keys, v: keys + size, length: prefix.length, stride: kvDim)
            count = 1
        }
        segments[count] = segment(slot: 0, length: slot(position) + 1)
        return count + 1
    }

    /// Keys and values of one layer from position 0, prefix included; only without a window.
    public func contents(layer: Int) -> (keys: [Float], values: [Float]) {
        assert(window == nil)
        var result: (keys: [Float], values: [Float]) = prefix?.contents(layer: layer) ?? ([], [])
        for position in (prefix?.length ?? 0)..<position {
            let place = keys(layer: layer, slot: slot(position))
            result.keys += type.load(place, count: kvDim)
            result.values += type.load(place + part * type.size, count: kvDim)
        }
        return result
    }
}
