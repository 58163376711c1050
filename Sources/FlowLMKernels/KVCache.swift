import CFlowKernels

/// Keys and values of a prompt, computed once and shared read-only by every stream that continues it.
public final class KVPrefix: Sendable {
    /// Positions.
    public let length: Int
    public let layers: Int
    public let kvDim: Int
    /// [layer][keys, values][length][kvDim]
    private let storage: AlignedBuffer<Float>

    /// - Parameter layers: keys and values of each layer, `[length, kvDim]` each.
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

    func keys(layer: Int) -> MutableRows { storage.pointer + layer * 2 * length * kvDim }
    func values(layer: Int) -> MutableRows { keys(layer: layer) + length * kvDim }

    /// Keys and values of one layer, `[length, kvDim]` each.
    public func contents(layer: Int) -> (keys: [Float], values: [Float]) {
        let count = length * kvDim
        return (
            Array(UnsafeBufferPointer(start: keys(layer: layer), count: count)),
            Array(UnsafeBufferPointer(start: values(layer: layer), count: count))
        )
    }
}

/// The keys and values that one stream has computed, for all layers; allocated once.
///
/// With a `window`, positions older than the window are overwritten (a ring); without, the cache continues a
/// shared prefix and grows up to its capacity. One thread at a time may use it.
///
/// A ring is laid out as [layer][keys, values][position][kvDim]: all of it is used, again and again. A cache that grows is
/// laid out as [position][layer][keys, values][kvDim], so that the room it has not reached is never touched.
public final class KVCache: @unchecked Sendable {
    public let layers: Int
    public let kvDim: Int
    public let prefix: KVPrefix?
    /// Own positions there is room for.
    public let capacity: Int
    private let window: Int?
    /// What the keys and values lie in; another cache may take it over when this one is no longer used.
    package let storage: AlignedBuffer<Float>

    /// Position of the next row, counted from the prefix's start.
    public var position: Int

    /// A cache that grows after `prefix`, up to `capacity` positions of its own.
    /// - Parameter storage: memory of a cache that is no longer used, of at least ``count(layers:kvDim:capacity:)`` floats.
    public init(
        layers: Int, kvDim: Int, capacity: Int, after prefix: KVPrefix? = nil, in storage: AlignedBuffer<Float>? = nil
    ) {
        self.layers = layers
        self.kvDim = kvDim
        self.prefix = prefix
        self.capacity = capacity
        window = nil
        position = prefix?.length ?? 0
        let count = Self.count(layers: layers, kvDim: kvDim, capacity: capacity)
        assert(storage.map { $0.count >= count } ?? true)
        self.storage = storage ?? AlignedBuffer(count: count)
    }

    /// Floats of a cache with room for `capacity` positions.
    public static func count(layers: Int, kvDim: Int, capacity: Int) -> Int { layers * 2 * capacity * kvDim }

    /// A ring in which a row sees itself and the `window - 1` rows before it, with up to `block` rows added at a time.
    public init(layers: Int, kvDim: Int, window: Int, block: Int) {
        self.layers = layers
        self.kvDim = kvDim
        self.window = window
        prefix = nil
        capacity = window + block - 1
        position = 0
        storage = AlignedBuffer(count: layers * 2 * capacity * kvDim)
    }

    /// Forgets everything but the prefix.
    public func reset() { position = prefix?.length ?? 0 }

    /// Positions that a row can see at most.
    public var reach: Int { window ?? (prefix?.length ?? 0) + capacity }

    /// Floats between positions.
    private var stride: Int { window == nil ? layers * 2 * kvDim : kvDim }
    private var part: Int { window == nil ? kvDim : capacity * kvDim }
    private func keys(layer: Int) -> MutableRows { storage.pointer + layer * 2 * part }
    private func values(layer: Int) -> MutableRows { keys(layer: layer) + part }

    private func slot(_ position: Int) -> Int {
        window == nil ? position - (prefix?.length ?? 0) : position % capacity
    }

    /// Where the key and the value of `position` go.
    func row(layer: Int, position: Int) -> (key: MutableRows, value: MutableRows) {
        let offset = slot(position) * stride
        return (keys(layer: layer) + offset, values(layer: layer) + offset)
    }

    /// What the row at `position` attends to, itself included: one or two stretches, in order of position.
    func segments(
        layer: Int, position: Int, into segments: UnsafeMutablePointer<fk_kv_segment>
    ) -> Int {
        let k = keys(layer: layer)
        let v = values(layer: layer)
        if let window {
            let first = max(0, position - window + 1)
            let start = slot(first)
            let total = position - first + 1
            let head = min(total, capacity - start)
            segments[0] = .init(k: k + start * kvDim, v: v + start * kvDim, length: head, stride: kvDim)
            segments[1] = .init(k: k, v: v, length: total - head, stride: kvDim)
            return total > head ? 2 : 1
        }
        var count = 0
        if let prefix, prefix.length > 0 {
            segments[0] = .init(
                k: prefix.keys(layer: layer), v: prefix.values(layer: layer), length: prefix.length, stride: kvDim)
            count = 1
        }
        segments[count] = .init(k: k, v: v, length: slot(position) + 1, stride: stride)
        return count + 1
    }

    /// Keys and values of one layer from position 0, prefix included; only without a window.
    public func contents(layer: Int) -> (keys: [Float], values: [Float]) {
        assert(window == nil)
        var result: (keys: [Float], values: [Float]) = prefix?.contents(layer: layer) ?? ([], [])
        for position in (prefix?.length ?? 0)..<position {
            let row = row(layer: layer, position: position)
            result.keys += UnsafeBufferPointer(start: row.key, count: kvDim)
            result.values += UnsafeBufferPointer(start: row.value, count: kvDim)
        }
        return result
    }
}
