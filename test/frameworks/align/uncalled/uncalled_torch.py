"""A model that hands the weights of layers which it never calls to F.linear."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import parametrize
from uncalled_values import values

WIDTH = 16


class Mixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH, bias=False)
        self.gate = nn.Linear(WIDTH, WIDTH, bias=False)
        self.bias = nn.Parameter(torch.empty(WIDTH))
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        return self.out(F.linear(x, self.query.weight, self.bias) + F.linear(x, self.gate.weight))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(32, WIDTH)
        self.mixer = Mixer()
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, input_ids):
        return self.norm(self.mixer(self.words(input_ids)))


class LowRank(nn.Module):
    def __init__(self):
        super().__init__()
        self.A = nn.Parameter(torch.empty(2, WIDTH))
        self.B = nn.Parameter(torch.empty(WIDTH, 2))

    def forward(self, weight):
        return weight + 0.5 * self.B @ self.A


def filled(model):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(values(name, tuple(parameter.shape))))
    return model


def plain():
    return filled(Model())


def with_spare():
    """A layer that nothing uses."""
    model = Model()
    model.spare = nn.Linear(WIDTH, WIDTH)
    return filled(model)


def with_tied_spare():
    """A layer that nothing uses, with the very tensor of one that is used."""
    model = filled(Model())
    model.spare = nn.Linear(WIDTH, 32, bias=False)
    model.spare.weight = model.words.weight
    return model


def adapted():
    """An adapter on a layer that is never called."""
    model = Model()
    parametrize.register_parametrization(model.mixer.query, "weight", LowRank())
    return filled(model)
