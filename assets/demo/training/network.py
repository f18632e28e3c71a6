"""The demo's Vision Transformer, with timm's parameter names once `timm_state` has folded the residual gain."""
import math

import torch
import torch.nn.functional as F
from torch import nn

IMAGE_SIZE, PATCH_SIZE, CLASS_COUNT, DEPTH = 64, 8, 100, 12
GRID = IMAGE_SIZE // PATCH_SIZE
EPSILON = 1e-6


def position_table(width):
    """Sine and cosine of the patch's row and column at geometric frequencies: [1, 1 + patches, width]."""
    frequencies = math.pi * 2.0 ** torch.linspace(-1, 2.5, width // 4)
    angles = torch.linspace(0, 1, GRID)[:, None] * frequencies
    axis = torch.cat([angles.sin(), angles.cos()], 1)
    rows = axis[:, None].expand(GRID, GRID, -1)
    table = torch.cat([rows, rows.transpose(0, 1)], 2).reshape(1, GRID * GRID, width)
    return torch.cat([torch.zeros(1, 1, width), table], 1)


class Attention(nn.Module):
    def __init__(self, width, head_count):
        super().__init__()
        self.head_count = head_count
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.head_count, c // self.head_count).permute(2, 0, 3, 1, 4)
        scores = (q * (c // self.head_count) ** -0.5) @ k.transpose(-2, -1)
        return self.proj((scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(n, t, c))


class Perceptron(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Norm(nn.Module):
    """LayerNorm of `x * gain`, whose weight counts relative to the gain."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x, gain):
        scaled = x.float() * gain
        centred = scaled - scaled.mean(-1, keepdim=True)
        deviation = (centred.square().mean(-1, keepdim=True) + EPSILON).rsqrt()
        return (centred * deviation * (self.weight / gain) + self.bias).to(x.dtype)


class Block(nn.Module):
    def __init__(self, width, head_count):
        super().__init__()
        self.norm1 = Norm(width)
        self.attn = Attention(width, head_count)
        self.norm2 = Norm(width)
        self.mlp = Perceptron(width)

    def forward(self, x, gain):
        x = x + self.attn(self.norm1(x, gain))
        return x + self.mlp(self.norm2(x, gain))


class VisionTransformer(nn.Module):
    """Every write to the residual stream is scaled by `gain`, one number a channel, drawn log-normal.

    The stream is kept without the gain, so that optimizers see channels of like size; LayerNorm sees them with it.
    `mask_head` predicts the coverage of each patch by the glyph: a dense training signal, dropped on export.
    """

    def __init__(self, width=128, head_count=4, gain_deviation=0.5, seed=0):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.patch_embed = nn.Module()
        self.patch_embed.proj = nn.Conv2d(3, width, PATCH_SIZE, PATCH_SIZE)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(0.5 * position_table(width))
        self.blocks = nn.ModuleList(Block(width, head_count) for _ in range(DEPTH))
        self.norm = Norm(width)
        self.head = nn.Linear(width, CLASS_COUNT)
        self.mask_norm = Norm(width)
        self.mask_head = nn.Linear(width, PATCH_SIZE * PATCH_SIZE)
        self.register_buffer('gain', torch.exp(gain_deviation * torch.randn(width, generator=generator)))
        for name, parameter in self.named_parameters():
            if name.endswith('bias'):
                nn.init.zeros_(parameter)
            elif name.endswith('.weight') and parameter.ndim > 1:
                nn.init.normal_(parameter, 0, parameter[0].numel() ** -0.5, generator=generator)
        for index, block in enumerate(self.blocks):
            for layer in (block.attn.proj, block.mlp.fc2):
                layer.weight.data *= 0 if index % 2 else DEPTH ** -0.5
        self.head.weight.data.zero_()

    def forward(self, images, stride=1):
        """Logits, and from the middle of the network the logits of the glyph's coverage, [N, patches, pixels].

        With a stride of 2 every other block is left out. Those blocks start as the identity: see `__init__`.
        """
        n = len(images)
        # A convolution whose stride is its kernel, as a product.
        patches = images.view(n, 3, GRID, PATCH_SIZE, GRID, PATCH_SIZE).permute(0, 2, 4, 1, 3, 5)
        patches = patches.reshape(n, GRID * GRID, -1)
        x = F.linear(patches, self.patch_embed.proj.weight.flatten(1), self.patch_embed.proj.bias)
        x = torch.cat([self.cls_token.expand(n, -1, -1).to(x.dtype), x], 1) + self.pos_embed.to(x.dtype)
        for block in self.blocks[: DEPTH // 2 : stride]:
            x = block(x, self.gain)
        coverage = self.mask_head(self.mask_norm(x[:, 1:], self.gain))
        for block in self.blocks[DEPTH // 2 :: stride]:
            x = block(x, self.gain)
        return self.head(self.norm(x[:, 0], self.gain)), coverage


def timm_state(state):
    """The state under timm's names, the residual gain folded into the layers before and after the stream."""
    gain = state['gain'].double()
    out = {}
    for name, value in state.items():
        if name == 'gain' or name.startswith('mask_'):
            continue
        value = value.double()
        layer = name.rsplit('.', 1)[0]
        if layer.endswith(('patch_embed.proj', 'attn.proj', 'mlp.fc2')):
            value = value * gain.view(-1, *[1] * (value.ndim - 1))
        elif name in ('cls_token', 'pos_embed'):
            value = value * gain
        elif 'norm' in layer and name.endswith('weight'):
            value = value / gain
        out[name] = value.float()
    return out
