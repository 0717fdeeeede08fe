import b


def run(x):
    return b.finish(x.reshape(2, 1))


def unit():
    return 1
