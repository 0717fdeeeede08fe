# One import in parentheses over several lines, with comments.
import json
from torch import (  # what the model needs
    arange,
    cat,  # joined below
    zeros,
)

print(json.dumps({"r": cat([arange(3), zeros(2).long()]).tolist()}))
