# A dictionary whose items are attributes.
import json

import torch


class AttrDict(dict):
    def __init__(self, **items):
        super().__init__(**items)
        self.__dict__ = self


d = AttrDict(x=torch.arange(4), name="a b")
print(json.dumps([d.x.view(2, 2).tolist(), d.name.split(" "), d["x"].size(0), sorted(d)]))
