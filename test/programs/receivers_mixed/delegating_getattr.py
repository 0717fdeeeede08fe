# A wrapper hands attribute access on to the tensor inside: its view is the tensor's.
import json

import torch


class Wrapper:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)


print(json.dumps(Wrapper(torch.arange(4)).view(2, 2).tolist()))
