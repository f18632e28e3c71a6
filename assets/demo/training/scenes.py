"""Scenes: one letter or sign on a textured ground with distractors, composed in batches from glyph coverage bitmaps."""
import math

import numpy as np
import torch
import torch.nn.functional as F

SIZE = 64
ROWS, COLUMNS = torch.meshgrid(torch.arange(SIZE) / SIZE, torch.arange(SIZE) / SIZE, indexing='ij')


class Draw:
    """Random numbers for `count` scenes, one a scene as [count, 1, 1, 1]."""

    def __init__(self, count, generator):
        self.count, self.generator = count, generator

    def uniform(self, low, high, channels=1):
        return low + (high - low) * torch.rand(self.count, channels, 1, 1, generator=self.generator)

    def chance(self, probability):
        return (self.uniform(0, 1) < probability).float()

    def field(self, cells, mode):
        """Noise in 0...1, smooth at the scale of SIZE / cells pixels."""
        noise = torch.rand(self.count, 1, cells, cells, generator=self.generator)
        return F.interpolate(noise, size=SIZE, mode=mode, align_corners=False)


def warp(bitmaps, scale, angle, shear, x, y):
    """Bitmaps turned, sheared, scaled and moved by (x, y) half-widths of the scene."""
    scale, angle, shear, x, y = (v.flatten() for v in (scale, angle, shear, x, y))
    cosine, sine = angle.cos() / scale, angle.sin() / scale
    first = torch.stack([cosine + shear * sine, shear * cosine - sine, -x / scale], 1)
    second = torch.stack([sine, cosine, -y / scale], 1)
    grid = F.affine_grid(torch.stack([first, second], 1), (len(bitmaps), 1, SIZE, SIZE), align_corners=False)
    return F.grid_sample(bitmaps.float().div(255)[:, None], grid, align_corners=False)


def compose(targets, distractors, difficulty, generator):
    """Scenes [N, 3, SIZE, SIZE] in 0...1 and the coverage of the visible glyph [N, 1, SIZE, SIZE].

    targets are uint8 bitmaps [N, side, side], distractors [N, K, side, side], difficulty [N] in 0...1. Difficulty scales
    geometry, clutter, occlusion and noise and lowers the contrast: at 0 a white glyph stands on black.
    """
    draw, hard = Draw(len(targets), generator), difficulty.view(-1, 1, 1, 1)

    # Ground: two colours mixed by smooth noise, fine noise and stripes.
    first = draw.uniform(0, 1, 3) * hard
    second = first + draw.uniform(-0.35, 0.35, 3) * hard
    angle, frequency = draw.uniform(0, math.pi), draw.uniform(4, 40)
    stripes = 0.5 + 0.5 * torch.sin(frequency * (COLUMNS * angle.cos() + ROWS * angle.sin()))
    weights = draw.uniform(0, 1, 3)
    weights = weights / weights.sum(1, keepdim=True)
    textures = torch.cat([draw.field(5, 'bilinear'), draw.field(17, 'bilinear'), stripes], 1)
    image = first + (second - first) * (weights * textures).sum(1, keepdim=True)
    ground = image.mean((2, 3), keepdim=True)

    # Other glyphs reach in from the edges.
    for index in range(distractors.shape[1]):
        far = draw.uniform(1.0, 1.7) * (2 * draw.chance(0.5) - 1)
        along, swap = draw.uniform(-1.2, 1.2), draw.chance(0.5)
        mask = warp(distractors[:, index], draw.uniform(0.5, 1), draw.uniform(-0.6, 0.6), draw.uniform(-0.3, 0.3),
                    swap * far + (1 - swap) * along, swap * along + (1 - swap) * far)
        mask = mask * draw.chance(0.8 * hard)
        image = image + (ground + draw.uniform(-0.5, 0.5, 3) - image) * mask

    # The glyph, in a colour of bounded contrast to the ground, lit by a gentle gradient.
    any_colour = ((hard - 0.1) / 0.4).clamp(0, 1)
    direction = (draw.uniform(0, 1, 3) - ground) * any_colour + (1 - any_colour)
    direction = direction / direction.norm(dim=1, keepdim=True).clamp(1e-3)
    easy = (1 - hard).square()
    colour = ground + direction * (0.3 + 0.6 * draw.uniform(0, 1) + 1.1 * easy)
    shade = 1 + (draw.field(3, 'bilinear') - 0.5) * 0.5 * hard
    coverage = warp(targets, draw.uniform(0, 1) * -0.5 * hard + 1.1, draw.uniform(-0.45, 0.45) * hard,
                    draw.uniform(-0.3, 0.3) * hard, draw.uniform(-0.35, 0.35) * hard, draw.uniform(-0.35, 0.35) * hard)
    image = image + (colour * shade - image) * coverage

    # A bar in front, blur, sensor noise.
    angle, offset, width = draw.uniform(0, math.pi), draw.uniform(-0.35, 0.35), draw.uniform(0.015, 0.05)
    distance = ((COLUMNS - 0.5) * angle.cos() + (ROWS - 0.5) * angle.sin() - offset).abs()
    bar = (distance < width).float() * draw.chance(0.4 * hard)
    image = image + (draw.uniform(0, 1, 3) - image) * bar
    coverage = coverage * (1 - bar)
    image = image + (F.avg_pool2d(image, 3, 1, 1, count_include_pad=False) - image) * draw.uniform(0, 1) * hard
    noise = torch.randn(image.shape, generator=generator) * draw.uniform(0, 0.08) * hard
    return (image + noise).clamp(0, 1), coverage


class Glyphs:
    """The bitmaps of one split's fonts: 'training', or 'validation' (fonts never seen in training)."""

    def __init__(self, path, split):
        stored = np.load(path)
        chosen = stored['validation'] == (split == 'validation')
        classes = torch.tensor(stored['classes'][chosen].astype(np.int64))
        order = classes.argsort(stable=True)
        self.bitmaps = torch.tensor(stored['bitmaps'][chosen])[order]
        self.counts = classes.bincount()
        self.starts = self.counts.cumsum(0) - self.counts

    def scenes(self, labels, difficulty, seed):
        """Scenes of the given labels and difficulties, their coverage; the same for the same seed."""
        generator = torch.Generator().manual_seed(seed)
        chosen = self.starts[labels] + (torch.rand(len(labels), generator=generator) * self.counts[labels]).long()
        others = torch.randint(len(self.bitmaps), (len(labels), 2), generator=generator)
        return compose(self.bitmaps[chosen], self.bitmaps[others], difficulty, generator)
