"""The merged model in Paddle: the same layers, without LoRA."""

import json
import sys

import paddle
from paddle import nn


class Model(nn.Layer):
    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(16, 16)
        self.Wqkv = nn.Linear(16, 48)
        self.out = nn.Linear(16, 16, bias_attr=False)
        self.norm = nn.LayerNorm(16)

    def forward(self, ids: paddle.Tensor) -> paddle.Tensor:
        x = self.words(ids)
        q, k, v = self.Wqkv(x).chunk(3, axis=-1)
        return self.norm(self.out(nn.functional.softmax(q @ k.transpose([0, 2, 1]), -1) @ v) + x)


def build() -> nn.Layer:
    model = Model()
    model.eval()
    return model


if __name__ == "__main__":
    from safetensors.numpy import load_file

    model = build()
    missing, unexpected = model.set_state_dict(
        {name: paddle.to_tensor(value) for name, value in load_file(sys.argv[1]).items()}
    )
    assert not missing and not unexpected
    with paddle.no_grad():
        print(json.dumps(model(paddle.arange(16).reshape([2, 8])).flatten().tolist()))
