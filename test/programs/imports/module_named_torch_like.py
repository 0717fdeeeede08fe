# A project object that is called nn.
import json

import torch


class nn:
    @staticmethod
    def ReLU():
        return "not a layer"


print(json.dumps({"r": nn.ReLU(), "t": torch.tensor([1]).tolist()}))
