# A private attribute with two underscores.
import json

import torch


class Box:
    def __init__(self):
        self.__data = torch.arange(4)

    def read(self):
        return self.__data.view(2, 2)


print(json.dumps({"r": Box().read().tolist()}))
