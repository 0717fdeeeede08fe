"""The twin of twin_torch.py, written by hand; the environment variable TWIN_FAULT plants one mistake."""

import math
import os

import paddle
from paddle import nn
from paddle.nn import functional as F

FAULT = os.environ.get("TWIN_FAULT", "")


class Words(nn.Embedding):
    def forward(self, x):
        # PyTorch returns the stored row for padding_idx too; Paddle's own layer returns zeros.
        return F.embedding(x, self.weight)


class Attention(nn.Layer):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)

    def split(self, x):
        batch, length, width = x.shape
        return x.reshape([batch, length, self.heads, width // self.heads]).transpose([0, 2, 1, 3])

    def forward(self, x, mask=None):
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        if FAULT == "swapped in code":
            q, k = k, q
        scores = q @ k.transpose([0, 1, 3, 2]) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores + mask
        context = (F.softmax(scores, axis=-1) @ v).transpose([0, 2, 1, 3]).reshape(x.shape)
        return self.output(context), scores


class Feed(nn.Layer):
    def __init__(self, width):
        super().__init__()
        self.up = nn.Linear(width, 3 * width)
        self.act = nn.GELU(approximate=FAULT == "tanh gelu")
        self.down = nn.Linear(3 * width, width)

    def forward(self, x):
        if FAULT == "dies":
            os.kill(os.getpid(), 9)
        if FAULT == "nan":
            return self.down(self.act(self.up(x))) * float("nan")
        return self.down(self.act(self.up(x)))


class Block(nn.Layer):
    def __init__(self, width, heads, last):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, epsilon=1e-12)
        self.attention = Attention(width, heads)
        self.dropout = nn.Dropout(0.1)
        self.norm2 = nn.LayerNorm(width, epsilon=1e-5 if FAULT == "epsilon" and last else 1e-12)
        self.feed = Feed(width)

    def forward(self, x, mask=None):
        x = x + self.dropout(self.attention(self.norm1(x), mask=mask)[0])
        return x + self.feed(self.norm2(x))


class Twin(nn.Layer):
    def __init__(self, vocabulary=211, width=48, heads=4, blocks=3):
        super().__init__()
        kind = nn.Embedding if FAULT == "padding zeros" else Words
        self.words = kind(vocabulary, width, padding_idx=0)
        self.positions = nn.Embedding(64, width)
        self.blocks = nn.LayerList([Block(width, heads, index == blocks - 1) for index in range(blocks)])
        self.norm = nn.LayerNorm(width, epsilon=1e-12)

    def forward(self, input_ids, attention_mask=None):
        positions = paddle.arange(input_ids.shape[1]).unsqueeze(0).expand_as(input_ids)
        x = self.words(input_ids) + self.positions(positions)
        mask = None
        if attention_mask is not None:
            mask = (1.0 - attention_mask.unsqueeze(1).unsqueeze(1).astype(x.dtype)) * -10000.0
        for block in self.blocks:
            x = block(x, mask=mask)
        x = self.norm(x)
        return x, {"pooled": x[:, 0]}


def build():
    return Twin()
