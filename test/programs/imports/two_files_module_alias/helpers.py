def relu(x):
    return x * 10
