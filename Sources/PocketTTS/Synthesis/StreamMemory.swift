import FlowLMKernels
import Synchronization

/// Memory of streams that have ended, for those that start: fresh pages cost a new stream milliseconds before its first
/// audio.
final class StreamMemory: Sendable {
    /// Streams whose memory is kept.
    private static let kept = 4
    /// Bytes of caches that are kept at most. A cache of the published models for a chunk of usual length has about 12
    /// MB.
    static let keptBytes = 64 << 20

    private let caches = Mutex<[AlignedBuffer<UInt8>]>([])
    private let codecs = Mutex<[MimiDecoder.State]>([])

    /// Bytes of caches that are kept.
    var bytes: Int { caches.withLock { $0.reduce(0) { $0 + $1.count } } }

    /// A cache with room for `positions` rows after `voice`.
    /// - Throws: ``PocketTTSError/outOfMemory(bytes:purpose:)``.
    func makeCache(_ flowLM: FlowLM, after voice: KVPrefix?, positions: Int) throws(PocketTTSError) -> KVCache {
        let needed = flowLM.cacheBytes(positions: positions)
        let free = caches.withLock { caches in
            caches.firstIndex { $0.count >= needed }.map { caches.remove(at: $0) }
        }
        let storage: AlignedBuffer<UInt8>
        do throws(AllocationFailure) {
            // The pass that comes next needs scratch memory in proportion.
            let scratch = flowLM.transformer.scratchBytes(
                rows: FlowLM.tokensPerPass + 1, positions: positions + (voice?.length ?? 0))
            try AllocationFailure.check(bytes: scratch)
            if let free { storage = free } else { storage = try AlignedBuffer(allocating: needed) }
        } catch {
            throw .outOfMemory(bytes: error.bytes, purpose: "the KV cache of \(positions) positions")
        }
        return flowLM.makeCache(after: voice, positions: positions, in: storage)
    }

    func makeCodec(_ decoder: MimiDecoder) -> MimiDecoder.State {
        codecs.withLock { $0.popLast() } ?? MimiDecoder.State(for: decoder, frames: Scheduler.largestBlock)
    }

    /// Takes back a cache that is not used any more. The largest caches that fit into the bound are kept.
    func keep(_ cache: KVCache) {
        guard cache.storage.count <= Self.keptBytes else { return }
        caches.withLock { caches in
            caches.append(cache.storage)
            caches.sort { $0.count < $1.count }
            var bytes = caches.reduce(0) { $0 + $1.count }
            while caches.count > Self.kept || bytes > Self.keptBytes { bytes -= caches.removeFirst().count }
        }
    }

    func keep(_ codec: MimiDecoder.State) {
        codecs.withLock { if $0.count < Self.kept { $0.append(codec) } }
    }
}
