import CFlowKernels

/// A weight matrix rounded to 8 bits for inputs that are rounded to 8 bits, too, packed in panels.
///
/// Weights have a scale per output and group of inputs, inputs have a scale and a least value per row and group.
public final class ByteMatrix: Sendable {
    /// Inputs that share a scale.
    public static let group = 64

    /// Whether a layer over `channels` channels can be such a matrix. A convolution's window begins between groups
    /// otherwise.
    public static func fits(channels: Int) -> Bool { channels % group == 0 }

    let values: AlignedBuffer<UInt8>
    /// `[panels, groups, 2, 32]`: bfloat16 scales, and the sums of a group's weights.
    let scales: AlignedBuffer<UInt16>

    /// Takes values that are packed already.
    init(_ packed: PackedMatrix) {
        values = AlignedBuffer(sharing: packed.values)
        scales = packed.scales.map { AlignedBuffer(sharing: $0) } ?? AlignedBuffer(count: 0)
    }

    /// Rounds `weight[outputs, inputs]`; `inputs` is a multiple of ``group``.
    public init(rounding weight: MatrixValues, outputs: Int, inputs: Int) {
        let values = AlignedBuffer<UInt8>(count: fk_byte_panel_bytes(outputs, inputs))
        let scales = AlignedBuffer<UInt16>(count: fk_byte_scale_count(outputs, inputs, Self.group))
        weight.pack(outputs: outputs) {
            fk_round_byte_panels(
                $0, weight.element == .bf16 ? 1 : 0, outputs, inputs, Self.group, values.pointer, scales.pointer, $1,
                $2)
        }
        self.values = values
        self.scales = scales
    }

    /// Bytes of memory that a product reads.
    var byteCount: Int { values.count + scales.count * 2 }
}

/// Activations as the products of bytes take them: groups of a signal, in which rows may overlap.
struct ByteRows {
    let values: UnsafePointer<UInt8>
    /// A scale and a least value per group.
    let ranges: UnsafePointer<Float>
}
