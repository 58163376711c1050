import FlowLMKernels
import Synchronization

/// Memory of streams that have ended, for those that start: fresh pages cost a newStream milliseconds before its first audio.
final class StreamMemory: Sendable {
    /// Streams whose memory is kept.
    private static let kept = 4

    private let caches = Mutex<[AlignedBuffer<UInt8>]>([])
    private let codecs = Mutex<[MimiDecoder.State]>([])

    /// A cache with room for `positions` rows after `voice`.
    func makeCache(_ flowLM: FlowLM, after voice: KVPrefix?, positions: Int) -> KVCache {
        let needed = flowLM.cacheBytes(positions: positions)
        let free = caches.withLock { caches in
            caches.firstIndex { $0.count >= needed }.map { caches.remove(at: $0) }
        }
        return flowLM.makeCache(after: voice, positions: positions, in: free)
    }

    func makeCodec(_ decoder: MimiDecoder) -> MimiDecoder.State {
        codecs.withLock { $0.popLast() } ?? MimiDecoder.State(for: decoder, frames: SpeechStream.largestBlock)
    }

    /// Takes back what nobody uses any more. Of caches the largest are kept.
    func keep(_ cache: KVCache) {
        caches.withLock { caches in
            caches.append(cache.storage)
            caches.sort { $0.count < $1.count }
            if caches.count > Self.kept { caches.removeFirst() }
        }
    }

    func keep(_ codec: MimiDecoder.State) {
        codecs.withLock { if $0.count < Self.kept { $0.append(codec) } }
    }
}
