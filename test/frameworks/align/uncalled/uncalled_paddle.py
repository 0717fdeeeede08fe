"""The model of uncalled_torch in Paddle, and ports of it that forget a part."""

import paddle
import paddle.nn.functional as F
from paddle import nn
from uncalled_values import values

WIDTH = 16


class Mixer(nn.Layer):
    def __init__(self, forgets):
        super().__init__()
        self.forgets = forgets
        self.query = nn.Linear(WIDTH, WIDTH, bias_attr=False)
        self.gate = nn.Linear(WIDTH, WIDTH, bias_attr=False)
        self.bias = self.create_parameter([WIDTH])
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        mixed = x if self.forgets == "query" else F.linear(x, self.query.weight)
        if self.forgets != "bias":
            mixed = mixed + self.bias
        if self.forgets != "gate":
            mixed = mixed + F.linear(x, self.gate.weight)
        return self.out(mixed)


class Model(nn.Layer):
    def __init__(self, forgets):
        super().__init__()
        self.words = nn.Embedding(32, WIDTH)
        self.mixer = Mixer(forgets)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, input_ids):
        return self.norm(self.mixer(self.words(input_ids)))


def built(forgets=None, spare=None):
    model = Model(forgets)
    if spare is not None:
        model.spare = spare
    for path, layer in model.named_sublayers(include_self=True):
        turned = isinstance(layer, nn.Linear)
        for name, parameter in layer.named_parameters(include_sublayers=False):
            full = f"{path}.{name}" if path else name
            shape = tuple(parameter.shape)
            transposed = turned and len(shape) == 2
            value = values(full, shape[::-1]).T if transposed else values(full, shape)
            parameter.set_value(paddle.to_tensor(value.copy()))
    return model


def plain():
    return built()


def with_spare():
    return built(spare=nn.Linear(WIDTH, WIDTH))


def with_tied_spare():
    return built(spare=nn.Linear(WIDTH, 32, bias_attr=False))


def without_query():
    return built("query")


def without_gate():
    return built("gate")


def without_bias():
    return built("bias")


def merged():
    model = built()
    at = "mixer.query.parametrizations.weight"
    product = values(f"{at}.0.B", (WIDTH, 2)) @ values(f"{at}.0.A", (2, WIDTH))
    weight = values(f"{at}.original", (WIDTH, WIDTH)) + 0.5 * product
    model.mixer.query.weight.set_value(paddle.to_tensor(weight.T.copy()))
    return model
