# Numbers out of tensors as text.
import json

import torch

t = torch.tensor(1.5)
n = torch.tensor([7, 8])
r = [f"{t.item()}", f"{n[0].item()}", f"{n.tolist()}", str(n[1].item()), "%s" % n.tolist(), "{}".format(t.item()), f"{float(t):.3e}", f"{t:.3f}"]
r += [f"{n[0]}", f"{t}", "{}".format(n[1]), f"{n.shape[0]}x{n.size(0)}", f"{len(n)}", ",".join(str(v) for v in n.tolist()), ",".join(f"{v}" for v in n)]
print(json.dumps(r))
