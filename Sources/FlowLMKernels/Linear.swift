import CFlowKernels
import Synchronization

/// Read-only activations, row-major.
public typealias Rows = UnsafePointer<Float>
/// Writable activations, row-major.
public typealias MutableRows = UnsafeMutablePointer<Float>

/// How a matrix of weights is kept and multiplied.
public enum MatrixFormat: Sendable, Equatable {
    /// Row-major f32, multiplied by BLAS.
    case blas
    /// Panels in the type of the source: bfloat16 stays bfloat16 (exact), anything else becomes f32.
    case panels
    /// As ``panels``, but bfloat16 in 12 bits if its exponents allow, also exact: for products that are bound by memory
    /// traffic.
    case compact
    /// Rounded to 8 or 4 bits, see ``QuantizedMatrix``.
    case quantized(QuantizedMatrix.Bits)
    /// Rounded to 8 bits, as are the inputs, see ``ByteMatrix``.
    case bytes
}

/// An immutable weight matrix `[outputs, inputs]` with an optional bias: y = x Wᵀ + b.
public final class Linear: Sendable {
    enum Storage: Sendable {
        /// [outputs, inputs], the checkpoint's order: a product with one row is then a dot product per output, whose
        /// several partial sums round less than one running sum per output would.
        case blas(AlignedBuffer<Float>)
        case panelsF32(AlignedBuffer<Float>)
        case panelsBF16(AlignedBuffer<UInt16>)
        /// bfloat16 panels without the redundant bits of their exponents: see `compact.h`.
        case compact(AlignedBuffer<UInt8>)
        case quantized(QuantizedMatrix)
        case bytes(ByteMatrix)
        /// [inputs]: a single output.
        case vector(AlignedBuffer<Float>)
    }

    public let inputs: Int
    public let outputs: Int
    let storage: Storage
    private let bias: AlignedBuffer<Float>?

    /// - Parameters:
    ///   - weight: `[outputs, inputs]`, row-major.
    ///   - bias: `[outputs]` or `nil`.
    ///   - outputs: rows of the matrix.
    ///   - inputs: columns of the matrix.
    ///   - format: how the weights are kept.
    public init(weight: MatrixValues, bias: [Float]? = nil, outputs: Int, inputs: Int, format: MatrixFormat) {
        assert(weight.count == outputs * inputs)
        self.inputs = inputs
        self.outputs = outputs
        self.bias = bias.map { AlignedBuffer($0) }
        if outputs == 1 {
            storage = .vector(weight.floats)
            return
        }
        switch (format, weight.element) {
        case (.blas, _):
            storage = .blas(weight.floats)
        case (.panels, .f32), (.compact, .f32):
            let panels = AlignedBuffer<Float>(count: fk_packed_count(outputs, inputs))
            weight.pack(outputs: outputs) { fk_pack_f32($0, outputs, inputs, panels.pointer, $1, $2) }
            storage = .panelsF32(panels)
        case (.compact, .bf16):
            storage = Self.compact(weight, outputs, inputs) ?? Self.panels(weight, outputs, inputs)
        case (.panels, .bf16):
            storage = Self.panels(weight, outputs, inputs)
        case (.quantized(let bits), _):
            storage = .quantized(QuantizedMatrix(rounding: weight, outputs: outputs, inputs: inputs, bits: bits))
        case (.bytes, _):
            storage = .bytes(ByteMatrix(rounding: weight, outputs: outputs, inputs: inputs))
        }
    }

    private static func panels(_ weight: MatrixValues, _ outputs: Int, _ inputs: Int) -> Storage {
        let panels = AlignedBuffer<UInt16>(count: fk_packed_count(outputs, inputs))
        weight.pack(outputs: outputs) { fk_pack_bf16($0, outputs, inputs, panels.pointer, $1, $2) }
        return .panelsBF16(panels)
    }

