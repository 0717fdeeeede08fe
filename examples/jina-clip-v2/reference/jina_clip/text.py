"""The text tower: XLM-RoBERTa with post-norm layers, rotary positions and mean pooling."""

import math
from typing import Optional

import torch
import torch.nn as nn
import torch.nn.functional as F

from .configuration import TextConfig
from .lora import add_lora
from .rope import RotaryEmbedding


class XLMRobertaEmbeddings(nn.Module):
    """Words and token types. There are no absolute positions: attention rotates queries and keys instead."""

    def __init__(self, config: TextConfig):
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=config.pad_token_id)
        self.token_type_embeddings = nn.Embedding(config.type_vocab_size, config.hidden_size)

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        token_type_ids = torch.zeros_like(input_ids)
        return self.word_embeddings(input_ids) + self.token_type_embeddings(token_type_ids)


class MHA(nn.Module):
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

    def forward(self, x: torch.Tensor, attention_mask: Optional[torch.Tensor] = None) -> torch.Tensor:
        batch, length, _ = x.shape
        qkv = self.Wqkv(x).view(batch, length, 3, self.num_heads, self.head_dim)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        q, k = self.rotary_emb(q, k)
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(self.head_dim)
        if attention_mask is not None:
            scores = scores.masked_fill(~attention_mask[:, None, None, :], torch.finfo(scores.dtype).min)
        probs = self.dropout(F.softmax(scores, dim=-1))
        context = torch.matmul(probs, v).transpose(1, 2).contiguous()
        return self.out_proj(context.view(batch, length, -1))


class Mlp(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.fc1 = nn.Linear(config.hidden_size, config.intermediate_size)
        self.fc2 = nn.Linear(config.intermediate_size, config.hidden_size)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    """A post-norm layer: the norms follow the residual additions."""

    def __init__(self, config: TextConfig):
        super().__init__()
        self.mixer = MHA(config)
        self.dropout1 = nn.Dropout(config.hidden_dropout_prob)
        self.norm1 = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.mlp = Mlp(config)
        self.dropout2 = nn.Dropout(config.hidden_dropout_prob)
        self.norm2 = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)

    def forward(self, x: torch.Tensor, attention_mask: Optional[torch.Tensor] = None) -> torch.Tensor:
        x = self.norm1(x + self.dropout1(self.mixer(x, attention_mask)))
        return self.norm2(x + self.dropout2(self.mlp(x)))


class XLMRobertaEncoder(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.layers = nn.ModuleList([Block(config) for _ in range(config.num_hidden_layers)])

    def forward(self, x: torch.Tensor, attention_mask: Optional[torch.Tensor] = None) -> torch.Tensor:
        for layer in self.layers:
            x = layer(x, attention_mask)
        return x


class XLMRobertaModel(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.config = config
        self.embeddings = XLMRobertaEmbeddings(config)
        self.emb_drop = nn.Dropout(config.hidden_dropout_prob)
        self.emb_ln = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.encoder = XLMRobertaEncoder(config)
        self.apply(self._init_weights)

    def _init_weights(self, module: nn.Module) -> None:
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=self.config.initializer_range)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=self.config.initializer_range)

    def forward(self, input_ids: torch.Tensor, attention_mask: Optional[torch.Tensor] = None) -> torch.Tensor:
        hidden_states = self.emb_drop(self.emb_ln(self.embeddings(input_ids)))
        return self.encoder(hidden_states, attention_mask)


class XLMRobertaLoRA(nn.Module):
    """Holds the encoder and, unless they were merged into its weights, the adapters."""

    def __init__(self, config: TextConfig):
        super().__init__()
        self.roberta = XLMRobertaModel(config)
        if config.use_lora:
            add_lora(self.roberta, config)

    def forward(self, input_ids: torch.Tensor, attention_mask: Optional[torch.Tensor] = None) -> torch.Tensor:
        return self.roberta(input_ids, attention_mask)


class MeanPooler(nn.Module):
    """The average of the tokens that are not padding."""

    def forward(self, hidden_states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        mask = attention_mask.unsqueeze(-1).to(hidden_states.dtype)
        return (hidden_states * mask).sum(dim=1) / mask.sum(dim=1)


class TextModel(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.config = config
        self.transformer = XLMRobertaLoRA(config)
        self.pooler = MeanPooler()

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        """Embeds token ids of shape (batch, length); padding is known by its id."""
        attention_mask = input_ids != self.config.pad_token_id
        hidden_states = self.transformer(input_ids, attention_mask)
        return self.pooler(hidden_states, attention_mask)
