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
    /// - Parameter group: steps that BLAS may take together.
    func apply(
        _ x: MutableRows, steps: Int, group: Int, cache: KVCache, workspace: Transformer.Workspace,
        scratch: MutableRows
    ) -> MutableRows {
        var hidden = x
        var free = scratch
        if let inputProj {
            inputProj.apply(hidden, rows: steps, group: group, to: free, in: workspace.context)
            swap(&hidden, &free)
        }
        transformer.forward(
            hidden, run: RowRun(cache: cache, count: steps), group: group, workspace: workspace)
        if let outputProj {
            outputProj.apply(hidden, rows: steps, group: group, to: free, in: workspace.context)
            swap(&hidden, &free)
        }
        return hidden
    }
}
