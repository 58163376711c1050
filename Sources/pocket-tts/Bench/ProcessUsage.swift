import Foundation

/// What the process has used so far.
enum ProcessUsage {
    /// Of all threads, user and system.
    static var cpuSeconds: Double {
        let usage = resourceUsage
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Largest resident size so far.
    static var peakMemoryBytes: Int {
        #if os(Linux)
        resourceUsage.ru_maxrss * 1024
        #else
        resourceUsage.ru_maxrss
        #endif
    }

    /// Heap allocations of all threads so far; `nil` unless scripts/bench allocations has started the process, which
    /// puts a counting allocator in front of the system's.
    static var allocations: Int? { allocationCounter.map { Int(clamping: $0()) } }

    private static let allocationCounter: (@convention(c) () -> UInt64)? = {
        guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "pocket_tts_allocations") else {
            return nil
        }
        return unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
    }()

    private static var resourceUsage: rusage {
        var usage = rusage()
        #if os(Linux)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
        getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}
