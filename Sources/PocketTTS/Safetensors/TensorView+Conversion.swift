extension TensorView {
    /// Converts every element (f32, bf16, f16 or q8_0) to f32, in order.
    ///
    /// - Parameter destination: exactly ``elementCount`` floats, which need not be initialized.
    /// - Throws: `.invalidCheckpoint` for another type or another count.
    public func copyFloats(to destination: UnsafeMutableBufferPointer<Float>) throws(PocketTTSError) {
        guard destination.count == elementCount else {
            throw problem("holds \(elementCount) values, \(destination.count) were asked for")
        }
        try requireWeightType()
        // An empty tensor may have no address at all.
        guard let source = bytes.baseAddress, let target = destination.baseAddress, !destination.isEmpty else { return }
        switch dtype {
        case .bf16: convert(source, target, Float.init(bfloat16:))
        case .f16: convert(source, target, Float.init(float16:))
        case .q8_0: widenBlocks(source, target)
        default: UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: bytes.count)
        }
    }

    /// Every element (f32, bf16, f16 or q8_0) as f32.
    public func floats() throws(PocketTTSError) -> [Float] {
        var failure: PocketTTSError?
        let values = [Float](unsafeUninitializedCapacity: elementCount) { buffer, count in
            do throws(PocketTTSError) {
                try copyFloats(to: UnsafeMutableBufferPointer(rebasing: buffer[..<elementCount]))
                count = elementCount
            } catch {
                failure = error
                count = 0
            }
        }
        if let failure { throw failure }
        return values
    }

    /// The bits of the elements, for types of 16 bits.
    func halves() -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: elementCount) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
            count = elementCount
        }
    }

    /// The elements of an I64 tensor; `nil` for another type.
    func int64s() -> [Int64]? {
        guard dtype == .i64 else { return nil }
        return (0..<elementCount).map {
            Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self))
        }
    }

    func requireWeightType() throws(PocketTTSError) {
        guard dtype.isWeight else {
            throw problem("has type \(dtype.rawValue), allowed: F32, BF16, F16, and Q8_0 in GGUF files")
        }
    }

    func problem(_ reason: String) -> PocketTTSError {
        .invalidCheckpoint(path: path ?? "", tensor: name.excerpt, reason: reason)
    }

    /// The same tensor with f32 elements.
    func widened() throws(PocketTTSError) -> TensorView {
        let values = try floats()
        return TensorView(
            name: name, shape: shape,
            values: FloatStorage(count: values.count) { storage in _ = storage.update(from: values) })
    }

    /// A block is an f16 scale and 32 signed bytes.
    private func widenBlocks(_ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>) {
        let length = dtype.blockLength
        for block in 0..<elementCount / length {
            let start = source + block * (2 + length)
            let scale = Float(float16: UInt16(littleEndian: start.loadUnaligned(as: UInt16.self)))
            for i in 0..<length {
                target[block * length + i] = scale * Float(start.load(fromByteOffset: 2 + i, as: Int8.self))
            }
        }
    }

    @inline(__always)
    private func convert(
        _ source: UnsafeRawPointer, _ target: UnsafeMutablePointer<Float>, _ widen: (UInt16) -> Float
    ) {
        for index in 0..<elementCount {
            target[index] = widen(
                UInt16(littleEndian: source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
        }
    }
}

extension Float {
    /// The value of a bfloat16: the upper half of an f32.
    @inline(__always)
    init(bfloat16 bits: UInt16) { self.init(bitPattern: UInt32(bits) << 16) }

    /// The value of an IEEE half. `Float16` does not exist on every platform, and this form vectorises.
    @inline(__always)
    init(float16 bits: UInt16) {
        let magnitude = UInt32(bits & 0x7FFF) << 13
        // Reads exponent and fraction in place, then moves the bias from 15 to 127; exact for subnormals too.
        let finite = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
        let isSpecial = bits & 0x7C00 == 0x7C00
        self.init(bitPattern: (isSpecial ? magnitude | 0x7F80_0000 : finite) | UInt32(bits & 0x8000) << 16)
    }
}
