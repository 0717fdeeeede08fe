def max(x):
    return x.tolist()[::-1]
