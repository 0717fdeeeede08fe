# A method annotated with its own class in quotes.
import json

import torch


class Node:
    def __init__(self, v, next: "Node" = None):
        self.v = v
        self.next = next

    def tail(self) -> "Node":
        return self if self.next is None else self.next.tail()


n = Node(torch.zeros(1, 2), Node(torch.ones(1, 2)))
print(json.dumps(n.tail().v.view(-1).tolist()))
