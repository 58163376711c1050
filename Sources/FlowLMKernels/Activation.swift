import CFlowKernels

/// Functions applied to each element of a layer's output.
public enum Activation: Sendable {
    case identity
    /// The tanh form of GELU.
    case gelu
    /// GELU with the normal distribution's own integral.
    case exactGELU
    case silu
    /// With alpha = 1.
    case elu

    var kernel: fk_activation {
        switch self {
        case .identity: FK_IDENTITY
        case .gelu: FK_GELU_TANH
        case .exactGELU: FK_GELU_ERF
        case .silu: FK_SILU
        case .elu: FK_ELU
        }
    }
}

/// `x = silu(x)`, in place.
public func silu(_ x: MutableRows, count: Int) { fk_activate(x, count, FK_SILU, x) }

/// `y = elu(x)`; the two may be the same.
public func elu(_ x: Rows, count: Int, to y: MutableRows, in context: ComputeContext) {
    context.run(ELUJob(x: x, count: count, y: y))
}

/// A row is a block of elements.
private struct ELUJob: RowJob {
    let x: Rows
    let count: Int
    let y: MutableRows

    private static let block = 2048

    var rows: Int { count.roundedUp(toMultipleOf: Self.block) / Self.block }

    func run(rows: Range<Int>) {
        let first = rows.lowerBound * Self.block
        fk_activate(x + first, min(rows.upperBound * Self.block, count) - first, FK_ELU, y + first)
    }
}

/// Whether none of `x[count]` is infinite or NaN.
public func areFinite(_ x: Rows, count: Int) -> Bool {
    // Without their signs, the bits of floats are ordered as their values, and those that are not finite come last.
    var largest: UInt32 = 0
    for i in 0..<count { largest = max(largest, x[i].bitPattern & 0x7fff_ffff) }
    return largest < 0x7f80_0000
}

/// `y += x * scale`, element by element; without `scale`, `y += x`.
public func addScaled(_ y: MutableRows, _ x: Rows, scale: Rows?, count: Int) { fk_add_scaled(y, x, scale, count) }
