import CFlowKernels

/// Source values of a matrix, row-major, in the type of the file. They may lie in a mapped file, at any address: they
/// are not copied before they are packed.
public struct MatrixValues: @unchecked Sendable {
    // Sendable: the bytes are never written once they are values, and `owner` keeps them where they are.

    public enum Element: Int, Sendable {
        case bf16 = 2
        case f32 = 4
    }

    public let element: Element
    public let count: Int
    private let bytes: UnsafeRawBufferPointer
    private let owner: any AnyObject & Sendable

    /// Values that lie in memory which `owner` keeps.
    public init(_ element: Element, _ bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
        self.element = element
        count = bytes.count / element.rawValue
        self.bytes = bytes
        self.owner = owner
    }

    private init<Value: BitwiseCopyable>(_ element: Element, _ values: AlignedBuffer<Value>) {
        self.init(element, UnsafeRawBufferPointer(values.elements), owner: values)
    }

    public static func f32(_ values: [Float]) -> MatrixValues { .init(.f32, AlignedBuffer(values)) }
    public static func bf16(_ values: [UInt16]) -> MatrixValues { .init(.bf16, AlignedBuffer(values)) }

    /// The values as floats; exact for both types.
    public var floats: AlignedBuffer<Float> {
        let floats = AlignedBuffer<Float>(count: count)
        onAllCores(count, atLeast: 1 << 16) { copy($0, to: floats.pointer + $0.lowerBound) }
        return floats
    }

    /// The values at `range` as floats.
    public func copy(_ range: Range<Int>, to floats: MutableRows) {
        withExtendedLifetime(owner) {
            switch element {
            case .f32: for (to, i) in range.enumerated() { floats[to] = self[i, as: Float.self] }
            case .bf16:
                for (to, i) in range.enumerated() {
                    floats[to] = Float(bitPattern: UInt32(self[i, as: UInt16.self]) << 16)
                }
            }
        }
    }

    /// The elements at `indices`, in that order; a negative index gives zero.
    public func gathered(_ count: Int, _ index: @Sendable (Int) -> Int) -> MatrixValues {
        func gather<Value: BitwiseCopyable & Sendable & ExpressibleByIntegerLiteral>(_: Value.Type) -> MatrixValues {
            let values = AlignedBuffer<Value>(count: count)
            onAllCores(count, atLeast: 1 << 14) { range in
                for i in range {
                    let j = index(i)
                    values.pointer[i] = j < 0 ? 0 : self[j, as: Value.self]
                }
            }
            return .init(element, values)
        }
        return withExtendedLifetime(owner) { element == .f32 ? gather(Float.self) : gather(UInt16.self) }
    }

    /// Matrices of the same width under each other, in memory of their own; f32 as soon as one of them is.
    public static func stacked(_ parts: [MatrixValues]) -> MatrixValues {
        let element = parts.contains { $0.element == .f32 } ? Element.f32 : .bf16
        let stack = AlignedBuffer<UInt8>(count: parts.reduce(0) { $0 + $1.count } * element.rawValue)
        var end = UnsafeMutableRawBufferPointer(stack.elements)
        for part in parts {
            if part.element == element {
                withExtendedLifetime(part.owner) { end.copyMemory(from: part.bytes) }
            } else if let floats = end.bindMemory(to: Float.self).baseAddress {
                part.copy(0..<part.count, to: floats)
            }
            end = .init(rebasing: end[(part.count * element.rawValue)...])
        }
        return .init(element, stack)
    }

    /// Calls `pack` for ranges of the panels of a matrix of `outputs` rows, on all cores: with the values, the first
    /// panel and the end.
    func pack(outputs: Int, _ pack: @Sendable (UnsafeRawPointer, Int, Int) -> Void) {
        onAllCores(panelCount(outputs)) { panels in
            guard let start = bytes.baseAddress else { return }
            withExtendedLifetime(owner) { pack(start, panels.lowerBound, panels.upperBound) }
        }
    }

    private subscript<Value: BitwiseCopyable>(index: Int, as _: Value.Type) -> Value {
        bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Value>.size, as: Value.self)
    }
}

/// Panels of a packed matrix.
func panelCount(_ outputs: Int) -> Int { (outputs + Int(FK_PANEL) - 1) / Int(FK_PANEL) }
