import CommandSupport
import FlowLMKernels
import Foundation

/// Where and when a benchmark ran.
struct BenchMachine: Codable {
    let processor: String
    /// Instruction set of the kernels.
    let kernels: String
    let cores: Int
    let version: String
    /// Processes that wanted a core in the last minute, before and after the benchmark.
    private(set) var loads: [Double]

    init() {
        processor = Self.processorName
        kernels = KernelVariant.active
        cores = ProcessInfo.processInfo.activeProcessorCount
        version = Version.current
        loads = [Self.load]
    }

    /// Notes the load at the end.
    mutating func end() { loads.append(Self.load) }

    /// Whether other programs wanted the cores at the start, when the benchmark did not yet run.
    var isShared: Bool { (loads.first ?? 0) > 0.3 * Double(cores) }

    var text: String {
        let loads = loads.map { String(format: "%.1f", $0) }.joined(separator: " -> ")
        return "\(processor), \(cores) cores, \(kernels) kernels, version \(version), load \(loads)"
            + (isShared ? " (other programs use the cores: times are uncertain)" : "")
    }

    private static var load: Double {
        var average = 0.0
        return getloadavg(&average, 1) == 1 ? average : 0
    }

    private static var processorName: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    }
}
