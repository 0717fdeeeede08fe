import torch
from torch import nn

from config import Config


class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.norm = nn.LayerNorm(config.dim, eps=config.eps)
        self.proj = nn.Linear(config.dim, config.dim)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        b, n, c = x.size()
        y = self.proj(self.norm(x)).view(b, n, self.config.heads, -1).transpose(1, 2)
        return y.reshape(b, -1)
