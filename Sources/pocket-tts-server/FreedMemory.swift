import Dispatch
import ServiceLifecycle

#if canImport(Glibc)
import CMalloc
import Glibc
#endif

/// Gives memory that was freed back to the system. glibc keeps what a crowd of clients took for the next one, in an
/// arena of each thread that asked for it, while a server runs for months.
struct FreedMemory: Service {
    #if canImport(Glibc)
    /// Between two looks.
    private static let pause = Duration.seconds(5)
    /// Nanoseconds of the processor without which hardly anything can have been freed since the last time.
    private static let leastWork = 20_000_000

    /// Buffers from this many bytes on are mappings of their own, which are given back as soon as they are freed. Left
    /// to itself, glibc raises the limit to the largest buffer that was ever freed.
    private static let mappedBytes = 1 << 20

    /// To be called before there are other threads.
    static func prepare() { mallopt(M_MMAP_THRESHOLD, Int32(mappedBytes)) }

    /// Trims the heap every few seconds for as long as the process works, on a thread of its own. It is no slower one
    /// than those of connections, since it locks their arenas meanwhile, for some milliseconds at most.
    func run() async throws {
        let queue = DispatchQueue(label: "pocket-tts.memory", qos: .userInitiated)
        try? await cancelWhenGracefulShutdown {
            var done = 0
            while true {
                try await Task.sleep(for: Self.pause)
                guard Self.work - done > Self.leastWork else { continue }
                await withCheckedContinuation { continuation in
                    queue.async {
                        malloc_trim(0)
                        continuation.resume()
                    }
                }
                done = Self.work
            }
        }
    }

    /// Nanoseconds of the processor that the process has used.
    private static var work: Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
    #else
    static func prepare() {}

    func run() async throws { try? await gracefulShutdown() }
    #endif
}
