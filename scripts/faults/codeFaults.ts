import type { Fault, Replacement } from "./fault.js";

const text = "text_model.transformer.roberta";
const mixer = `${text}.encoder.layers.0.mixer`;
const attention = "vision_model.blocks.0.attn";
const everyMixer = /\.encoder\.layers\.\d+\.mixer$/;
const everyAttention = /\.blocks\.\d+\.attn$/;

function code(file: string, find: string, write: string): { kind: "code"; replacements: [Replacement] } {
  return { kind: "code", replacements: [{ file, find, write }] };
}

/** Mistakes in the port's code. */
export const codeFaults: readonly Fault[] = [
  {
    id: "qkv-order",
    what: "keys and queries change places when the fused projection is taken apart",
    change: code("text.py", "q, k, v = tuple(", "k, q, v = tuple("),
    module: mixer,
    also: everyMixer,
    cause: /parts of what \S*mixer\.Wqkv gives are mixed up: in the order 2, 1, 3/,
  },
  {
    id: "qkv-by-head",
    what: "the fused projection is read head by head instead of part by part",
    change: {
      kind: "code",
      replacements: [
        {
          file: "text.py",
          find: "reshape([batch, length, 3, self.num_heads, self.head_dim])",
          write: "reshape([batch, length, self.num_heads, 3, self.head_dim])",
        },
        {
          file: "text.py",
          find: "qkv.transpose([2, 0, 3, 1, 4]).unbind(0)",
          write: "qkv.transpose([3, 0, 2, 1, 4]).unbind(0)",
        },
      ],
    },
    module: mixer,
    also: everyMixer,
    cause: /what \S*mixer\.Wqkv gives is divided head by head/,
  },
  {
    id: "vision-rope-half-split",
    what: "half-split rotation where the vision tower interleaves",
    change: code("rope.py", "rotate_interleaved(x) * self.freqs_sin", "rotate_half(x) * self.freqs_sin"),
    module: `${attention}.rope`,
    cause: /rotates pairs \(i, i \+ d\/2\): rotating pairs \(2i, 2i \+ 1\)/,
  },
  {
    id: "text-rope-interleaved",
    what: "interleaved rotation where the text tower splits in halves",
    change: code(
      "rope.py",
      "return q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin",
      "return q * cos + rotate_interleaved(q) * sin, k * cos + rotate_interleaved(k) * sin",
    ),
    module: `${mixer}.rotary_emb`,
    also: /\.mixer\.rotary_emb$/,
    cause: /rotates pairs \(2i, 2i \+ 1\): rotating pairs \(i, i \+ d\/2\)/,
  },
  {
    id: "text-rope-base",
    what: "RoPE's base is left at its default, 10000, where the text tower has 20000",
    change: code(
      "text.py",
      "RotaryEmbedding(self.head_dim, base=config.rotary_base)",
      "RotaryEmbedding(self.head_dim)",
    ),
    module: `${mixer}.rotary_emb`,
    also: /\.mixer\.rotary_emb$/,
    cause: /base 10000\b.*base 20000\b/,
  },
  {
    id: "vision-rope-base",
    what: "the vision tower rotates with the text tower's base",
    change: code("vision.py", "theta=config.rope_theta,", "theta=20000.0,"),
    module: `${attention}.rope`,
    cause: /base 20000\b.*base 10000\b/,
  },
  {
    id: "positions-unscaled",
    what: "the patches' positions are not scaled to the grid that was trained on",
    change: code("rope.py", ".astype(paddle.float32) / grid_size * pt_seq_len", ".astype(paddle.float32)"),
    module: `${attention}.rope`,
    cause: /positions .*0\.75 times/,
  },
  {
    id: "vision-eps",
    what: "the norms of the vision tower keep the default epsilon, 1e-5 for 1e-6",
    change: code(
      "vision.py",
      "partial(TorchLayerNorm, eps=config.layer_norm_eps)",
      "partial(TorchLayerNorm)",
    ),
    module: "vision_model.blocks.0.norm1",
    also: /^vision_model\..*(norm\d?|_ln)$/,
    cause: /epsilon 1e-05; with 1e-06/,
  },
  {
    id: "text-eps",
    what: "BERT's epsilon, 1e-12, in the norm of the text tower's embeddings",
    change: code(
      "text.py",
      "self.emb_ln = nn.LayerNorm(config.hidden_size, epsilon=config.layer_norm_eps)",
      "self.emb_ln = nn.LayerNorm(config.hidden_size, epsilon=1e-12)",
    ),
    module: `${text}.emb_ln`,
    cause: /epsilon 1e-12; with 1e-05/,
  },
  {
    id: "tanh-gelu",
    what: "the tanh form of GELU",
    change: code("text.py", "F.gelu(self.fc1(x))", "F.gelu(self.fc1(x), approximate=True)"),
    module: `${text}.encoder.layers.0.mlp`,
    also: /\.layers\.\d+\.mlp$/,
    cause: /another GELU; with the erf form/,
  },
  {
    id: "wrong-activation",
    what: "GELU instead of SiLU in the vision tower's feed-forward",
    change: code("vision.py", "self.act = nn.Silu()", "self.act = nn.GELU()"),
    module: "vision_model.blocks.0.mlp.act",
    also: /\.mlp\.act$/,
    cause: /uses gelu; with silu the module agrees/,
  },
  {
    id: "q-bias-missing",
    what: "queries without their bias",
    change: code(
      "vision.py",
      "weight=self.q_proj.weight, bias=self.q_bias)",
      "weight=self.q_proj.weight, bias=None)",
    ),
    module: attention,
    also: everyAttention,
    cause: /q_bias of \S+ is not added to what q_proj\.weight gives/,
  },
  {
    id: "k-bias-added",
    what: "keys get a bias where there is none",
    change: code(
      "vision.py",
      "weight=self.k_proj.weight, bias=None)",
      "weight=self.k_proj.weight, bias=self.q_bias)",
    ),
    module: attention,
    also: everyAttention,
    cause: /adds q_bias to what k_proj\.weight gives: without/,
  },
  {
    id: "pooling-over-padding",
    what: "the mean takes in the padding",
    change: code(
      "text.py",
      "return (hidden_states * mask).sum(axis=1) / mask.sum(axis=1)",
      "return hidden_states.mean(axis=1)",
    ),
    module: "text_model.pooler",
    cause: /pooler takes in the padding/,
  },
  {
    id: "mean-by-length",
    what: "the sum of the real tokens is divided by the padded length",
    change: code("text.py", "/ mask.sum(axis=1)", "/ mask.shape[1]"),
    module: "text_model.pooler",
    cause: /pooler divides its sum by the length/,
  },
  {
    id: "padding-row-zeros",
    what: "Paddle's own Embedding, which returns zeros for padding",
    change: code(
      "text.py",
      "EmbeddingWithPadding(config.vocab_size, config.hidden_size, padding_idx=config.pad_token_id)",
      "nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=config.pad_token_id)",
    ),
    module: `${text}.embeddings.word_embeddings`,
    cause: /returns zeros for its padding row 1/,
  },
  {
    id: "mask-ignored",
    what: "attention sees the padding",
    change: code("text.py", "if attention_mask is not None:", "if False:"),
    module: mixer,
    also: everyMixer,
    cause: /does not hide what its argument \S+ hides/,
  },
  {
    id: "text-scale-twice",
    what: "the scores of the text tower are scaled twice",
    change: code(
      "text.py",
      "q, k = self.rotary_emb(q, k)",
      "q, k = self.rotary_emb(q, k)\n        q = q / math.sqrt(self.head_dim)",
    ),
    module: mixer,
    also: everyMixer,
    cause: /are scaled twice/,
  },
  {
    id: "vision-scale-twice",
    what: "queries are scaled before an attention function that scales them too",
    change: code(
      "vision.py",
      "x = attention_bhsd(q, k, v, None, 0.0, False, None)",
      "x = attention_bhsd(q * q.shape[-1] ** -0.5, k, v, None, 0.0, False, None)",
    ),
    module: attention,
    also: everyAttention,
    cause: /are scaled twice/,
  },
  {
    id: "scale-missing",
    what: "the scores of the text tower are not scaled",
    change: code("text.py", " / math.sqrt(self.head_dim)", ""),
    module: mixer,
    also: everyMixer,
    cause: /are not scaled/,
  },
  {
    id: "swiglu-swapped",
    what: "w1 and w2 of SwiGLU change places in the code",
    change: code("vision.py", "self.act(self.w1(x)) * self.w2(x)", "self.act(self.w2(x)) * self.w1(x)"),
    module: "vision_model.blocks.0.mlp",
    also: /\.blocks\.\d+\.mlp$/,
    cause: /w1 and w2 the wrong way round/,
  },
  {
    id: "pre-norm",
    what: "pre-norm layers where the text tower normalises after the residual",
    change: {
      kind: "code",
      replacements: [
        {
          file: "text.py",
          find: "x = self.norm1(x + self.dropout1(self.mixer(x, attention_mask)))",
          write: "x = x + self.dropout1(self.mixer(self.norm1(x), attention_mask))",
        },
        {
          file: "text.py",
          find: "return self.norm2(x + self.dropout2(self.mlp(x)))",
          write: "return x + self.dropout2(self.mlp(self.norm2(x)))",
        },
      ],
    },
    module: `${text}.encoder.layers.0`,
    also: /\.encoder\.layers\.\d+$/,
    cause: /calls .*norm1.*in this order, where the reference calls/,
  },
  {
    id: "post-norm",
    what: "post-norm layers where the vision tower normalises first",
    change: {
      kind: "code",
      replacements: [
        {
          file: "vision.py",
          find: "x = x + self.attn(self.norm1(x))",
          write: "x = self.norm1(x + self.attn(x))",
        },
        {
          file: "vision.py",
          find: "x = x + self.mlp(self.norm2(x))",
          write: "x = self.norm2(x + self.mlp(x))",
        },
      ],
    },
    module: "vision_model.blocks.0",
    also: /\.blocks\.\d+$/,
    cause: /calls .*norm1.*in this order, where the reference calls/,
  },
  {
    id: "token-types-missing",
    what: "the embedding of the token type is not added",
    change: code(
      "text.py",
      "return self.word_embeddings(input_ids) + self.token_type_embeddings(token_type_ids)",
      "return self.word_embeddings(input_ids)",
    ),
    module: `${text}.embeddings`,
    cause: /never calls token_type_embeddings/,
  },
  {
    id: "sub-ln-missing",
    what: "the vision tower's attention without its sub-layer norm",
    change: code("vision.py", "self.proj(self.inner_attn_ln(x))", "self.proj(x)"),
    module: attention,
    also: everyAttention,
    cause: /never calls inner_attn_ln/,
  },
  {
    id: "residual-missing",
    what: "the second residual of the vision tower's layers is forgotten",
    change: code("vision.py", "x = x + self.mlp(self.norm2(x))", "x = self.mlp(self.norm2(x))"),
    module: "vision_model.blocks.0",
    also: /\.blocks\.\d+$/,
  },
  {
    id: "heads-not-merged-back",
    what: "heads and positions are not exchanged back after attention",
    change: code(
      "vision.py",
      "paddle.moveaxis(x, [1, 2], [2, 1]).reshape([B, N, C])",
      "x.reshape([B, N, C])",
    ),
    module: attention,
    also: everyAttention,
  },
  {
    id: "last-token",
    what: "the image's embedding is taken from the last patch instead of the class token",
    change: code("vision.py", "return self.norm(x)[:, 0]", "return self.norm(x)[:, -1]"),
    module: "vision_model",
  },
  {
    id: "normalise-before-truncate",
    what: "embeddings are normalised before they are cut, so that the cut ones are no unit vectors",
    change: code(
      "model.py",
      "    if dim is not None:\n        features = features[:, :dim]\n    return F.normalize(features, p=2, axis=-1)",
      "    features = F.normalize(features, p=2, axis=-1)\n    return features if dim is None else features[:, :dim]",
    ),
    module: "",
    outputs: ["text_embeds_64", "image_embeds_64", "similarity_64"],
    cause: /truncate returns .*unit length/,
  },
  {
    id: "not-normalised",
    what: "the embeddings are not normalised at all",
    change: code("model.py", "return F.normalize(features, p=2, axis=-1)", "return features"),
    module: "",
    outputs: [
      "text_embeds_64",
      "image_embeds_64",
      "similarity_64",
      "text_embeds_128",
      "image_embeds_128",
      "similarity_128",
    ],
    cause: /truncate returns .*unit length/,
  },
  {
    id: "logit-scale-not-exponentiated",
    what: "logit_scale is used as it is stored, without exp",
    change: code("model.py", "self.logit_scale.exp() * text_embeds", "self.logit_scale * text_embeds"),
    model: "logits",
    module: "",
    // A NamedTuple is a tuple: its slots are numbers.
    outputs: ["2", "3"],
    cause: /uses logit_scale as it is stored: with exp/,
  },
];
