import CommandSupport
import FlowLMKernels
import Foundation
import PocketTTSAudio
import PocketTTSModels

/// The program, the system, the processor and the libraries.
enum MachineFindings {
    static func all() -> [Finding] {
        [program, system, cpu, kernels, memory]
    }

    static func libraries() -> [Finding] {
        [
            Finding(topic: "blas", text: BLAS.name),
            Finding(topic: "audio", text: AudioLibraries.versions.joined(separator: ", ")),
        ]
    }

    private static var program: Finding {
        #if DEBUG
        Finding(
            topic: "program", text: "pocket-tts \(Version.current), a debug build",
            remedy: "it is many times slower than a release build: swift build -c release")
        #else
        Finding(topic: "program", text: "pocket-tts \(Version.current)")
        #endif
    }

    private static var system: Finding {
        let release = lines(of: "/etc/os-release").first { $0.hasPrefix("PRETTY_NAME=") }
            .map { $0.dropFirst("PRETTY_NAME=".count).trimmingCharacters(in: CharacterSet(charactersIn: "\"")) }
        var names = utsname()
        uname(&names)
        let kernel = withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let machine = withUnsafeBytes(of: names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return Finding(
            topic: "system",
            text: "\(release ?? ProcessInfo.processInfo.operatingSystemVersionString), kernel \(kernel), \(machine)")
    }

    private static var cpu: Finding {
        let model = lines(of: "/proc/cpuinfo").first { $0.hasPrefix("model name") || $0.hasPrefix("Model") }
            .flatMap { $0.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let limit = quota.map { ", limited to \($0) by the container" } ?? ""
        let text = "\(model ?? "unknown processor"), \(cores) cores\(limit)"
        let isOne = cores < 2 || (quota ?? 2) < 1.5
        return Finding(topic: "cpu", text: text, remedy: isOne ? "with one core, --threads 1 is faster" : nil)
    }

    /// The cores that a container may use, `nil` without a limit.
    private static var quota: Double? {
        let parts = lines(of: "/sys/fs/cgroup/cpu.max").first?.split(separator: " ").compactMap { Double($0) } ?? []
        guard parts.count == 2, parts[1] > 0 else { return nil }
        return parts[0] / parts[1]
    }

    private static var kernels: Finding {
        let available = KernelVariant.available
        let wanted = ProcessInfo.processInfo.environment["POCKET_TTS_CPU"]
        let text = "\(KernelVariant.active) (this CPU runs \(available.joined(separator: ", ")))"
        if let wanted, wanted != KernelVariant.active {
            return Finding(
                topic: "kernels", text: text,
                remedy:
                    """
                    POCKET_TTS_CPU=\(wanted) has no effect: use one of \(available.joined(separator: ", ")), or unset it
                    """
            )
        }
        let isSlow = KernelVariant.active == "portable" && wanted == nil
        return Finding(
            topic: "kernels", text: text,
            remedy: isSlow
                ? "this CPU has neither AVX2 nor NEON: speech is slow, int8 (--precision int8) is fastest" : nil)
    }

    private static var memory: Finding {
        let kilobytes = lines(of: "/proc/meminfo").first { $0.hasPrefix("MemAvailable:") }
            .flatMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
        let total = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        let free = kilobytes.map { $0 * 1024 }
        let text = DownloadDisplay.size(total) + (free.map { ", \(DownloadDisplay.size($0)) available" } ?? "")
        let isLow = free.map { $0 < 600_000_000 } ?? false
        return Finding(
            topic: "memory", text: text,
            remedy: isLow ? "a published model needs about 0.5 GB: close programs, or use --precision int8" : nil)
    }

    private static func lines(of path: String) -> [Substring] {
        // Files of /proc state no size.
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: 1 << 20) else {
            return []
        }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}
