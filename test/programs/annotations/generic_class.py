# A generic container class of one's own.
import json
from typing import Generic, TypeVar

import torch

T = TypeVar("T")


class Holder(Generic[T]):
    def __init__(self, value: T):
        self.value = value

    def get(self) -> T:
        return self.value


print(json.dumps([Holder(torch.zeros(1, 2)).get().view(-1).tolist(), Holder("a b").get().split(" ")]))
