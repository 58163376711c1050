import CFlowKernels

/// The instruction-set variants of the kernels.
public enum KernelVariant {
    /// The variant that this process computes with; `POCKET_TTS_CPU` overrides the choice.
    public static var active: String { String(cString: fk_active().pointee.name) }

    /// The variants that this CPU can run, best first.
    public static var available: [String] {
        sequence(first: 0) { $0 + 1 }.lazy.map { fk_variant_name($0) }.prefix { $0 != nil }
            .compactMap { $0 }.filter { fk_variant($0) != nil }.map { String(cString: $0) }
    }
}
