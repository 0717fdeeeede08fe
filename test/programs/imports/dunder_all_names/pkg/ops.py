def rows(x):
    return [list(row.size()) for row in x]
