# Scaled dot product attention with [batch, heads, length, width].
import json

import torch
import torch.nn.functional as F

q = torch.arange(12).float().view(1, 2, 3, 2) / 10
print(json.dumps([F.scaled_dot_product_attention(q, q, q).tolist(), F.scaled_dot_product_attention(q, q, q, is_causal=True)[0, 0].tolist()]))
