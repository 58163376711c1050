#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ConditionConfig {
    /// Where a condition's value is.
    enum Place: Equatable {
        case row(Int)
        case position(Float)
    }

    /// - Throws: `.invalidOption` for a value that is missing or that the model does not know.
    func place() throws(PocketTTSError) -> Place {
        switch kind {
        case .lookup(_, _, let values):
            guard let value, let row = values.firstIndex(of: value) else {
                let allowed = values.prefix(20).joined(separator: ", ") + (values.count > 20 ? ", …" : "")
                throw .invalidOption(name: "condition \(name)", value: value ?? "not given", allowed: allowed)
            }
            return .row(row)
        case .continuous(_, let scale, _):
            guard let value, let number = Float(value), (scale * number).isFinite else {
                throw .invalidOption(name: "condition \(name)", value: value ?? "not given", allowed: "a number")
            }
            return .position(scale * number)
        }
    }

    /// What is projected to the model's width, `[width]`.
    fileprivate func features(_ scope: Checkpoint) throws(PocketTTSError) -> [Float] {
        switch (kind, try place()) {
        case (.lookup(let rows, let width, _), .row(let row)):
            let table = try scope["embed"].tensor("weight", shape: [rows + 1, width]).floats()
            return Array(table[row * width..<(row + 1) * width])
        case (.continuous(let width, _, let maxPeriod), .position(let position)):
            let half = width / 2
            let phases = (0..<half).map { position / powf(maxPeriod, Float($0) / Float(half - 1)) }
            return phases.map(cosf) + phases.map(sinf)
        case (.lookup, .position), (.continuous, .row): return []
        }
    }
}

extension FlowLMConfig {
    /// What every frame's input gets added: the sum of the projected conditions, `[dModel]`; `nil` for a model without
    /// conditions.
    /// - Parameter scope: `flow_lm`.
    /// - Throws: `.invalidCheckpoint`, or `.invalidOption` for a condition that must be given.
    func conditionVector(_ scope: Checkpoint) throws(PocketTTSError) -> [Float]? {
        guard !conditions.isEmpty else { return nil }
        let width = transformer.dModel
        var sum = [Float](repeating: 0, count: width)
        for condition in conditions {
            let own = scope["condition_provider"]["conditioners"][condition.name]
            let features = try condition.features(own)
            let matrix = try own["output_proj"].tensor("weight", shape: [width, features.count]).floats()
            for row in 0..<width {
                var product: Float = 0
                for (column, feature) in features.enumerated() {
                    product += matrix[row * features.count + column] * feature
                }
                sum[row] += product
            }
        }
        return sum
    }
}
