# A user class whose methods all have tensor names.
import json

import torch


class Deck:
    def view(self, who):
        return f"seen by {who}"

    def permute(self, *order):
        return list(order)

    def size(self):
        return 52

    def max(self, key=None):
        return "ace"

    def sort(self):
        return "sorted"

    def split(self, n):
        return [n, n]

    def transpose(self, a):
        return a

    def t(self):
        return "t"

    def item(self):
        return "card"

    def type(self):
        return "poker"

    def to(self, table):
        return "at " + table

    def float(self):
        return "floating"

    def dim(self):
        return "dark"


d = Deck()
x = torch.arange(4).float()
r = [d.view("me"), d.permute(2, 0), d.size(), d.max(key=1), d.sort(), d.split(2), d.transpose(1), d.t(), d.item()]
r += [d.type(), d.to("home"), d.float(), d.dim()]
print(json.dumps({"d": r, "x": x.view(2, 2).permute(1, 0).tolist()}))
