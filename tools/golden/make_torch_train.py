#!/usr/bin/python3
"""Golden vectors of training from PyTorch -> tests/golden/torch_train.h.

Run on Debian 12 with python3-torch (1.13):  /usr/bin/python3 tools/golden/make_torch_train.py
Sixty steps of a small net for each optimiser, schedule, way of clipping, regularisation and reduction: losses of every
tenth step, weights at the end. Each run is written twice, as settings of ours and as PyTorch's own calls; PyTorch
computes in double, and a run in float says how far float alone strays.
"""
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch.optim import SGD, Adagrad, Adam, AdamW, Optimizer, RMSprop
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LinearLR, SequentialLR, StepLR

from make_torch import OUT, Net, data, layer, rms

STEPS, EVERY = 60, 10


class Small(Net):
    notation = "in 5; dense 4; tanh; dense 3; softmax_ce"
    batch, count, classes, shape = 7, 21, 3, (5,)
    shapes = layer("dense1", 4, 5) + layer("dense2", 3, 4)

    def forward(self, x):
        self.logits = self.dense(torch.tanh(self.dense(x, "dense1")), "dense2")

    def losses(self, labels):
        return F.cross_entropy(self.logits, labels, reduction="none")


class SmallMse(Small):
    notation = "in 5; dense 4; tanh; dense 3; mse"

    def losses(self, labels):
        return (self.logits - F.one_hot(labels, self.classes).to(self.dtype)).square().mean(1)


def norm_params(name, n):
    return [(name + ".weight", (n,), 0.9), (name + ".bias", (n,), 0.25)]


class Normed(Small):
    """Batch normalisation of features; running statistics in `states`."""
    notation = "in 5; dense 4; batchnorm; tanh; dense 3; softmax_ce"
    shapes = layer("dense1", 4, 5) + norm_params("batchnorm1", 4) + layer("dense2", 3, 4)
    channels, momentum, eps = 4, 0.1, 1e-5

    def __init__(self, dtype):
        super().__init__(dtype)
        self.states = [torch.zeros(self.channels, dtype=dtype), torch.ones(self.channels, dtype=dtype)]

    def batchnorm(self, x):
        return F.batch_norm(x, *self.states, self.p["batchnorm1.weight"], self.p["batchnorm1.bias"], self.training,
                            self.momentum, self.eps)

    def forward(self, x):
        self.logits = self.dense(torch.tanh(self.batchnorm(self.dense(x, "dense1"))), "dense2")


class NormedImage(Normed):
    notation = "in 1 4 4; conv 3 2 bias=0; batchnorm momentum=0.3 eps=0.01; tanh; flatten; dense 3; softmax_ce"
    shape = (1, 4, 4)
    shapes = layer("conv1", 3, 1, 2, 2, bias=False) + norm_params("batchnorm1", 3) + layer("dense1", 3, 27)
    channels, momentum, eps = 3, 0.3, 0.01

    def forward(self, x):
        self.logits = self.dense(torch.tanh(self.batchnorm(self.conv(x, "conv1"))).flatten(1), "dense1")


class LayerNormed(Small):
    notation = "in 5; dense 4; layernorm; tanh; dense 3; softmax_ce"
    shapes = layer("dense1", 4, 5) + norm_params("layernorm1", 4) + layer("dense2", 3, 4)

    def forward(self, x):
        y = F.layer_norm(self.dense(x, "dense1"), (4,), self.p["layernorm1.weight"], self.p["layernorm1.bias"])
        self.logits = self.dense(torch.tanh(y), "dense2")


class AdagradMean(Optimizer):
    """Hung-yi Lee's: the root of the mean of all squares so far."""

    def __init__(self, params, lr, eps):
        super().__init__(params, {"lr": lr, "eps": eps})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                squares = self.state[p].setdefault("squares", [])
                squares.append(p.grad.square())
                p -= group["lr"] * p.grad / (torch.stack(squares).mean(0).sqrt() + group["eps"])


def clip_value(params):
    torch.nn.utils.clip_grad_value_(params, 0.02)


def clip_norm(params):
    torch.nn.utils.clip_grad_norm_(params, 0.15)


def clip_both(params):
    clip_value(params)
    torch.nn.utils.clip_grad_norm_(params, 0.05)


def l1(params):
    for p in params:
        p.grad += 0.004 * p.detach().sign()


@torch.no_grad()
def renorm(params):
    for p in params:
        if p.dim() > 1:
            p.copy_(p.renorm(2, 0, 0.9))


def warm(o, then):
    return SequentialLR(o, [LinearLR(o, start_factor=1 / 5, total_iters=4), then], [5])


