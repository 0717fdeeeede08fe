import a


def finish(x):
    return x.repeat(1, 2) + a.unit()
