import FlowLMKernels

/// One of Mimi's transformers with its projections to and from the codec's width.
struct ProjectedTransformer: Sendable {
    let inputProj: Linear?
    let transformer: Transformer
    let outputProj: Linear?
    /// Attention window in steps.
    let context: Int

    /// Runs `steps` steps; `x[steps, input width]` becomes `y[steps, output width]`, in `scratch` when there is no
    /// output projection. Returns where the result is.
    func apply(
        _ x: MutableRows, steps: RowBatch, cache: KVCache, workspace: Transformer.Workspace, scratch: MutableRows
    ) -> MutableRows {
        var hidden = x
        var free = scratch
        if let inputProj {
            inputProj.apply(hidden, rows: steps, to: free, in: workspace.context)
            swap(&hidden, &free)
        }
        transformer.forward(hidden, run: RowRun(cache: cache, rows: steps), workspace: workspace)
        if let outputProj {
            outputProj.apply(hidden, rows: steps, to: free, in: workspace.context)
            swap(&hidden, &free)
        }
        return hidden
    }
}
