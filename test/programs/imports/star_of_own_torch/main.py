# A star import that brings torch's modules under their names.
import json

from common import *

x = torch.arange(4.0)
print(json.dumps([x.view(2, 2).tolist(), F.relu(-x).sum().item(), nn.ReLU()(x).tolist(), np.ones(2).tolist()]))
