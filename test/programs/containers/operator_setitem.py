# operator.setitem and heapq put things into a list.
import heapq
import json
import operator

import torch


class Cell:
    def __init__(self, order):
        self.order = order

    def __lt__(self, other):
        return True

    def view(self, *shape):
        return ["cell", self.order, *shape]


rows = [torch.arange(4), torch.ones(4)]
operator.setitem(rows, 1, Cell(0))
more = [torch.arange(4)]
heapq.heappush(more, Cell(1))
print(json.dumps([rows[1].view(2, 2), more[0].view(2, 2)]))
