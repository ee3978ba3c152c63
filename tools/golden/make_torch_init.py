#!/usr/bin/python3
"""How PyTorch begins: torch.nn.init -> tests/golden/torch_init.h.

Run on Debian 12 with python3-torch (1.13):  /usr/bin/python3 tools/golden/make_torch_init.py
Each tensor is begun by PyTorch's own layers and functions, which are listened to: which distribution they draw from and
how wide it is, in double, to its last bit. Shapes are chosen so that no two of fan in, fan out and the channels agree.
"""
import math
import os

import torch
from torch import nn
from torch.nn import init

from make_torch import OUT

heard = []  # (kind, scale) of each tensor that was begun


def listen(name, of):
    plain = getattr(torch.Tensor, name)

    def method(self, *args, **more):
        heard.append(of(*args, **more))
        return plain(self, *args, **more)

    setattr(torch.Tensor, name, method)


def uniform(low, high):
    assert low == -high
    return "u", high


def normal(mean, std):
    assert mean == 0
    return "n", std


listen("uniform_", uniform)
listen("normal_", normal)
listen("fill_", lambda value: ("c", value))
listen("zero_", lambda: ("c", 0))


def begun(make):
    heard.clear()
    made = make()
    return made, list(heard)


# The line, the layer's name in it, and the same layer in PyTorch.
LAYERS = [
    ("in 400; dense 100", "dense1", lambda: nn.Linear(400, 100)),
    ("in 30; dense 7", "dense1", lambda: nn.Linear(30, 7)),
    ("in 2 7; dense 90", "dense1", lambda: nn.Linear(7, 90)),
    ("in 6 14 14; conv 16 5", "conv1", lambda: nn.Conv2d(6, 16, 5)),
    ("in 5 9 9; conv 3 3 stride=2 pad=1", "conv1", lambda: nn.Conv2d(5, 3, 3, stride=2, padding=1)),
    ("in 1 28 28; conv 20 7", "conv1", lambda: nn.Conv2d(1, 20, 7)),
]
TANH, LEAKY = init.calculate_gain("tanh"), 0.1
# Ours, its gain (0: the usual one), and PyTorch's.
SCHEMES = [
    ("zero", 0, init.zeros_),
    ("constant", 0.3, lambda w: init.constant_(w, 0.3)),
    ("normal", 0.02, lambda w: init.normal_(w, 0, 0.02)),
    ("xavier", 0, init.xavier_uniform_),
    ("xavier", TANH, lambda w: init.xavier_uniform_(w, TANH)),
    ("he", 0, lambda w: init.kaiming_normal_(w, nonlinearity="relu")),
    ("he", 1 / math.sqrt(1 + LEAKY**2), lambda w: init.kaiming_normal_(w, LEAKY, nonlinearity="leaky_relu")),
]
# That begin in a way of their own.
OTHERS = [
    ("in 12 ids=300; embed 40", "embed1", ["weight"], lambda: nn.Embedding(300, 40)),
    ("in 20; dense 9; layernorm", "layernorm1", ["weight", "bias"], lambda: nn.LayerNorm(9)),
    ("in 3 8 8; conv 4 3; batchnorm", "batchnorm1", ["weight", "bias"], lambda: nn.BatchNorm2d(4)),
]


def cases():
    for line, name, make in LAYERS:
        layer, (weight, bias) = begun(make)
        yield line, name + ".weight", "uniform", 0, weight
        yield line, name + ".bias", "uniform", 0, bias
        for scheme, gain, draw in SCHEMES:
            _, (weight,) = begun(lambda: draw(layer.weight))
            yield line, name + ".weight", scheme, gain, weight
            _, (bias,) = begun(lambda: init.zeros_(layer.bias))
            yield line, name + ".bias", scheme, gain, bias
    for line, name, params, make in OTHERS:
        _, all_heard = begun(make)
        # Norms begin their running statistics first.
        for param, how in zip(params, all_heard[-len(params):]):
            yield line, f"{name}.{param}", "uniform", 0, how


if __name__ == "__main__":
    path = os.path.join(OUT, "torch_init.h")
    with open(path, "w") as f:
        f.write(f"// How PyTorch {torch.__version__} begins, by tools/golden/make_torch_init.py. Do not edit.\n"
                "// clang-format off\n"
                "static const struct {\n"
                "  const char *notation, *param, *init; // without init= in the line: the net's choice\n"
                "  double gain;  // 0: the usual one\n"
                "  char kind;    // 'u': U(±scale), 'n': N(0, scale²), 'c': scale itself\n"
                "  double scale;\n"
                "} init_cases[] = {\n")
        count = 0
        for line, param, scheme, gain, (kind, scale) in cases():
            f.write(f'  {{"{line}", "{param}", "{scheme}", {float(gain).hex()}, \'{kind}\', {float(scale).hex()}}},\n')
            count += 1
        f.write("};\n")
    print(f"{path}: {count} tensors")
