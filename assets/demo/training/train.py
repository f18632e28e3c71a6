"""Train the demo's model on one scene stream, by several processes of one thread each; resumable.

    python glyphs.py && python train.py --folder RUN

Every step draws its scenes from a seed of its own, so a resumed run sees what an uninterrupted one would have seen.
"""
import argparse
import datetime
import os
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F

from network import CLASS_COUNT, DEPTH, GRID, PATCH_SIZE, VisionTransformer
from scenes import Glyphs

SEED = 6
HARDEST = 1.0
VALIDATION_COUNT = 1000
VALIDATION_DIFFICULTY = (0.5, 1.0)


def normalized(images):
    return (images - 0.5) / 0.25


def patches(coverage):
    """[N, 1, side, side] as [N, patches, pixels]."""
    n = len(coverage)
    split = coverage.view(n, GRID, PATCH_SIZE, GRID, PATCH_SIZE).permute(0, 1, 3, 2, 4)
    return split.reshape(n, GRID * GRID, PATCH_SIZE * PATCH_SIZE)


def validation_scenes(glyphs):
    """Images of 8 bits, labels and difficulties of the validation set, in which the classes take turns."""
    labels = torch.arange(VALIDATION_COUNT) % CLASS_COUNT
    low, high = VALIDATION_DIFFICULTY
    difficulty = torch.rand(VALIDATION_COUNT, generator=torch.Generator().manual_seed(SEED)) * (high - low) + low
    images, _ = glyphs.scenes(labels, difficulty, SEED)
    return images.mul(255).round().div(255), labels, difficulty


def orthogonal(matrices):
    """Newton-Schulz: the nearest semi-orthogonal matrices, roughly; [N, rows, columns] with rows <= columns."""
    x = matrices.bfloat16()
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return x.float()


