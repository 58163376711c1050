import Dispatch
import FlowLMKernels

/// How fast this machine can read and multiply right now.
struct Roofline: Codable {
    /// Bytes per second out of memory that no cache holds, by one thread and by two together.
    let memoryRead: [Double]
    /// Floating-point operations per second of one thread: BLAS on a large square product, BLAS and our f32 kernels on
    /// the codec's products.
    let blasSquare: Double
    let blasCodec: Double
    let ownCodec: Double

    /// Takes a few seconds and a gigabyte.
    static func measure(codec: [ModelCost.Product]) -> Roofline {
        BLAS.useOneThread()
        let square = [ModelCost.Product(rows: 1024, outputs: 1024, inputs: 1024)]
        // A product with one output is a dot product, not a matrix product.
        let codec = codec.filter { $0.outputs > 1 }
        return Roofline(
            memoryRead: memoryRead(), blasSquare: rate(of: square, .blas), blasCodec: rate(of: codec, .blas),
            ownCodec: rate(of: codec, .panels))
    }

    /// Bytes per second of a buffer as large as `bytes`, read again and again by `threads` threads: what weights that
    /// stay in a cache are read with.
    static func read(bytes: Int, threads: Int, passes: Int = 12) -> Double {
        let buffer = AlignedBuffer<SIMD8<UInt64>>(count: max(threads, bytes / MemoryLayout<SIMD8<UInt64>>.stride))
        buffer.elements.update(repeating: SIMD8(repeating: 1))
        return read(buffer, threads: threads, passes: passes)
    }

    private static func memoryRead() -> [Double] {
        let buffer = AlignedBuffer<SIMD8<UInt64>>(count: (1 << 30) / MemoryLayout<SIMD8<UInt64>>.stride)
        buffer.elements.update(repeating: SIMD8(repeating: 1))
        return [1, 2].map { read(buffer, threads: $0, passes: 5) }
    }

    private static func read(_ buffer: AlignedBuffer<SIMD8<UInt64>>, threads: Int, passes: Int) -> Double {
        // Written down, so that the optimiser cannot leave out the reading.
        let results = AlignedBuffer<SIMD8<UInt64>>(count: threads)
        let rates = (0..<passes).map { _ in
            let seconds = time {
                DispatchQueue.concurrentPerform(iterations: threads) { thread in
                    let part = buffer.count / threads
                    var sums = (SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>())
                    var next = buffer.pointer + thread * part
                    for _ in 0..<part / 4 {
                        sums.0 &+= next[0]
                        sums.1 &+= next[1]
                        sums.2 &+= next[2]
                        sums.3 &+= next[3]
                        next += 4
                    }
                    results.pointer[thread] &+= sums.0 &+ sums.1 &+ sums.2 &+ sums.3
                }
            }
            return Double(buffer.count * MemoryLayout<SIMD8<UInt64>>.stride) / seconds
        }
        return Spread(rates)?.median ?? 0
    }

    /// Floating-point operations per second of all `products` one after the other, each with weights of its own.
    private static func rate(of products: [ModelCost.Product], _ format: MatrixFormat) -> Double {
        let layers = products.map { product in
            Linear(
                weight: .f32([Float](repeating: 0.01, count: product.weights)), outputs: product.outputs,
                inputs: product.inputs, format: format)
        }
        let x = AlignedBuffer<Float>(count: products.map { $0.rows * $0.inputs }.max() ?? 0)
        let y = AlignedBuffer<Float>(count: products.map { $0.rows * $0.outputs }.max() ?? 0)
        let context = ComputeContext()
        let operations = Double(2 * products.reduce(0) { $0 + $1.multiplyAdds })
        let rates = (0..<20).map { _ in
            operations
                / time {
                    for (product, layer) in zip(products, layers) {
                        layer.apply(x.pointer, rows: .together(product.rows), to: y.pointer, in: context)
                    }
                }
        }
        return Spread(rates)?.median ?? 0
    }

    private static func time(_ body: () -> Void) -> Double {
        let start = ContinuousClock.now
        body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
