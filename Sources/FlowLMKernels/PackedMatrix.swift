import CFlowKernels

/// Bytes that stay where they are as long as `owner` lives, and that nothing writes.
public struct SharedBytes: @unchecked Sendable {
    // Sendable: see above.
    public let start: UnsafeRawPointer
    public let count: Int
    public let owner: any AnyObject & Sendable

    public init(_ start: UnsafeRawPointer, count: Int, owner: any AnyObject & Sendable) {
        self.start = start
        self.count = count
        self.owner = owner
    }

    fileprivate init<Element: BitwiseCopyable>(_ buffer: AlignedBuffer<Element>) {
        self.init(buffer.pointer, count: buffer.count * MemoryLayout<Element>.stride, owner: buffer)
    }

    /// A sum that notices accidental damage. All cores read the bytes.
    public var checksum: UInt64 {
        let block = 1 << 20
        let sums = AlignedBuffer<UInt64>(count: (count + block - 1) / block)
        onAllCores(sums.count) { blocks in
            for index in blocks {
                sums.pointer[index] = fk_checksum(start + index * block, min(block, count - index * block))
            }
        }
        return withExtendedLifetime(owner) { fk_checksum(sums.pointer, sums.count * MemoryLayout<UInt64>.size) }
    }
}

/// A weight matrix in the order in which products read it. The order is the same for every instruction set, so a file
/// may keep it for any little-endian machine.
public struct PackedMatrix: Sendable {
    /// The orders, named as in files.
    public enum Layout: String, Sendable, CaseIterable {
        /// Row-major f32, for BLAS.
        case rows = "rows_f32"
        case panelsF32 = "panels_f32"
        case panelsBF16 = "panels_bf16"
        /// bfloat16 in 12 bits, see `compact.h`.
        case compact
        case int8
        case int4
        /// See ``ByteMatrix``.
        case bytes

        /// Bytes of the values of a matrix, and of its scales. Every size but that of ``rows`` is a multiple of 64.
        public func byteCounts(outputs: Int, inputs: Int) -> (values: Int, scales: Int) {
            switch self {
            case .rows: (outputs * inputs * 4, 0)
            case .panelsF32: (fk_packed_count(outputs, inputs) * 4, 0)
            case .panelsBF16: (fk_packed_count(outputs, inputs) * 2, 0)
            case .compact: (fk_compact_bytes(outputs, inputs), 0)
            case .int8: quantized(.eight, outputs, inputs)
            case .int4: quantized(.four, outputs, inputs)
            case .bytes:
                (fk_byte_panel_bytes(outputs, inputs), 2 * fk_byte_scale_count(outputs, inputs, ByteMatrix.group))
            }
        }

        private func quantized(_ bits: QuantizedMatrix.Bits, _ outputs: Int, _ inputs: Int) -> (Int, Int) {
            (
                fk_quantized_bytes(outputs, inputs, Int32(bits.rawValue)),
                2 * fk_quantized_scale_count(outputs, inputs, bits.group)
            )
        }
    }

    public let layout: Layout
    public let outputs: Int
    public let inputs: Int
    public let values: SharedBytes
    /// `[panels, groups, 32]` bfloat16; `nil` unless the values are integers.
    public let scales: SharedBytes?

    /// - Returns: `nil` for bytes of another size, or that do not lie at a multiple of 64.
    public init?(layout: Layout, outputs: Int, inputs: Int, values: SharedBytes, scales: SharedBytes? = nil) {
        let wanted = layout.byteCounts(outputs: outputs, inputs: inputs)
        guard values.count == wanted.values, scales?.count ?? 0 == wanted.scales,
            [values, scales].compactMap({ $0?.start }).allSatisfy({ UInt(bitPattern: $0) % 64 == 0 })
        else { return nil }
        self.init(layout, outputs, inputs, values, scales)
    }

    fileprivate init(
        _ layout: Layout, _ outputs: Int, _ inputs: Int, _ values: SharedBytes, _ scales: SharedBytes? = nil
    ) {
        self.layout = layout
        self.outputs = outputs
        self.inputs = inputs
        self.values = values
        self.scales = scales
    }
}

extension Linear {
    /// The weights as products read them.
    public var packed: PackedMatrix {
        func matrix<Element: BitwiseCopyable>(
            _ layout: PackedMatrix.Layout, _ buffer: AlignedBuffer<Element>
        ) -> PackedMatrix {
            PackedMatrix(layout, outputs, inputs, SharedBytes(buffer))
        }
        return switch storage {
        case .blas(let weights), .vector(let weights): matrix(.rows, weights)
        case .panelsF32(let weights): matrix(.panelsF32, weights)
        case .panelsBF16(let weights): matrix(.panelsBF16, weights)
        case .compact(let weights): matrix(.compact, weights)
        case .quantized(let weights):
            PackedMatrix(
                weights.bits == .eight ? .int8 : .int4, outputs, inputs, SharedBytes(weights.values),
                SharedBytes(weights.scales))
        case .bytes(let weights):
            PackedMatrix(.bytes, outputs, inputs, SharedBytes(weights.values), SharedBytes(weights.scales))
        }
    }

    /// A layer over weights that are in order already: they are used where they lie.
    public convenience init(_ matrix: PackedMatrix, bias: [Float]? = nil) {
        let storage: Storage =
            switch matrix.layout {
            case .rows where matrix.outputs == 1: .vector(AlignedBuffer(sharing: matrix.values))
            case .rows: .blas(AlignedBuffer(sharing: matrix.values))
            case .panelsF32: .panelsF32(AlignedBuffer(sharing: matrix.values))
            case .panelsBF16: .panelsBF16(AlignedBuffer(sharing: matrix.values))
            case .compact: .compact(AlignedBuffer(sharing: matrix.values))
            case .int8: .quantized(QuantizedMatrix(matrix, bits: .eight))
            case .int4: .quantized(QuantizedMatrix(matrix, bits: .four))
            case .bytes: .bytes(ByteMatrix(matrix))
            }
        self.init(storage, bias: bias, outputs: matrix.outputs, inputs: matrix.inputs)
    }
}
