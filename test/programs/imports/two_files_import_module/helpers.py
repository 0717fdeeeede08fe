def flip(x):
    return x.permute(1, 0)