    /// `nil` where too many exponents are far from the others.
    private static func compact(_ weight: MatrixValues, _ outputs: Int, _ inputs: Int) -> Storage? {
        let panels = AlignedBuffer<UInt8>(count: fk_compact_bytes(outputs, inputs))
        let fits = Atomic(true)
        weight.pack(outputs: outputs) {
            if fk_pack_compact($0, outputs, inputs, panels.pointer, $1, $2) == 0 {
                fits.store(false, ordering: .relaxed)
            }
        }
        return fits.load(ordering: .relaxed) ? .compact(panels) : nil
    }

    /// A layer over weights that are rounded already.
    public convenience init(_ matrix: QuantizedMatrix, bias: [Float]? = nil) {
        self.init(.quantized(matrix), bias: bias, outputs: matrix.outputs, inputs: matrix.inputs)
    }

    init(_ storage: Storage, bias: [Float]?, outputs: Int, inputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
        self.bias = bias.map { AlignedBuffer($0) }
        self.storage = storage
    }

    /// Bytes of weights that one product reads.
    public var byteCount: Int {
        switch storage {
        case .blas(let weights), .panelsF32(let weights), .vector(let weights): weights.count * 4
        case .panelsBF16(let weights): weights.count * 2
        case .compact(let weights): weights.count
        case .quantized(let matrix): matrix.byteCount
        case .bytes(let matrix): matrix.byteCount
        }
    }

    /// `y[rows, outputs] = activation(x[rows, inputs] Wᵀ + b)`, added to `y` if `accumulate`.
    ///
    /// A row's result never depends on the other rows, see ``RowBatch``.
    /// - Parameters:
    ///   - x: `[rows, inputs]`.
    ///   - ldx: floats between rows of `x`; rows may overlap (the windows of a convolution).
    ///   - batch: how many rows, and which of them BLAS may compute together.
    ///   - y: `[rows, outputs]`.
    ///   - ldy: floats between rows of `y`.
    ///   - activation: applied to each output.
    ///   - accumulate: whether the result is added to `y`.
    ///   - context: the calling thread's.
    public func apply(
        _ x: Rows, ldx: Int? = nil, rows batch: RowBatch, to y: MutableRows, ldy: Int? = nil,
        activation: Activation = .identity, accumulate: Bool = false, in context: ComputeContext
    ) {
        let rows = batch.count
        let ldx = ldx ?? inputs
        let ldy = ldy ?? outputs
        context.observer?(self, x, ldx, rows)
        switch storage {
        case .panelsF32, .panelsBF16, .compact, .quantized, .bytes:
            var job = PanelJob(
                weights: storage, x: x, ldx: ldx, rows: rows, inputs: inputs, outputs: outputs, y: y, ldy: ldy,
                epilogue: fk_epilogue(
                    bias: bias.map { UnsafePointer($0.pointer) }, activation: activation.kernel,
                    accumulate: accumulate ? 1 : 0))
            if case .quantized = storage {
                job.quantized = context.quantize(x, ldx: ldx, rows: rows, inputs: inputs)
            } else if case .bytes = storage {
                job.bytes = context.bytes(of: x, count: (rows - 1) * ldx + inputs)
            }
            if let pool = context.pool, pool.hasWorkers { job.divide() }
            context.run(job, parts: job.parts)
        case .vector(let weights):
            assert(!accumulate || activation == .identity)
            fk_dot_rows(x, ldx, rows, weights.pointer, inputs, bias?.pointer[0] ?? 0, accumulate ? 1 : 0, y, ldy)
            if activation != .identity {
                for row in 0..<rows { fk_activate(y + row * ldy, 1, activation.kernel, y + row * ldy) }
            }
        case .blas(let weights):
            assert(!accumulate || activation == .identity)
            let job = BLASJob(
                weights: weights.pointer, bias: bias.map { UnsafePointer($0.pointer) }, inputs: inputs,
                outputs: outputs, x: x, ldx: ldx, batch: batch, y: y, ldy: ldy, activation: activation,
                accumulate: accumulate)
            context.run(job, parts: job.parts)
        }
    }
}
