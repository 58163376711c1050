import FlowLMKernels

extension SpeechModel {
    /// Bytes of weights that one frame of the language model reads with the usual number of sampler steps, as the model holds
    /// them in memory. Runs a frame to see.
    package var stepWeightBytes: Int {
        let context = ComputeContext()
        let workspace = FlowLM.Workspace(for: flowLM, rows: 1, in: context)
        let times = FlowTimes(steps: config.flowLM.flowType.defaultSteps, head: flowLM.head)
        var bytes = 0
        context.observer = { linear, _, _, _ in bytes += linear.byteCount }
        flowLM.step([.init(cache: flowLM.makeCache(after: nil, positions: 1), times: times)], workspace: workspace)
        return bytes
    }
}
