# An empty list that gets strings, whose elements are split.
import json

import torch

words = []
words.append("a b")
print(json.dumps([[w.split(" ") for w in words], torch.zeros(1).tolist()]))
