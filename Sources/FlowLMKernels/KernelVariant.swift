import CFlowKernels

/// The instruction-set variants of the kernels.
public enum KernelVariant {
    /// The variant that this process computes with; `POCKET_TTS_CPU` overrides the choice.
    public static var active: String { String(cString: fk_active().pointee.name) }

    /// The variants that this CPU can run, best first.
    public static var available: [String] {
        ["avx512vnni", "avxvnni", "avx512", "avx2", "neondot", "neon", "portable"].filter { fk_variant($0) != nil }
    }
}
