"""Compares the example's towers with other people's code of the same towers: `python oracles.py REFERENCE_FOLDER`.

Both sides get the same seeded weights at a reduced width and depth; keys are renamed as the two code bases name them.
Prints {"vision": {...}, "text": {...}}: relative L2 distances of all that both return.
"""

import json
import re
import sys

import torch

sys.path.insert(0, sys.argv[1])

from jina_clip import TextConfig, TextModel, VisionConfig, VisionModel  # noqa: E402


def relative_l2(actual, expected):
    assert actual.shape == expected.shape, (actual.shape, expected.shape)
    return float((actual - expected).double().norm() / expected.double().norm())


def fill(model, seed):
    """Random values everywhere: ones, zeros and an unused bias would hide what is mixed up."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = torch.randn(parameter.shape, generator=generator)
            scale = parameter.shape[-1] ** -0.5 if parameter.dim() > 1 else 0.1
            is_gain = parameter.dim() == 1 and name.endswith("weight")
            parameter.copy_(1 + 0.1 * values if is_gain else scale * values)
    return model.eval()


def vision(image_size, **settings):
    import timm

    config = VisionConfig(image_size=image_size, width=128, layers=3, head_width=32, **settings)
    model = fill(VisionModel(config), seed=1)
    oracle = timm.create_model(
        "eva02_large_patch14_clip_224", img_size=image_size, num_classes=0, embed_dim=128, depth=3, num_heads=4
    ).eval()
    renames = [
        (r"\.ffn_ln\.", ".norm."),
        (r"\.inner_attn_ln\.", ".norm."),
        (r"\.w1\.", ".fc1_g."),
        (r"\.w2\.", ".fc1_x."),
        (r"\.w3\.", ".fc2."),
        (r"\.q_bias$", ".q_proj.bias"),
        (r"\.v_bias$", ".v_proj.bias"),
    ]
    state = {}
    for name, value in model.state_dict().items():
        for pattern, other in renames:
            name = re.sub(pattern, other, name)
        state[name] = value
    oracle.load_state_dict(state, strict=True)
    images = torch.randn(2, 3, image_size, image_size, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        return {
            "class token": relative_l2(model(images), oracle(images)),
            "patch tokens": relative_l2(tokens(model, images), oracle.forward_features(images)),
        }


def tokens(model, images):
    """What the last norm returns, for every patch."""
    seen = []
    hook = model.norm.register_forward_hook(lambda _module, _inputs, output: seen.append(output))
    model(images)
    hook.remove()
    return seen[0]


def text(use_lora):
    from transformers import JinaEmbeddingsV3Config, JinaEmbeddingsV3Model

    sizes = {"vocab_size": 97, "hidden_size": 128, "num_hidden_layers": 3, "num_attention_heads": 4}
    # alpha/rank is 2, so that a forgotten scaling shows.
    config = TextConfig(**sizes, intermediate_size=192, use_lora=use_lora, lora_alpha=8.0)
    model = fill(TextModel(config), seed=3)
    oracle = JinaEmbeddingsV3Model(
        JinaEmbeddingsV3Config(**sizes, intermediate_size=192), add_pooling_layer=False
    ).eval()
    missing = oracle.load_state_dict(merged(model.state_dict(), scaling=2.0), strict=True)
    assert not missing.missing_keys, missing
    generator = torch.Generator().manual_seed(4)
    input_ids = torch.randint(2, 97, (3, 11), generator=generator)
    input_ids[1, 7:] = 1
    input_ids[2, 2:] = 1
    mask = input_ids != 1
    with torch.no_grad():
        expected = oracle(input_ids=input_ids, attention_mask=mask.long()).last_hidden_state
        actual = model.transformer(input_ids, mask)
        mean = torch.stack([states[real].mean(dim=0) for states, real in zip(expected, mask)])
        return {
            "real tokens": relative_l2(actual[mask], expected[mask]),
            "pooled": relative_l2(model(input_ids), mean),
        }


def merged(state, scaling):
    """The state under transformers' names, with the adapters added to the weights."""
    result = {}
    for name, value in state.items():
        name = name.removeprefix("transformer.roberta.")
        name = name.replace("encoder.layers.", "layers.").replace("emb_ln.", "embeddings.LayerNorm.")
        name = name.replace("mixer.out_proj.", "self_attn.o_proj.")
        name = name.replace("norm1.", "post_attention_layernorm.").replace("norm2.", "post_mlp_layernorm.")
        if ".parametrizations.weight.0." in name:
            continue
        if name.endswith(".parametrizations.weight.original"):
            name = name.removesuffix(".parametrizations.weight.original") + ".weight"
            key = next(k for k in state if state[k] is value).removesuffix("original")
            a, b = state[f"{key}0.lora_A"][0], state[f"{key}0.lora_B"][0]
            value = value + scaling * (a @ b if "_embeddings" in name else b @ a)
        if ".mixer.Wqkv." in name:
            for part, rows in zip("qkv", value.chunk(3, dim=0)):
                result[name.replace("mixer.Wqkv", f"self_attn.{part}_proj")] = rows
        else:
            result[name] = value
    return result


print(
    json.dumps(
        {
            "vision at 512": vision(512),
            "vision at 90": vision(90),
            "vision at 90 without scaled positions": vision(90, pt_hw_seq_len=6),
            "text with LoRA": text(True),
            "text without": text(False),
        }
    )
)
