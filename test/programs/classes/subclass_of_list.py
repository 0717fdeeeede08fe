# A class that extends list: sort and index stay the list's.
import json

import torch


class Stack(list):
    def view(self, n):
        return self[:n]


s = Stack([3, 1, 2])
s.sort()
print(json.dumps({"s": s, "v": s.view(2), "i": s.index(2), "t": torch.tensor(s).tolist()}))
