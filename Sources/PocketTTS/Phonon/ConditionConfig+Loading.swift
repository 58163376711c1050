extension ConditionConfig {
    /// Values that are spoken with when the user names none, as in ptts 0.4.2.
    private static let defaults = ["num_speakers": "1", "duration_delta": "0", "padding_bonus": "0"]
    private static let valueLimit = 100_000

    /// The conditions of a Phonon model.
    /// - Throws: `.invalidConfig` with the dotted path of the culprit.
    static func all(_ root: ConfigSection) throws(PocketTTSError) -> [ConditionConfig] {
        var conditions: [ConditionConfig] = []
        for section in try root.sections("conditioners") {
            let condition = try ConditionConfig(section)
            guard !conditions.contains(where: { $0.name == condition.name }) else {
                throw section.failure("name", "'\(condition.name.excerpt)' is there already")
            }
            conditions.append(condition)
        }
        guard !conditions.isEmpty else { return [] }
        let summed = root.has("fuser") ? try root.section("fuser").strings("sum") : conditions.map(\.name)
        for condition in conditions where !summed.contains(condition.name) {
            throw root.failure(
                "fuser.sum", "lacks the conditioner '\(condition.name.excerpt)': conditions can only be summed")
        }
        return conditions
    }

    private init(_ section: ConfigSection) throws(PocketTTSError) {
        name = try section.string("name")
        let type = try section.string("type")
        switch type {
        case "lut":
            let table = try section.section("lut")
            if let tokenizer = try table.optionalString("tokenizer"), tokenizer != "noop" {
                throw table.failure("tokenizer", "is '\(tokenizer.excerpt)', known: noop")
            }
            let rows = try table.int("n_bins", in: 1...Self.valueLimit)
            let values = try table.strings("possible_values")
            guard (1...rows).contains(values.count) else {
                throw table.failure("possible_values", "has \(values.count) entries, allowed: 1 to n_bins (\(rows))")
            }
            kind = .lookup(rows: rows, width: try table.int("dim", in: ConfigLimit.width), values: values)
        case "continuous":
            let waves = try section.section("continuous")
            let width = try waves.int("dim", in: ConfigLimit.width)
            // The frequencies are spaced by dim / 2 - 1.
            guard width % 2 == 0, width >= 4 else {
                throw waves.failure("dim", "is \(width), must be even and at least 4")
            }
            let scale = Float(try waves.double("scale_factor"))
            let period = Float(try waves.double("max_period", default: 10_000))
            guard scale.isFinite else { throw waves.failure("scale_factor", "is \(scale), must be finite") }
            guard period > 0, period.isFinite else {
                throw waves.failure("max_period", "is \(period), must be above 0 and finite")
            }
            kind = .continuous(width: width, scale: scale, maxPeriod: period)
        default:
            throw section.failure("type", "is '\(type.excerpt)', known: lut, continuous")
        }
        value = Self.defaults[name]
    }
}

extension ModelConfig {
    /// Sets what the model's frames are conditioned on.
    /// - Parameter values: by the names of the model's conditions.
    /// - Throws: ``PocketTTSError/invalidOption(name:value:allowed:)`` for a name or a value that the model does not
    ///   know.
    public mutating func setConditions(_ values: [String: String]) throws(PocketTTSError) {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let index = flowLM.conditions.firstIndex(where: { $0.name == name }) else {
                let known = flowLM.conditions.map(\.name).joined(separator: ", ")
                throw .invalidOption(
                    name: "condition", value: name, allowed: known.isEmpty ? "none with this model" : known)
            }
            flowLM.conditions[index].value = value
            _ = try flowLM.conditions[index].place()
        }
    }
}
