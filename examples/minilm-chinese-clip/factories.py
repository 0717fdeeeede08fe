"""Builds the two models of this example. Each framework's code is imported only when its model is asked for."""

import json
from pathlib import Path

CONFIG = json.loads((Path(__file__).parent / "bert-config.json").read_text(encoding="utf-8"))


def reference():
    """Chinese-CLIP's BERT in PyTorch, with the sizes of all-MiniLM-L6-v2."""
    from bert_torch.configuration_bert import BertConfig
    from bert_torch.modeling_bert import BertModel

    return BertModel(BertConfig(**CONFIG))


def port():
    """The same model, as `paddle-port port` wrote it for Paddle."""
    from bert_paddle.configuration_bert import BertConfig
    from bert_paddle.modeling_bert import BertModel

    return BertModel(BertConfig(**CONFIG))