class Optimizer:
    """Muon for the blocks' matrices, whose orthogonalization the ranks share, and Adam for all else."""

    def __init__(self, model, rank, ranks):
        self.rank, self.ranks = rank, ranks
        named = list(model.named_parameters())
        self.parameters = [p for _, p in named]
        matrix = {n for n, p in named if n.startswith('blocks.') and p.ndim == 2}
        self.adam = torch.optim.Adam([p for n, p in named if n not in matrix], betas=(0.9, 0.95), eps=1e-10)
        views = []  # (matrix, is transposed, its gradient's place), wide or square
        for name, p in named:
            if name in matrix:
                parts = p.data.chunk(3) if name.endswith('qkv.weight') else (p.data,)
                views += [(p, i, len(parts), part.mT if part.shape[0] > part.shape[1] else part)
                          for i, part in enumerate(parts)]
        self.groups = [[v for v in views if v[3].shape == shape] for shape in sorted({v[3].shape for v in views})]
        self.momenta = [torch.zeros(len(g), *g[0][3].shape) for g in self.groups]
        self.flat = torch.zeros(sum(p.numel() for p in self.parameters) + 2)
        offset = 0
        for p in self.parameters:
            p.grad = self.flat[offset : offset + p.numel()].view_as(p)
            offset += p.numel()

    def state(self):
        return {'adam': self.adam.state_dict(), 'momenta': self.momenta}

    def load(self, state):
        self.adam.load_state_dict(state['adam'])
        self.momenta = state['momenta']

    def reduce(self, loss, accuracy):
        """Averages gradients over the ranks, and returns the averages of two figures more."""
        self.flat[-2], self.flat[-1] = loss, accuracy
        dist.all_reduce(self.flat)
        self.flat /= self.ranks
        return self.flat[-2:].tolist()

    @torch.no_grad()
    def step(self, matrix_rate, adam_rate):
        for group in self.adam.param_groups:
            group['lr'] = adam_rate
        self.adam.step()
        for group, momentum in zip(self.groups, self.momenta):
            parts = [p.grad.chunk(count)[i] for p, i, count, _ in group]
            gradient = torch.stack([g.mT if g.shape[0] > g.shape[1] else g for g in parts])
            momentum.lerp_(gradient, 0.05)
            direction = gradient.lerp(momentum, 0.95)
            own = slice(self.rank * len(group) // self.ranks, (self.rank + 1) * len(group) // self.ranks)
            update = torch.zeros_like(direction)
            update[own] = orthogonal(direction[own])
            dist.all_reduce(update)
            for (p, i, count, view), u in zip(group, update):
                part = p.data.chunk(count)[i]
                scale = max(1, part.shape[0] / part.shape[1]) ** 0.5
                view.add_(u, alpha=-matrix_rate * scale)
        self.flat.zero_()


def work(rank, options):
    torch.set_num_threads(1)
    torch._inductor.config.compile_threads = 1
    torch._dynamo.config.cache_size_limit = 32
    folder, ranks = options.folder, options.ranks
    rendezvous = f'file://{os.path.abspath(folder)}/rendezvous.{options.run}'
    dist.init_process_group('gloo', init_method=rendezvous, rank=rank, world_size=ranks,
                            timeout=datetime.timedelta(days=7))
    model = VisionTransformer(seed=SEED)
    average = {n: v.clone() for n, v in model.state_dict().items()}
    optimizer = Optimizer(model, rank, ranks)
    step, ceiling, loss, accuracy = 0, 0.0, 4.6, 0.0
    checkpoint = os.path.join(folder, 'checkpoint.pt')
    if os.path.exists(checkpoint):
        stored = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(stored['model'])
        optimizer.load(stored['optimizer'])
        average, step = stored['average'], stored['step']
        ceiling, loss, accuracy = stored['ceiling'], stored['loss'], stored['accuracy']

    def losses(images, labels, coverage, stride):
        with torch.autocast('cpu', dtype=torch.bfloat16):
            logits, mask = model(images, stride)
        mask_loss = F.binary_cross_entropy_with_logits(mask.float(), coverage)
        logits = logits.float()
        return F.cross_entropy(logits, labels), mask_loss, (logits.argmax(1) == labels).float().mean()

    compiled = torch.compile(losses, dynamic=False) if options.compile else losses
    training = Glyphs(options.glyphs, 'training')
    images, labels, difficulty = validation_scenes(Glyphs(options.glyphs, 'validation'))
    share = slice(rank, None, ranks)
    tester = VisionTransformer(seed=SEED).eval()

    def test(stride):
        """Top-1 of the averaged weights in all, and in the easier and the harder half."""
        tester.load_state_dict(average)
        with torch.no_grad(), torch.autocast('cpu', dtype=torch.bfloat16):
            logits = torch.cat([tester(part, stride)[0] for part in normalized(images[share]).split(50)])
        hits = (logits.argmax(1) == labels[share]).float()
        hard = (difficulty[share] > sum(VALIDATION_DIFFICULTY) / 2).float()
        sums = torch.stack([hits.sum(), ((1 - hard) * hits).sum(), (1 - hard).sum(), (hard * hits).sum(), hard.sum()])
        dist.all_reduce(sums)
        return (sums[0] / VALIDATION_COUNT).item(), (sums[1] / sums[2]).item(), (sums[3] / sums[4]).item()

    count = options.batch // ranks
    warm_stride, began, seen = None, time.time(), 0
    while step < options.steps:
        stride = 2 if step < options.grow else 1
        generator = torch.Generator().manual_seed((SEED << 32) + step * ranks + rank)
        y = torch.randint(CLASS_COUNT, (count,), generator=generator)
        hard = ceiling * (0.4 + 0.6 * torch.rand(count, generator=generator))
        x, coverage = training.scenes(y, hard, int(torch.randint(1 << 62, (), generator=generator)))
        batch = normalized(x), y, patches(coverage), stride
        if warm_stride != stride and options.compile:  # one rank compiles, the others find its cache
            for turn in range(ranks):
                if turn == rank:
                    sum(compiled(*batch)[:2]).backward()
                    optimizer.flat.zero_()
                dist.barrier()
            warm_stride, began, seen = stride, time.time(), 0
        class_loss, mask_loss, hits = compiled(*batch)
        (class_loss + options.mask * mask_loss).backward()
        step_loss, step_accuracy = optimizer.reduce(class_loss.detach(), hits)
        decay = min(1, (options.steps - step) / (options.steps - options.decay))
        rate = min(1, (step + 1) / 100) * decay
        optimizer.step(options.matrix_rate * rate, options.adam_rate * rate)
        step, seen = step + 1, seen + options.batch
        loss += 0.03 * (step_loss - loss)
        accuracy += 0.03 * (step_accuracy - accuracy)
        if accuracy > options.threshold:
            ceiling = min(HARDEST, ceiling + options.climb)
        inertia = min(0.997, (1 + step) / (10 + step))
        for name, value in model.state_dict().items():
            average[name].lerp_(value, 1 - inertia)
        if step % options.interval == 0 or step == options.steps:
            top1, easier, harder = test(stride)
            if rank == 0:
                clock = datetime.datetime.now(datetime.timezone.utc).strftime('%H:%M:%S')
                print(f'{clock}  step {step}  blocks {DEPTH // stride}  difficulty {ceiling:.2f}  rate {rate:.2f}  '
                      f'loss {loss:.3f}  training top-1 {accuracy:.3f}  validation top-1 {top1:.3f} '
                      f'({easier:.3f} easier, {harder:.3f} harder)  {seen / (time.time() - began):.0f} images/s',
                      flush=True)
                torch.save({'model': model.state_dict(), 'optimizer': optimizer.state(), 'average': average,
                            'step': step, 'ceiling': ceiling, 'loss': loss, 'accuracy': accuracy}, checkpoint + '.new')
                os.replace(checkpoint + '.new', checkpoint)
            began, seen = time.time(), 0
    dist.barrier()
    dist.destroy_process_group()


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--folder', required=True, help='where the checkpoint is kept, and resumed from if there is one')
    a.add_argument('--glyphs', default='glyphs.npz')
    a.add_argument('--steps', type=int, default=2400)
    a.add_argument('--grow', type=int, default=1000, help='the step from which all 12 blocks take part, 6 before')
    a.add_argument('--decay', type=int, default=1200, help='the step from which rates fall to 0')
    a.add_argument('--batch', type=int, default=128)
    a.add_argument('--ranks', type=int, default=4)
    a.add_argument('--matrix-rate', type=float, default=0.02)
    a.add_argument('--adam-rate', type=float, default=2e-3)
    a.add_argument('--mask', type=float, default=1.0, help='weight of the loss of the predicted coverage')
    a.add_argument('--threshold', type=float, default=0.5, help='training accuracy from which difficulty rises')
    a.add_argument('--climb', type=float, default=1 / 800, help='rise of difficulty a step')
    a.add_argument('--interval', type=int, default=100, help='steps from one checkpoint to the next')
    a.add_argument('--compile', action=argparse.BooleanOptionalAction, default=True)
    options = a.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    options.run = f'{os.getpid()}.{int(time.time())}'
    with open(os.path.join(options.folder, 'pid'), 'w') as f:
        f.write(f'{os.getpid()}\n')
    others = [torch.multiprocessing.get_context('spawn').Process(target=work, args=(rank, options), daemon=True)
              for rank in range(1, options.ranks)]
    for process in others:
        process.start()
    work(0, options)


if __name__ == '__main__':
    main()