def run(name, settings, make, kind=Small, **how):
    return {"name": name, "settings": settings, "make": make, "kind": kind, **how}


sgd = lambda p: SGD(p, 0.3)
RUNS = [
    run("sgd", "optimizer=sgd rate=0.3", sgd),
    run("sgd mse", "optimizer=sgd rate=0.5", lambda p: SGD(p, 0.5), SmallMse),
    run("l2", "optimizer=sgd rate=0.3 l2=0.02", lambda p: SGD(p, 0.3, weight_decay=0.02)),
    run("l1", "optimizer=sgd rate=0.3 l1=0.004", sgd, before=l1),
    run("clip by value", "optimizer=sgd rate=0.3 clip_value=0.02", sgd, before=clip_value),
    run("clip by norm", "optimizer=sgd rate=0.3 clip_norm=0.15", sgd, before=clip_norm),
    run("clip by both, L2", "optimizer=sgd rate=1 clip_value=0.02 clip_norm=0.05 l2=0.02",
        lambda p: SGD(p, 1, weight_decay=0.02), before=clip_both),
    run("max-norm", "optimizer=sgd rate=0.3 max_norm=0.9", sgd, after=renorm),
    run("sum", "optimizer=sgd rate=0.04 reduction=sum", lambda p: SGD(p, 0.04), sum=True),
    run("sum mse", "optimizer=sgd rate=0.05 reduction=sum", lambda p: SGD(p, 0.05), SmallMse, sum=True),
    run("gradients add up", "optimizer=sgd rate=0.01 zero_gradients=0", lambda p: SGD(p, 0.01), keep=True),
    run("frozen", "optimizer=sgd rate=0.3 clip_norm=0.15", sgd, before=clip_norm, frozen="dense1.weight"),
    run("momentum", "optimizer=momentum rate=0.05", lambda p: SGD(p, 0.05, momentum=0.9)),
    run("momentum L2", "optimizer=momentum rate=0.05 momentum=0.7 l2=0.02",
        lambda p: SGD(p, 0.05, momentum=0.7, weight_decay=0.02)),
    run("nesterov", "optimizer=nesterov rate=0.05", lambda p: SGD(p, 0.05, momentum=0.9, nesterov=True)),
    run("nesterov L2", "optimizer=nesterov rate=0.05 momentum=0.8 l2=0.02",
        lambda p: SGD(p, 0.05, momentum=0.8, nesterov=True, weight_decay=0.02)),
    run("adagrad", "optimizer=adagrad rate=0.1 eps=1e-10", lambda p: Adagrad(p, 0.1)),
    run("adagrad L2", "optimizer=adagrad rate=0.1 eps=0.001 l2=0.02",
        lambda p: Adagrad(p, 0.1, eps=0.001, weight_decay=0.02)),
    run("adagrad of the mean", "optimizer=adagrad_mean rate=0.01", lambda p: AdagradMean(p, 0.01, 1e-8)),
    run("rmsprop", "optimizer=rmsprop rate=0.01", lambda p: RMSprop(p, 0.01)),
    run("rmsprop L2", "optimizer=rmsprop rate=0.01 alpha=0.9 eps=0.0001 l2=0.02",
        lambda p: RMSprop(p, 0.01, alpha=0.9, eps=1e-4, weight_decay=0.02)),
    run("adam", "optimizer=adam rate=0.02", lambda p: Adam(p, 0.02)),
    run("adam L2", "optimizer=adam rate=0.02 beta1=0.8 beta2=0.99 eps=0.0001 l2=0.02",
        lambda p: Adam(p, 0.02, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.02)),
    run("adamw", "optimizer=adamw rate=0.02", lambda p: AdamW(p, 0.02)),
    run("adamw, more decay", "optimizer=adamw rate=0.02 weight_decay=0.5 beta1=0.8",
        lambda p: AdamW(p, 0.02, betas=(0.8, 0.999), weight_decay=0.5)),
    run("step", "optimizer=sgd rate=0.5 schedule=step gamma=0.6 step_every=13", lambda p: SGD(p, 0.5),
        schedule=lambda o: StepLR(o, 13, 0.6)),
    run("exponential", "optimizer=sgd rate=0.5 schedule=exponential gamma=0.6 step_every=13", lambda p: SGD(p, 0.5),
        schedule=lambda o: ExponentialLR(o, 0.6 ** (1 / 13))),
    run("cosine", "optimizer=momentum rate=0.1 schedule=cosine schedule_steps=59 final_rate=0.01",
        lambda p: SGD(p, 0.1, momentum=0.9), schedule=lambda o: CosineAnnealingLR(o, 59, 0.01)),
    run("warm-up", "optimizer=adam rate=0.05 warmup_steps=5", lambda p: Adam(p, 0.05),
        schedule=lambda o: LinearLR(o, start_factor=1 / 5, total_iters=4)),
    run("warm-up, cosine", "optimizer=adamw rate=0.05 warmup_steps=5 schedule=cosine schedule_steps=55",
        lambda p: AdamW(p, 0.05), schedule=lambda o: warm(o, CosineAnnealingLR(o, 55))),
    run("warm-up, step", "optimizer=sgd rate=0.5 warmup_steps=5 schedule=step gamma=0.6 step_every=13",
        lambda p: SGD(p, 0.5), schedule=lambda o: warm(o, StepLR(o, 13, 0.6))),
    run("batchnorm", "optimizer=momentum rate=0.05", lambda p: SGD(p, 0.05, momentum=0.9), Normed),
    run("batchnorm of an image", "optimizer=adam rate=0.02", lambda p: Adam(p, 0.02), NormedImage),
    run("layernorm", "optimizer=momentum rate=0.05", lambda p: SGD(p, 0.05, momentum=0.9), LayerNormed),
    run("another half-way", "optimizer=adam rate=0.02 30:optimizer=momentum 30:rate=0.05", lambda p: Adam(p, 0.02),
        half=lambda p: SGD(p, 0.05, momentum=0.9)),
]


