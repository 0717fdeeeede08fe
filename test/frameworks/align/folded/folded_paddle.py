"""The port of folded_torch.py."""

import paddle
from paddle import nn


class Stem(nn.Layer):
    def __init__(self):
        super().__init__()
        self.seq = nn.Sequential(nn.Conv2D(3, 4, 3, bias_attr=False, padding=1), nn.BatchNorm2D(4), nn.ReLU())
        self.list = nn.LayerList([nn.Sequential(nn.Conv2D(4, 4, 1), nn.Tanh())])
        self.norm = nn.BatchNorm2D(4)

    def forward(self, x):
        x = self.seq(x)
        for layer in self.list:
            x = layer(x)
        return self.norm(x)


class Model(nn.Layer):
    def __init__(self):
        super().__init__()
        self.first = nn.BatchNorm2D(3)
        self.stem = Stem()
        self.token = self.create_parameter([1, 1, 4])
        self.twice = nn.Linear(4, 4)
        self.head = nn.Linear(4, 6)

    def forward(self, x):
        x = self.stem(self.first(x)).flatten(2).transpose([0, 2, 1])
        x = paddle.concat([self.token.expand([x.shape[0], -1, -1]), x], 1)
        return self.head(self.twice(self.twice(x)))


def build():
    return Model()
