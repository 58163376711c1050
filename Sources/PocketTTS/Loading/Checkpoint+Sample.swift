extension Checkpoint {
    /// Hands over what tells these weights from others without reading all of them: names, types, shapes, and the first
    /// and last 4096 bytes of every tensor, in a fixed order.
    package func sample(_ receive: (UnsafeRawBufferPointer) -> Void) {
        for name in names {
            guard let tensor = view(name) else { continue }
            var label = "\(name) \(tensor.dtype.rawValue) \(tensor.shape)"
            label.withUTF8 { receive(UnsafeRawBufferPointer($0)) }
            receive(UnsafeRawBufferPointer(rebasing: tensor.bytes.prefix(4096)))
            receive(UnsafeRawBufferPointer(rebasing: tensor.bytes.suffix(4096)))
        }
    }
}
