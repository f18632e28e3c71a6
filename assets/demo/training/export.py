"""Write a run's averaged weights, the evaluation images and the class list as the demo's folder.

    python export.py --folder RUN --out ..

Top-1 is measured on the files as written: images decoded from JPEG, weights rounded to F16.
"""
import argparse
import json
import os
import unicodedata

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from glyphs import CLASSES
from network import CLASS_COUNT, DEPTH, IMAGE_SIZE, PATCH_SIZE, VisionTransformer, timm_state
from train import SEED, VALIDATION_COUNT, VALIDATION_DIFFICULTY, normalized
from scenes import Glyphs

CALIBRATION_COUNT = 200
JPEG_QUALITY = 95


def configuration(width, head_count):
    return {
        'architecture': 'vit_tiny_patch8_64',
        'num_classes': CLASS_COUNT,
        'num_features': width,
        'global_pool': 'token',
        'model_args': {'img_size': IMAGE_SIZE, 'patch_size': PATCH_SIZE, 'embed_dim': width, 'depth': DEPTH,
                       'num_heads': head_count},
        'pretrained_cfg': {
            'tag': 'fqvit_demo', 'custom_load': False, 'input_size': [3, IMAGE_SIZE, IMAGE_SIZE],
            'fixed_input_size': True, 'interpolation': 'bicubic', 'crop_pct': 1.0, 'crop_mode': 'center',
            'mean': [0.5, 0.5, 0.5], 'std': [0.25, 0.25, 0.25], 'num_classes': CLASS_COUNT, 'pool_size': None,
            'first_conv': 'patch_embed.proj', 'classifier': 'head'},
    }


def write_scenes(folder, glyphs, count, seed):
    """Scenes in which the classes take turns, as JPEG files, and labels.txt."""
    os.makedirs(folder, exist_ok=True)
    labels = torch.arange(count) % CLASS_COUNT
    low, high = VALIDATION_DIFFICULTY
    difficulty = torch.rand(count, generator=torch.Generator().manual_seed(seed)) * (high - low) + low
    images, _ = glyphs.scenes(labels, difficulty, seed)
    pixels = images.mul(255).round().byte().permute(0, 2, 3, 1).numpy()
    with open(os.path.join(folder, 'labels.txt'), 'w') as f:
        for index, (image, label) in enumerate(zip(pixels, labels.tolist())):
            name = f'{index:04d}.jpg'
            Image.fromarray(image).save(os.path.join(folder, name), quality=JPEG_QUALITY, subsampling=0, optimize=True)
            f.write(f'{name} {label}\n')


def write_classes(path):
    with open(path, 'w', encoding='utf-8') as f:
        for character in CLASSES:
            f.write(f'U+{ord(character):04X}\t{character}, {unicodedata.name(character).lower()}\n')


def load_for_timm_names(model, state):
    """The network with a gain of 1, for which timm's tensors are its own."""
    model.load_state_dict({**model.state_dict(), **state, 'gain': torch.ones_like(model.gain)})
    return model.eval()


def measure(out, head_count):
    """Top-1 on `out`/validation, and widest/median of the channels' ranges at every LayerNorm's input."""
    state = {name: value.float() for name, value in load_file(os.path.join(out, 'model.safetensors')).items()}
    model = load_for_timm_names(VisionTransformer(len(state['norm.weight']), head_count), state)
    widest = {}

    def observe(name):
        def hook(_, arguments):
            largest = arguments[0].abs().amax((0, 1) if arguments[0].ndim == 3 else 0)
            widest[name] = torch.maximum(widest[name], largest) if name in widest else largest
        return hook

    for name, module in model.named_modules():
        if 'norm' in name.rsplit('.', 1)[-1] and not name.startswith('mask_'):
            module.register_forward_pre_hook(observe(name))
    folder = os.path.join(out, 'validation')
    with open(os.path.join(folder, 'labels.txt')) as f:
        entries = [line.split() for line in f]
    hits = 0
    with torch.no_grad():
        for start in range(0, len(entries), 100):
            part = entries[start : start + 100]
            images = np.stack([np.asarray(Image.open(os.path.join(folder, name))) for name, _ in part])
            logits, _ = model(normalized(torch.tensor(images).permute(0, 3, 1, 2).contiguous().float() / 255))
            hits += (logits.argmax(1) == torch.tensor([int(label) for _, label in part])).sum().item()
    return hits / len(entries), {name: (value.max() / value.median()).item() for name, value in widest.items()}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--folder', required=True, help="the run's folder")
    a.add_argument('--glyphs', default='glyphs.npz')
    a.add_argument('--out', required=True)
    a.add_argument('--heads', type=int, default=4)
    options = a.parse_args()
    os.makedirs(options.out, exist_ok=True)
    stored = torch.load(os.path.join(options.folder, 'checkpoint.pt'), weights_only=True)
    state = timm_state(stored['average'])
    width = len(state['norm.weight'])
    save_file({name: value.half().contiguous() for name, value in state.items()},
              os.path.join(options.out, 'model.safetensors'))
    with open(os.path.join(options.out, 'config.json'), 'w') as f:
        json.dump(configuration(width, options.heads), f, indent=2)
        f.write('\n')
    for split, fonts, count, seed in (('validation', 'validation', VALIDATION_COUNT, SEED),
                                      ('calibration', 'training', CALIBRATION_COUNT, SEED + 1)):
        write_scenes(os.path.join(options.out, split), Glyphs(options.glyphs, fonts), count, seed)
    write_classes(os.path.join(options.out, 'classes.tsv'))
    top1, spread = measure(options.out, options.heads)
    size = sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(options.out) for name in names)
    print(f'step {stored["step"]}  validation top-1 {top1:.3f}  {size / 2**20:.1f} MiB')
    for name, value in spread.items():
        print(f'{name:16s} widest/median {value:.1f}')


if __name__ == '__main__':
    main()
