from dataclasses import dataclass


@dataclass
class Config:
    dim: int
    heads: int
    eps: float = 1e-5
