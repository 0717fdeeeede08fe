# Spaces where nobody expects them.
import json

import torch

x = torch . arange ( 6 )
y = x . view( 2 ,3 ) . permute (1,0)
print(json.dumps(y.tolist()))
