/// Box-Muller on 16 uniforms in [0, 1): values j and j + 8 become a pair of normals.
///
/// torch's AVX2 kernel computes this in single precision with the polynomials of the Cephes library (`logf`, `sinf`,
/// `cosf`), its products and sums fused where the compiler could. The same polynomials with the same fusing give
/// the same bits on every CPU, so the result depends on neither libm nor the instruction set.
func boxMuller16(_ buffer: UnsafeMutableBufferPointer<Float>, at start: Int, mean: Float, std: Float) {
    let fullTurn = Float(2 * Double.pi)  // Float.pi is rounded towards zero, torch's constant to nearest.
    for j in start..<start + 8 {
        let radius = (-2 * cephesLog(1 - buffer[j])).squareRoot()
        let (sine, cosine) = cephesSinCos(fullTurn * buffer[j + 8])
        buffer[j] = mean.addingProduct(radius * cosine, std)
        buffer[j + 8] = mean.addingProduct(radius * sine, std)
    }
}

/// One step of Horner's rule, with one rounding.
@inline(__always)
private func horner(_ sum: Float, _ x: Float, _ next: Float) -> Float {
    next.addingProduct(sum, x)
}

/// Natural logarithm of a positive, normal float.
private func cephesLog(_ value: Float) -> Float {
    // value = m * 2^e with m in [sqrt(1/2), sqrt(2)); x = m - 1.
    var mantissa = value.significand / 2
    var exponent = Float(value.exponent + 1)
    if mantissa < 0.707106781186547524 {
        mantissa += mantissa
        exponent -= 1
    }
    let x = mantissa - 1
    let z = x * x
    var series = horner(7.0376836292e-2, x, -1.1514610310e-1)
    series = horner(series, x, 1.1676998740e-1)
    series = horner(series, x, -1.2420140846e-1)
    series = horner(series, x, 1.4249322787e-1)
    series = horner(series, x, -1.6668057665e-1)
    series = horner(series, x, 2.0000714765e-1)
    series = horner(series, x, -2.4999993993e-1)
    series = horner(series, x, 3.3333331174e-1) * x
    // log 2 in two parts, the larger one exact in few bits.
    let low = (exponent * -2.12194440e-4).addingProduct(series, z)
    let tail = low.addingProduct(-0.5, z)
    return (x + tail).addingProduct(exponent, 0.693359375)
}

/// Sine and cosine of an angle in [0, 2 pi].
private func cephesSinCos(_ angle: Float) -> (sine: Float, cosine: Float) {
    // Octants, rounded up to even: angle = octant * pi/4 + x with |x| <= pi/4; pi/4 in three parts.
    let octant = (Int32(angle * 1.27323954473516) + 1) & ~1
    let turns = Float(octant)
    let x = angle.addingProduct(turns, -0.78515625).addingProduct(turns, -2.4187564849853515625e-4)
        .addingProduct(turns, -3.77489497744594108e-8)
    let z = x * x
    let quartic = horner(horner(2.443315711809948e-5, z, -1.388731625493765e-3), z, 4.166664568298827e-2) * z
    let cosine = (-0.5 * z).addingProduct(quartic, z) + 1
    let cubic = horner(horner(-1.9515295891e-4, z, 8.3321608736e-3), z, -1.6666654611e-1) * z
    let sine = x.addingProduct(cubic, x)
    switch octant & 7 {
    case 2: return (cosine, -sine)
    case 4: return (-sine, -cosine)
    case 6: return (-cosine, sine)
    default: return (sine, cosine)
    }
}
