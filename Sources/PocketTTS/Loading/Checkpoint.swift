import Foundation
import Synchronization

/// A model's tensors under the names of the reference's modules, handed out by scoped path:
///
///     let layer = checkpoint["flow_lm"]["transformer"]["layers"]["0"]
///     let weight = try layer["linear1"].tensor("weight", shape: [hidden, width])
///
/// The checkpoint records every tensor that is taken or skipped; ``finish()`` then reports tensors that the model does
/// not have.
public struct Checkpoint: Sendable {
    /// Dotted path of this scope, empty at the root.
    public let scope: String
    private let store: Store

    /// Which tensors there are, and which were asked for.
    private final class Store: Sendable {
        let tensors: [String: TensorView]
        let path: String
        let mimiPath: String
        let rounding: FileRounding?
        let packing: FilePacking?
        /// What the tensors are mapped from.
        let files: [MappedFile]
        let consumed = Mutex<Set<String>>([])

        init(
            tensors: [String: TensorView], path: String, mimiPath: String, rounding: FileRounding?,
            packing: FilePacking?
        ) {
            self.tensors = tensors
            self.rounding = rounding
            self.packing = packing
            self.path = path
            self.mimiPath = mimiPath
            files = Array(
                Dictionary(
                    tensors.values.compactMap(\.mappedFile).map { (ObjectIdentifier($0), $0) },
                    uniquingKeysWith: { a, _ in a }
                ).values)
        }

        func path(of name: String) -> String { name.hasPrefix("mimi.") ? mimiPath : path }
    }

    private init(scope: String, store: Store) {
        self.scope = scope
        self.store = store
    }

    /// - Parameters:
    ///   - tensors: by full name, `flow_lm.…` and `mimi.…`.
    ///   - path: the file of the FlowLM tensors, for error messages.
    ///   - mimiPath: the file of the `mimi.` tensors where it is another one.
    ///   - rounding: what `pocket-tts quantize` did to them.
    ///   - packing: what `pocket-tts pack` did to them.
    init(
        tensors: [String: TensorView], path: String, mimiPath: String? = nil, rounding: FileRounding? = nil,
        packing: FilePacking? = nil
    ) {
        self.init(
            scope: "",
            store: Store(
                tensors: tensors, path: path, mimiPath: mimiPath ?? path, rounding: rounding, packing: packing))
    }

    /// A file that holds the whole model under the current names.
    /// - Throws: `.invalidCheckpoint` for a rounded or packed file of a version that is not known, or a packed one that
    ///   is damaged or older than the file it was made from.
    public init(bundle: SafetensorsFile) throws(PocketTTSError) {
        self.init(
            tensors: Self.tensors(of: bundle), path: bundle.path, rounding: try FileRounding(of: bundle),
            packing: try FilePacking(of: bundle))
    }

    /// Path of the file, the FlowLM's if there are two.
    package var path: String { store.path }

    /// What is wrong with a file of the weights whose parts could not be read when they were needed, because it was
    /// shortened since it was opened.
    var damage: PocketTTSError? { store.files.lazy.compactMap(\.damage).first }

    /// What `pocket-tts quantize` did to the file; `nil` for one as published.
    var rounding: FileRounding? { store.rounding }

    /// What `pocket-tts pack` did to the file; `nil` for any other.
    var packing: FilePacking? { store.packing }

    /// All tensors by full name.
    var tensors: [String: TensorView] { store.tensors }

    static func tensors(of file: SafetensorsFile) -> [String: TensorView] {
        Dictionary(uniqueKeysWithValues: file.names.compactMap { name in file.tensor(named: name).map { (name, $0) } })
    }

    /// The scope `name` inside this one.
    public subscript(name: String) -> Checkpoint {
        Checkpoint(scope: fullName(name), store: store)
    }

    /// Takes a tensor.
    ///
    /// - Parameters:
    ///   - name: the tensor's name inside this scope.
    ///   - shape: the only shape accepted.
    /// - Throws: `.invalidCheckpoint` when it is missing (naming similar ones), has another shape, or is not
    ///   f32, bf16 or f16.
    public func tensor(_ name: String, shape: [Int]) throws(PocketTTSError) -> TensorView {
        try take(name, shape: shape) { (tensor: TensorView) throws(PocketTTSError) in try tensor.requireWeightType() }
    }

    /// The same for a tensor of any type.
    func anyTensor(_ name: String, shape: [Int]) throws(PocketTTSError) -> TensorView {
        try take(name, shape: shape) { _ in }
    }

