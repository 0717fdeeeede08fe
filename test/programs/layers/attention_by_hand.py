# Attention written out, masked by a mask of each kind.
import json
import math

import torch
import torch.nn.functional as F


def attend(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
    if mask is not None:
        scores = scores.masked_fill(mask == 0, float("-inf")) if mask.dtype != torch.float32 else scores + mask
    return scores.softmax(dim=-1) @ v


q = torch.arange(12.0).view(1, 2, 3, 2) / 10
causal = torch.tril(torch.ones(3, 3)).bool()
added = torch.zeros(3, 3).masked_fill(~causal, -1e9)
r = [attend(q, q, q), attend(q, q, q, causal), attend(q, q, q, added), F.scaled_dot_product_attention(q, q, q, attn_mask=causal), F.scaled_dot_product_attention(q, q, q, is_causal=True)]
print(json.dumps([[round(v, 4) for v in t.flatten().tolist()] for t in r]))
