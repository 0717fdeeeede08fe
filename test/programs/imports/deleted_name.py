# A name that is deleted and bound again to something else.
import json

import torch as backend

x = backend.arange(4)
del backend
backend = "none"
print(json.dumps({"x": x.tolist(), "b": backend.split("o")}))