def train(r, dtype):
    x, labels = data(r["kind"], dtype)
    net, losses = r["kind"](dtype), []
    net.training = True
    net.p.get(r.get("frozen"), torch.zeros(1)).requires_grad_(False)
    params = [p for p in net.p.values() if p.requires_grad]
    optimizer = r["make"](params)
    schedule = r["schedule"](optimizer) if "schedule" in r else None
    for step in range(STEPS):
        if step == 30 and "half" in r:
            optimizer = r["half"](params)
        batch = slice(step * net.batch % net.count, step * net.batch % net.count + net.batch)
        if not r.get("keep"):
            optimizer.zero_grad()
        net.forward(x[batch])
        each = net.losses(labels[batch])
        (each.sum() if r.get("sum") else each.mean()).backward()
        if "before" in r:
            r["before"](params)
        optimizer.step()
        if "after" in r:
            r["after"](params)
        if schedule:
            schedule.step()
        if step % EVERY == EVERY - 1:
            losses.append(float(each.mean()))
    net.training = False
    net.forward(x)
    held = list(net.p.values()) + getattr(net, "states", [])
    return losses, np.concatenate([p.detach().double().numpy().reshape(-1) for p in held]), float(net.losses(labels).mean())


def main():
    path = os.path.join(OUT, "torch_train.h")
    lines, worst, most = [], 0, 0
    for r in RUNS:
        losses, weights, score = train(r, torch.float64)
        strays = float(np.abs(train(r, torch.float32)[1] - weights).max()) / rms(weights)
        worst = max(worst, strays)
        numbers = [", ".join("%.12g" % v for v in losses), ", ".join("%.9g" % v for v in weights)]
        scales = ", ".join(float(np.float32(s)).hex() + "f" for _, _, s in r["kind"].shapes)
        most = max(most, weights.size)
        lines.append(f'  {{"{r["name"]}", "{r["kind"].notation}", "{r["settings"]}", "{r.get("frozen", "")}",\n   {{{scales}}}, {score:.12g}, {weights.size},\n'
                     f"   {{{numbers[0]}}},\n   {{{numbers[1]}}}}},")
        print(f"{r['name']}: losses {losses[0]:.3f} … {losses[-1]:.3f}, float strays {strays:.1e}")
    with open(path, "w") as f:
        f.write(f"// Golden vectors from PyTorch {torch.__version__}, made by tools/golden/make_torch_train.py. Do not edit.\n"
                f"// clang-format off\n// {STEPS} steps each. Largest difference of PyTorch in float, in parts of the weights' "
                f"root mean square: {worst:.1e}.\n"
                f"enum {{ TRAIN_STEPS = {STEPS}, TRAIN_EVERY = {EVERY}, TRAIN_LOSSES = {STEPS // EVERY}, TRAIN_WEIGHTS = "
                f"{most}, TRAIN_BATCH = {Small.batch}, TRAIN_COUNT = {Small.count} }};\n"
                "static const struct {\n  const char *name, *notation, *settings, *frozen;\n  float scale[8]; // "
                "of each parameter's first values\n  double evaluated; // mean loss of all samples at the end\n  int count; // parameters, then running statistics\n  double losses[TRAIN_LOSSES], "
                "weights[TRAIN_WEIGHTS];\n} train_runs[] = {\n" + "\n".join(lines) + "\n};\n")
    print(f"{path}: {os.path.getsize(path)} bytes")


main()
