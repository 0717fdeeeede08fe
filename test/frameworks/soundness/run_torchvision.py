# Builds torchvision's models without weights and runs each on a small input.
import json
import warnings

import torch
import torchvision

warnings.filterwarnings("ignore")
torch.manual_seed(0)
SMALL = [
    "alexnet",
    "convnext_tiny",
    "densenet121",
    "efficientnet_b0",
    "efficientnet_v2_s",
    "googlenet",
    "mnasnet0_5",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "regnet_y_400mf",
    "resnet18",
    "resnext50_32x4d",
    "shufflenet_v2_x0_5",
    "squeezenet1_0",
    "swin_t",
    "swin_v2_t",
    "vgg11_bn",
]
FIXED = {"inception_v3": 299, "maxvit_t": 224, "vit_b_16": 224}
SEGMENTATION = ["deeplabv3_mobilenet_v3_large", "fcn_resnet50", "lraspp_mobilenet_v3_large"]
DETECTION = [
    "fasterrcnn_mobilenet_v3_large_320_fpn",
    "fcos_resnet50_fpn",
    "keypointrcnn_resnet50_fpn",
    "maskrcnn_resnet50_fpn",
    "retinanet_resnet50_fpn",
    "ssdlite320_mobilenet_v3_large",
]
VIDEO = ["mvit_v2_s", "r2plus1d_18", "s3d", "swin3d_t"]


def build(kind, name, **more):
    return getattr(kind, name)(weights=None, **more)


done = []
with torch.no_grad():
    for name in SMALL + list(FIXED):
        size = FIXED.get(name, 96)
        model = build(torchvision.models, name)
        for training in (True, False):
            model.train(training)
            model(torch.rand(2, 3, size, size))
        done.append(name)
    for name in SEGMENTATION:
        build(torchvision.models.segmentation, name, weights_backbone=None).eval()(torch.rand(1, 3, 64, 64))
        done.append(name)
    for name in DETECTION:
        model = build(torchvision.models.detection, name, weights_backbone=None).eval()
        model([torch.rand(3, 96, 96), torch.rand(3, 80, 64)])
        done.append(name)
    for name in VIDEO:
        frames, size = (16, 224) if name in ("mvit_v2_s", "s3d") else (14, 64)
        build(torchvision.models.video, name).eval()(torch.rand(1, 3, frames, size, size))
        done.append(name)
    flow = torchvision.models.optical_flow.raft_small(weights=None).eval()
    flow(torch.rand(1, 3, 128, 128), torch.rand(1, 3, 128, 128), num_flow_updates=2)
    done.append("raft_small")
print(json.dumps(len(done)))
