"""The text tower: XLM-RoBERTa with post-norm layers, rotary positions and mean pooling."""

import math
from typing import Optional

import paddle
import paddle.nn as nn
import paddle.nn.functional as F

from .configuration import TextConfig
from .lora import add_lora
from .rope import RotaryEmbedding
from .paddle_port_helpers import EmbeddingWithPadding


class XLMRobertaEmbeddings(nn.Layer):
    """Words and token types. There are no absolute positions: attention rotates queries and keys instead."""

    def __init__(self, config: TextConfig):
        super().__init__()
        self.word_embeddings = EmbeddingWithPadding(config.vocab_size, config.hidden_size, padding_idx=config.pad_token_id)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, config.hidden_size)

    def forward(self, input_ids: paddle.Tensor) -> paddle.Tensor:
        token_type_ids = paddle.zeros_like(input_ids)
        return self.word_embeddings(input_ids) + self.token_type_embeddings(token_type_ids)


class MHA(nn.Layer):
    """Self-attention with one matrix for queries, keys and values."""

    def __init__(self, config: TextConfig):
        super().__init__()
        if config.hidden_size % config.num_attention_heads != 0:
            raise ValueError(
                f"{config.num_attention_heads} heads do not divide a hidden size of {config.hidden_size}."
            )
        self.num_heads = config.num_attention_heads
        self.head_dim = config.hidden_size // config.num_attention_heads
        self.Wqkv = nn.Linear(config.hidden_size, 3 * config.hidden_size)
        self.out_proj = nn.Linear(config.hidden_size, config.hidden_size)
        self.rotary_emb = RotaryEmbedding(self.head_dim, base=config.rotary_base)
        self.dropout = nn.Dropout(config.attention_probs_dropout_prob)

    def forward(self, x: paddle.Tensor, attention_mask: Optional[paddle.Tensor] = None) -> paddle.Tensor:
        batch, length, _ = x.shape
        qkv = self.Wqkv(x).reshape([batch, length, 3, self.num_heads, self.head_dim])
        q, k, v = tuple(qkv.transpose([2, 0, 3, 1, 4]).unbind(0))
        q, k = self.rotary_emb(q, k)
        scores = paddle.matmul(q, paddle.moveaxis(k, [-1, -2], [-2, -1])) / math.sqrt(self.head_dim)
        if attention_mask is not None:
            scores = scores.masked_fill(~attention_mask[:, None, None, :], paddle.finfo(scores.dtype).min)
        probs = self.dropout(F.softmax(scores, axis=-1))
        context = paddle.moveaxis(paddle.matmul(probs, v), [1, 2], [2, 1]).contiguous()
        return self.out_proj(context.reshape([batch, length, -1]))


class Mlp(nn.Layer):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.fc1 = nn.Linear(config.hidden_size, config.intermediate_size)
        self.fc2 = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Layer):
    """A post-norm layer: the norms follow the residual additions."""

    def __init__(self, config: TextConfig):
        super().__init__()
        self.mixer = MHA(config)
        self.dropout1 = nn.Dropout(config.hidden_dropout_prob)
        self.norm1 = nn.LayerNorm(config.hidden_size, epsilon=config.layer_norm_eps)
        self.mlp = Mlp(config)
        self.dropout2 = nn.Dropout(config.hidden_dropout_prob)
        self.norm2 = nn.LayerNorm(config.hidden_size, epsilon=config.layer_norm_eps)

    def forward(self, x: paddle.Tensor, attention_mask: Optional[paddle.Tensor] = None) -> paddle.Tensor:
        x = self.norm1(x + self.dropout1(self.mixer(x, attention_mask)))
        return self.norm2(x + self.dropout2(self.mlp(x)))


class XLMRobertaEncoder(nn.Layer):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.layers = nn.LayerList([Block(config) for _ in range(config.num_hidden_layers)])

    def forward(self, x: paddle.Tensor, attention_mask: Optional[paddle.Tensor] = None) -> paddle.Tensor:
        for layer in self.layers:
            x = layer(x, attention_mask)
        return x


class XLMRobertaModel(nn.Layer):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.config = config
        self.embeddings = XLMRobertaEmbeddings(config)
        self.emb_drop = nn.Dropout(config.hidden_dropout_prob)
        self.emb_ln = nn.LayerNorm(config.hidden_size, epsilon=config.layer_norm_eps)
        self.encoder = XLMRobertaEncoder(config)
        self.apply(self._init_weights)

    def _init_weights(self, module: nn.Layer) -> None:
        if isinstance(module, nn.Linear):
            module.weight.detach().normal_(0.0, self.config.initializer_range)
            module.bias.detach().zero_()
        elif isinstance(module, nn.Embedding):
            module.weight.detach().normal_(0.0, self.config.initializer_range)

    def forward(self, input_ids: paddle.Tensor, attention_mask: Optional[paddle.Tensor] = None) -> paddle.Tensor:
        hidden_states = self.emb_drop(self.emb_ln(self.embeddings(input_ids)))
        return self.encoder(hidden_states, attention_mask)


class XLMRobertaLoRA(nn.Layer):
    """Holds the encoder and, unless they were merged into its weights, the adapters."""

    def __init__(self, config: TextConfig):
        super().__init__()
        self.roberta = XLMRobertaModel(config)
        if config.use_lora:
            add_lora(self.roberta, config)

    def forward(self, input_ids: paddle.Tensor, attention_mask: Optional[paddle.Tensor] = None) -> paddle.Tensor:
        return self.roberta(input_ids, attention_mask)


class MeanPooler(nn.Layer):
    """The average of the tokens that are not padding."""

    def forward(self, hidden_states: paddle.Tensor, attention_mask: paddle.Tensor) -> paddle.Tensor:
        mask = attention_mask.unsqueeze(-1).to(hidden_states.dtype)
        return (hidden_states * mask).sum(axis=1) / mask.sum(axis=1)


class TextModel(nn.Layer):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.config = config
        self.transformer = XLMRobertaLoRA(config)
        self.pooler = MeanPooler()

    def forward(self, input_ids: paddle.Tensor) -> paddle.Tensor:
        """Embeds token ids of shape (batch, length); padding is known by its id."""
        attention_mask = input_ids != self.config.pad_token_id
        hidden_states = self.transformer(input_ids, attention_mask)
        return self.pooler(hidden_states, attention_mask)
