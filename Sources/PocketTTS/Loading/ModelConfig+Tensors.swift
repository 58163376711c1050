extension ModelConfig {
    /// Name and shape of every tensor of a checkpoint of this model, as the reference's `state_dict()` has them.
    ///
    /// Linear weights are `[out, in]`, convolutions `[out, in, taps]`, transposed ones `[in, out / groups, taps]`.
    public var tensorShapes: [String: [Int]] {
        var list = TensorList()
        list.add(flowLM, latentDim: mimi.latentDim, speakerDim: mimi.speakerDim)
        list.add(mimi)
        return list.shapes
    }
}

private struct TensorList {
    var shapes: [String: [Int]] = [:]

    mutating func add(_ flow: FlowLMConfig, latentDim: Int, speakerDim: Int) {
        let width = flow.transformer.dModel
        let outWidth = flow.zDim ?? width
        for name in ["bos_emb", "emb_std", "emb_mean"] { shapes["flow_lm.\(name)"] = [latentDim] }
        if flow.insertBOSBeforeVoice { shapes["flow_lm.bos_before_voice"] = [1, 1, width] }
        shapes["flow_lm.speaker_proj_weight"] = [width, speakerDim]
        shapes["flow_lm.conditioner.embed.weight"] = [flow.lookupTable.nBins + 1, flow.lookupTable.rank ?? width]
        if let rank = flow.lookupTable.rank { shapes["flow_lm.conditioner.proj.weight"] = [width, rank] }
        shapes["flow_lm.input_linear.weight"] = [width, latentDim]
        add(flow.transformer, "flow_lm.transformer")
        norm("flow_lm.out_norm", width)
        if let zDim = flow.zDim { shapes["flow_lm.z_proj.weight"] = [zDim, width] }
        linear("flow_lm.out_eos", 1, outWidth)
        addHead(flow, latentDim: latentDim, conditionDim: outWidth)
    }

    private mutating func addHead(_ flow: FlowLMConfig, latentDim: Int, conditionDim: Int) {
        let (net, width) = ("flow_lm.flow_net", flow.flowDim)
        for index in 0..<flow.flowType.timeConditions {
            let embedder = "\(net).time_embed.\(index)"
            shapes["\(embedder).freqs"] = [128]
            linear("\(embedder).mlp.0", width, 256)
            linear("\(embedder).mlp.2", width, width)
            shapes["\(embedder).mlp.3.alpha"] = [width]
        }
        linear("\(net).cond_embed", width, conditionDim)
        linear("\(net).input_proj", width, latentDim)
        for index in 0..<flow.flowDepth {
            let block = "\(net).res_blocks.\(index)"
            norm("\(block).in_ln", width)
            linear("\(block).mlp.0", width, width)
            linear("\(block).mlp.2", width, width)
            linear("\(block).adaLN_modulation.1", 3 * width, width)
        }
        linear("\(net).final_layer.linear", latentDim, width)
        linear("\(net).final_layer.adaLN_modulation.1", 2 * width, width)
    }

    mutating func add(_ mimi: MimiConfig) {
        add(SEANetLayout.encoder(mimi.seanet), "mimi.encoder")
        add(SEANetLayout.decoder(mimi.decoderSEANet), "mimi.decoder")
        add(mimi.transformer, "mimi.encoder_transformer")
        add(mimi.decoderTransformer, "mimi.decoder_transformer")
        shapes["mimi.quantizer.output_proj.weight"] = [mimi.quantizerOutputDim, mimi.latentDim, 1]
        guard mimi.hasResampling else { return }
        let taps = 2 * mimi.stepsPerFrame
        let (encoder, decoder) = (mimi.seanet.dimension, mimi.decoderTransformer.inputDimension)
        shapes["mimi.downsample.conv.conv.weight"] = [mimi.innerDim ?? encoder, encoder, taps]
        shapes["mimi.upsample.convtr.convtr.weight"] = [mimi.outerDim ?? decoder, 1, taps]
    }

    private mutating func add(_ layout: SEANetLayout, _ scope: String) {
        for layer in layout.convolutions {
            shapes["\(scope).\(layer.path).weight"] = layer.weightShape
            shapes["\(scope).\(layer.path).bias"] = [layer.outputs]
        }
    }

    private mutating func add(_ projected: ProjectedTransformerConfig, _ scope: String) {
        let width = projected.transformer.dModel
        if projected.inputDimension != width {
            shapes["\(scope).input_proj.weight"] = [width, projected.inputDimension]
        }
        if projected.outputDimension != width {
            shapes["\(scope).output_projs.0.weight"] = [projected.outputDimension, width]
        }
        add(projected.transformer, "\(scope).transformer")
    }

    private mutating func add(_ transformer: TransformerConfig, _ scope: String) {
        let width = transformer.dModel
        for index in 0..<transformer.numLayers {
            let layer = "\(scope).layers.\(index)"
            shapes["\(layer).self_attn.in_proj.weight"] = [transformer.attnDim + 2 * transformer.kvDim, width]
            shapes["\(layer).self_attn.out_proj.weight"] = [width, transformer.attnDim]
            shapes["\(layer).linear1.weight"] = [transformer.dimFeedforward, width]
            shapes["\(layer).linear2.weight"] = [width, transformer.dimFeedforward]
            norm("\(layer).norm1", width)
            norm("\(layer).norm2", width)
            guard transformer.hasLayerScale else { continue }
            shapes["\(layer).layer_scale_1.scale"] = [width]
            shapes["\(layer).layer_scale_2.scale"] = [width]
        }
    }

    private mutating func norm(_ name: String, _ width: Int) {
        shapes["\(name).weight"] = [width]
        shapes["\(name).bias"] = [width]
    }

    private mutating func linear(_ name: String, _ out: Int, _ input: Int) {
        shapes["\(name).weight"] = [out, input]
        shapes["\(name).bias"] = [out]
    }
}
