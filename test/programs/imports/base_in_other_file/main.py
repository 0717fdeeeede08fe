# A class derives from one of another file that derives from a layer.
import json

import torch
from blocks.base import Base, Scaled


class Model(Base):
    def __init__(self):
        super().__init__(2)
        self.inner = Scaled(2)

    def forward(self, x):
        return self.inner(super().forward(x)).view(-1)


m = Model()
print(json.dumps([m(torch.tensor([[1.0, 3.0]])).tolist(), m.table.size(0), m.describe().split("-")]))
