# if __name__ == "__main__".
import json

import torch


def main():
    x = torch.arange(4).view(2, 2)
    print(json.dumps(x.permute(1, 0).tolist()))


if __name__ == "__main__":
    main()
