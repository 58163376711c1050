import FlowLMKernels

extension SpeechModel {
    /// What a request's frames cost, compared with those of a request with the usual number of sampler steps, which
    /// costs 1.
    ///
    /// The measure is the bytes of weights that the language model reads for a frame. Admission charges it: a request
    /// of cost 3 takes the place of three others.
    public func cost(of options: SpeechOptions) -> Double {
        let usual = config.flowLM.defaultSteps
        guard flowLM.head.hasTime, let steps = options.samplerSteps, steps > usual else { return 1 }
        return Double(flowLM.frameWeightBytes(steps: steps)) / Double(flowLM.frameWeightBytes(steps: usual))
    }

    /// Bytes of weights that one frame of the language model reads with the usual number of sampler steps, as the model
    /// holds them in memory. Runs a frame to see.
    package var stepWeightBytes: Int {
        let context = ComputeContext()
        let workspace = FlowLM.Workspace(for: flowLM, rows: 1, in: context)
        let times = FlowTimes(steps: config.flowLM.defaultSteps, head: flowLM.head)
        var bytes = 0
        context.observer = { linear, _, _, _ in bytes += linear.byteCount }
        flowLM.step([.init(cache: flowLM.makeCache(after: nil, positions: 1), times: times)], workspace: workspace)
        return bytes
    }
}