    private func take(
        _ name: String, shape: [Int], check: (TensorView) throws(PocketTTSError) -> Void
    ) throws(PocketTTSError) -> TensorView {
        let full = fullName(name)
        guard let tensor = store.tensors[full] else {
            let near = full.nearest(in: store.tensors.keys)
            throw .invalidCheckpoint(
                path: store.path(of: full), tensor: full,
                reason: "the tensor is missing"
                    + (near.isEmpty
                        ? ": is this the config of these weights?"
                        : ", the nearest there: \(near.joined(separator: ", "))"))
        }
        guard tensor.shape == shape else {
            throw .invalidCheckpoint(
                path: store.path(of: full), tensor: full,
                reason: "has shape \(shapeText(tensor.shape)), the config asks for \(shapeText(shape))")
        }
        try check(tensor)
        store.consumed.withLock { _ = $0.insert(full) }
        return tensor
    }

    /// Type of a tensor, `nil` if there is none.
    func type(of name: String) -> TensorDType? { store.tensors[fullName(name)]?.dtype }

    public func contains(_ name: String) -> Bool { store.tensors[fullName(name)] != nil }

    /// A tensor by its full name, whatever its shape, without taking it.
    package func view(_ fullName: String) -> TensorView? { store.tensors[fullName] }

    /// Full names of the tensors in this scope, sorted.
    public var names: [String] {
        store.tensors.keys.filter(isInScope).sorted()
    }

    /// Parameters of the model in this scope, whatever they are rounded to.
    public var parameterCount: Int {
        if let packing { return packing.shapes.filter { isInScope($0.key) }.reduce(0) { $0 + $1.value.reduce(1, *) } }
        return store.tensors.values.filter { isInScope($0.name) }.reduce(0) { $0 + parameterCount(of: $1) }
    }

    /// Bytes of this scope's tensors.
    var byteCount: Int { store.tensors.values.filter { isInScope($0.name) }.reduce(0) { $0 + $1.bytes.count } }

    /// Accepts this scope's tensors as known and unused, whatever their shapes.
    public func skip() {
        let names = store.tensors.keys.filter(isInScope)
        store.consumed.withLock { $0.formUnion(names) }
    }

    /// Whether this scope has tensors and all of them seem to be zeros, as the encoder of the weights without voice
    /// cloning is. Looks at the first 4096 bytes of each, so that no file is read through.
    public var isZeroed: Bool {
        let scoped = store.tensors.filter { isInScope($0.key) && !$0.value.bytes.isEmpty }
        return !scoped.isEmpty && scoped.values.allSatisfy { $0.startsZeroed(limit: 4096) }
    }

    /// Ends the loading of this scope.
    ///
    /// - Throws: `.invalidCheckpoint` that names tensors of the file that nothing asked for.
    public func finish() throws(PocketTTSError) {
        let consumed = store.consumed.withLock { $0 }
        let left = names.filter { !consumed.contains($0) }
        guard let first = left.first else { return }
        let others = left.dropFirst().prefix(3).map(\.excerpt).joined(separator: ", ")
        throw .invalidCheckpoint(
            path: store.path(of: first), tensor: first.excerpt,
            reason: left.count == 1
                ? "the model has no such tensor: is this the config of these weights?"
                : "the model has no such tensor, nor \(left.count - 1) more (\(others)): is this the config of "
                    + "these weights?"
        )
    }

    /// Passes on a sample that distinguishes these weights from others without reading all of them: names, types,
    /// shapes, and the first and last 4096 bytes of every tensor, in a fixed order.
    package func sample(_ receive: (UnsafeRawBufferPointer) -> Void) {
        for name in names {
            guard let tensor = view(name) else { continue }
            var label = "\(name) \(tensor.dtype.rawValue) \(tensor.shape)"
            label.withUTF8 { receive(UnsafeRawBufferPointer($0)) }
            receive(UnsafeRawBufferPointer(rebasing: tensor.bytes.prefix(4096)))
            receive(UnsafeRawBufferPointer(rebasing: tensor.bytes.suffix(4096)))
        }
    }

    func fullName(_ name: String) -> String { scope.isEmpty ? name : "\(scope).\(name)" }

    private func isInScope(_ name: String) -> Bool {
        scope.isEmpty || name == scope || (name.hasPrefix(scope) && name.dropFirst(scope.count).first == ".")
    }
}
