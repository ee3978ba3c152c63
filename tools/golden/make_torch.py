#!/usr/bin/python3
"""Golden vectors of whole nets from PyTorch -> tests/golden/torch_*.h.

Run on Debian 12 with python3-torch (1.13):  /usr/bin/python3 tools/golden/make_torch.py
Each net is written out in PyTorch by hand, beside the line of notation that must mean the same: forward values and
gradients of every row, gradients of every parameter, ten steps of SGD, momentum and Adam. PyTorch computes in double,
from float weights and pixels drawn by the formula of tests/golden/golden.h; a second run in float says, in the header,
how far float alone strays, which is what the tests' tolerance rests on.
"""
import math
import os

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
OUT = os.path.join(os.path.dirname(__file__), "../../tests/golden")
FULL, SAMPLED = 260, 97  # tensors up to FULL numbers are kept whole, of others about SAMPLED numbers


def golden_hash(name, count):
    h = 2166136261
    for c in name.encode():
        h = ((h ^ c) * 16777619) & 0xFFFFFFFF
    i = np.arange(count, dtype=np.uint32)
    with np.errstate(over="ignore"):
        v = np.uint32(h) ^ (i * np.uint32(2654435761))
        v = (v ^ (v >> 16)) * np.uint32(2246822507)
        v = (v ^ (v >> 13)) * np.uint32(3266489909)
        return v ^ (v >> 16)


def golden_values(name, count, scale):
    unit = (golden_hash(name, count) >> 8).astype(np.float32) * np.float32(2.0**-23) - np.float32(1)
    return unit * np.float32(scale)


class Net:
    """Parameters by name; forward fills `rows` (name -> tensor); loss rows hold probabilities."""

    def __init__(self, dtype):
        self.dtype, self.p, self.scale, self.step = dtype, {}, {}, 0
        for name, shape, scale in self.shapes:
            scale = float(np.float32(scale))
            v = golden_values(name, math.prod(shape), scale).reshape(shape)
            self.p[name], self.scale[name] = torch.tensor(v, dtype=dtype, requires_grad=True), scale

    def dense(self, x, name):
        return F.linear(x, self.p[name + ".weight"], self.p.get(name + ".bias"))

    def conv(self, x, name, **how):
        return F.conv2d(x, self.p[name + ".weight"], self.p.get(name + ".bias"), **how)

    def loss(self, labels):
        return F.cross_entropy(self.logits, labels)

    def finish(self, rows, loss_row="softmax_ce1"):
        self.logits = rows[list(rows)[-1]]
        rows[loss_row] = F.softmax(self.logits, -1)
        return rows


def layer(name, *shape, bias=True, gain=1.5):
    scale = gain / math.sqrt(math.prod(shape[1:]))
    made = [(name + ".weight", shape, scale)]
    return made + [(name + ".bias", shape[:1], 0.25)] if bias else made


class Mlp(Net):
    notation = "in 12; dense 16; relu; dense 16; gelu; dense 5; softmax_ce"
    batch, count, classes, shape = 20, 40, 5, (12,)
    shapes = layer("dense1", 16, 12) + layer("dense2", 16, 16) + layer("dense3", 5, 16)

    def forward(self, x):
        r = {"in1": x}
        r["dense1"] = self.dense(x, "dense1")
        r["relu1"] = F.relu(r["dense1"])
        r["dense2"] = self.dense(r["relu1"], "dense2")
        r["gelu1"] = F.gelu(r["dense2"])
        r["dense3"] = self.dense(r["gelu1"], "dense3")
        return self.finish(r)


class MlpMse(Net):
    notation = "in 6; standardize 0.4 0.3; dense 8; sigmoid; dense 4; mse"
    batch, count, classes, shape = 17, 34, 4, (6,)
    shapes = layer("dense1", 8, 6) + layer("dense2", 4, 8)

    def forward(self, x):
        r = {"in1": x}
        r["standardize1"] = (x - 0.4) / 0.3
        r["dense1"] = self.dense(r["standardize1"], "dense1")
        r["sigmoid1"] = torch.sigmoid(r["dense1"])
        r["dense2"] = self.dense(r["sigmoid1"], "dense2")
        self.logits = r["dense2"]
        return r

    def loss(self, labels):
        return F.mse_loss(self.logits, F.one_hot(labels, self.classes).to(self.dtype))


class LeNet(Net):
    notation = ("in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; "
                "dense 84; tanh; dense 10; softmax_ce")
    batch, count, classes, shape = 6, 12, 10, (1, 28, 28)
    shapes = (layer("conv1", 6, 1, 5, 5) + layer("conv2", 16, 6, 5, 5) + layer("dense1", 120, 400) +
              layer("dense2", 84, 120) + layer("dense3", 10, 84))

    def forward(self, x):
        r = {"in1": x}
        r["conv1"] = self.conv(x, "conv1", padding=2)
        r["tanh1"] = torch.tanh(r["conv1"])
        r["avgpool1"] = F.avg_pool2d(r["tanh1"], 2)
        r["conv2"] = self.conv(r["avgpool1"], "conv2")
        r["tanh2"] = torch.tanh(r["conv2"])
        r["avgpool2"] = F.avg_pool2d(r["tanh2"], 2)
        r["flatten1"] = torch.flatten(r["avgpool2"], 1)
        r["dense1"] = self.dense(r["flatten1"], "dense1")
        r["tanh3"] = torch.tanh(r["dense1"])
        r["dense2"] = self.dense(r["tanh3"], "dense2")
        r["tanh4"] = torch.tanh(r["dense2"])
        r["dense3"] = self.dense(r["tanh4"], "dense3")
        return self.finish(r)


class Branches(Net):
    """A residual link, then three branches."""
    notation = ("in 3 16 16; conv 6 5 stride=2 pad=2; s: leaky_relu 0.1; conv 6 3 pad=1 bias=0; tanh; add s; "
                "x: maxpool 2; conv 4 1; b1: relu; from x; conv 4 1; sigmoid; conv 5 3 pad=1; b2: relu; "
                "from x; maxpool 3 stride=1 pad=1; conv 3 1; concat b1 b2; avgpool 2; flatten; dense 7; softmax_ce")
    batch, count, classes, shape = 18, 36, 7, (3, 16, 16)
    shapes = (layer("conv1", 6, 3, 5, 5) + layer("conv2", 6, 6, 3, 3, bias=False) + layer("conv3", 4, 6, 1, 1) +
              layer("conv4", 4, 6, 1, 1) + layer("conv5", 5, 4, 3, 3) + layer("conv6", 3, 6, 1, 1) +
              layer("dense1", 7, 48))

    def forward(self, x):
        r = {"in1": x}
        r["conv1"] = self.conv(x, "conv1", stride=2, padding=2)
        r["s"] = F.leaky_relu(r["conv1"], 0.1)
        r["conv2"] = self.conv(r["s"], "conv2", padding=1)
        r["tanh1"] = torch.tanh(r["conv2"])
        r["add1"] = r["tanh1"] + r["s"]
        r["x"] = F.max_pool2d(r["add1"], 2)
        r["conv3"] = self.conv(r["x"], "conv3")
        r["b1"] = F.relu(r["conv3"])
        r["conv4"] = self.conv(r["x"], "conv4")
        r["sigmoid1"] = torch.sigmoid(r["conv4"])
        r["conv5"] = self.conv(r["sigmoid1"], "conv5", padding=1)
        r["b2"] = F.relu(r["conv5"])
        r["maxpool2"] = F.max_pool2d(r["x"], 3, 1, 1)
        r["conv6"] = self.conv(r["maxpool2"], "conv6")
        r["concat1"] = torch.cat([r["conv6"], r["b1"], r["b2"]], 1)
        r["avgpool1"] = F.avg_pool2d(r["concat1"], 2)
        r["flatten1"] = torch.flatten(r["avgpool1"], 1)
        r["dense1"] = self.dense(r["flatten1"], "dense1")
        return self.finish(r)


def philox(counter, key):
    """Philox4x32-10 (Salmon, Moraes, Dror, Shaw, 2011): the first 32 bits for a counter (4) and a key of 64 bits."""
    a, b, c, d = counter
    k0, k1, low = key & 0xFFFFFFFF, key >> 32, 0xFFFFFFFF
    for _ in range(10):
        p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (q >> 32) ^ b ^ k0, q & low, (p >> 32) ^ d ^ k1, p & low
        k0, k1 = (k0 + 0x9E3779B9) & low, (k1 + 0xBB67AE85) & low
    return a


class Coder(Net):
    """Down to 2×2 and up again, with a residual branch that is left out for some samples. Which ones, the core's
    generator says: seed 1, the number of the row, the step, the sample's place in the batch."""
    notation = ("in 2 8 8; conv 4 3 pad=1; a: tanh; maxpool 4; conv 5 1; tanh; upsample 2; conv 4 3 pad=1; sigmoid; "
                "upsample 2; droppath 0.4; add a; maxpool 2; flatten; dense 6; softmax_ce")
    batch, count, classes, shape = 18, 36, 6, (2, 8, 8)
    shapes = layer("conv1", 4, 2, 3, 3) + layer("conv2", 5, 4, 1, 1) + layer("conv3", 4, 5, 3, 3) + layer("dense1", 6, 64)

    def drop_path(self, x, row, drop):
        key = (1 + row * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        kept = [bool((philox((self.step, b, 0, 1), key) >> 8) / 2**24 >= np.float32(drop)) for b in range(len(x))]
        return x * torch.tensor(kept).to(self.dtype).view(-1, 1, 1, 1) / (1 - drop)

    def forward(self, x):
        r = {"in1": x}
        r["conv1"] = self.conv(x, "conv1", padding=1)
        r["a"] = torch.tanh(r["conv1"])
        r["maxpool1"] = F.max_pool2d(r["a"], 4)
        r["conv2"] = self.conv(r["maxpool1"], "conv2")
        r["tanh2"] = torch.tanh(r["conv2"])
        r["upsample1"] = F.interpolate(r["tanh2"], scale_factor=2, mode="nearest")
        r["conv3"] = self.conv(r["upsample1"], "conv3", padding=1)
        r["sigmoid1"] = torch.sigmoid(r["conv3"])
        r["upsample2"] = F.interpolate(r["sigmoid1"], scale_factor=2, mode="nearest")
        r["droppath1"] = self.drop_path(r["upsample2"], 10, 0.4)
        r["add1"] = r["droppath1"] + r["a"]
        r["maxpool2"] = F.max_pool2d(r["add1"], 2)
        r["flatten1"] = torch.flatten(r["maxpool2"], 1)
        r["dense1"] = self.dense(r["flatten1"], "dense1")
        return self.finish(r)


class Rnn(Net):
    """torch.nn.RNN over the rows of a picture; its second bias is zero and stays so."""
    notation = ("in 14 9; loop h=11 { u: dense 11; from h; dense 11 bias=0; add u; h: tanh }; flatten; dense 6; "
                "softmax_ce")
    batch, count, classes, shape = 19, 38, 6, (14, 9)
    shapes = layer("loop1.u", 11, 9) + layer("loop1.dense2", 11, 11, bias=False) + layer("dense1", 6, 154)

    def forward(self, x):
        r = {"in1": x}
        rnn = torch.nn.RNN(9, 11, batch_first=True, bias=True).to(self.dtype)
        weights = {"weight_ih_l0": "loop1.u.weight", "bias_ih_l0": "loop1.u.bias", "weight_hh_l0": "loop1.dense2.weight"}
        for theirs, ours in weights.items():
            del rnn._parameters[theirs]
            setattr(rnn, theirs, self.p[ours])
        with torch.no_grad():
            rnn.bias_hh_l0.zero_()
        rnn._flat_weights = [getattr(rnn, n) for n in rnn._flat_weights_names]
        r["loop1"], _ = rnn(x)
        r["flatten1"] = torch.flatten(r["loop1"], 1)
        r["dense1"] = self.dense(r["flatten1"], "dense1")
        return self.finish(r)


OPTIMIZERS = [("sgd", 0.25, lambda p, lr: torch.optim.SGD(p, lr)),
              ("momentum", 0.05, lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9)),
              ("adam", 0.005, lambda p, lr: torch.optim.Adam(p, lr))]


def data(kind, dtype):
    size = math.prod(kind.shape)
    pixels = (golden_hash("pixels", kind.count * size) >> 24).astype(np.float32) / np.float32(255)
    labels = golden_hash("labels", kind.count) % kind.classes
    return (torch.tensor(pixels, dtype=dtype).reshape(-1, *kind.shape), torch.tensor(labels.astype(np.int64)))


def run(kind, dtype):
    """Everything that is frozen: (loss, y, dy, dw, [(losses, params)])."""
    x, labels = data(kind, dtype)
    net = kind(dtype)
    rows = net.forward(x[: kind.batch].clone().requires_grad_(True))
    for r in rows.values():
        r.retain_grad()
    loss = net.loss(labels[: kind.batch])
    loss.backward()
    get = lambda t: t.detach().double().numpy().reshape(-1)
    y = {n: get(r) for n, r in rows.items()}
    dy = {n: get(r.grad) for n, r in rows.items() if r.grad is not None}
    dw = {n: get(p.grad) for n, p in net.p.items()}
    runs = []
    for _, rate, make in OPTIMIZERS:
        net = kind(dtype)
        optimizer = make(list(net.p.values()), rate)
        losses = []
        for step in range(10):
            net.step = step
            first = step * kind.batch % kind.count
            optimizer.zero_grad()
            net.forward(x[first : first + kind.batch])
            loss_now = net.loss(labels[first : first + kind.batch])
            loss_now.backward()
            optimizer.step()
            losses.append(float(loss_now))
        runs.append((losses, {n: get(p) for n, p in net.p.items()}))
    return float(loss), y, dy, dw, runs, net.scale


def rms(v):
    return math.sqrt(float(np.mean(v * v)))


def tensors(f, prefix, kind, group, scales=None):
    """Writes an array of golden_tensor."""
    lines = []
    for i, (name, v) in enumerate(group.items()):
        stride = 1 if v.size <= FULL else (v.size // SAMPLED) | 1
        some = "NULL"
        if scales is None:
            some = f"{prefix}_{kind}_{i}"
            kept = ", ".join("%.9g" % u + ("" if "." in "%.9g" % u or "e" in "%.9g" % u else ".0") + "f" for u in v[::stride])
            f.write(f"static const float {some}[] = {{{kept}}};\n")
        scale = f"{scales[name].hex()}f" if scales else "0"
        lines.append(f'  {{"{name}", {v.size}, {scale}, {stride}, {some}, {v.sum():.15g}, {np.sqrt((v * v).sum()):.15g}}},')
    f.write(f"static const golden_tensor {prefix}_{kind}[] = {{\n" + "\n".join(lines) + "\n};\n")


def freeze(name, kinds):
    path = os.path.join(OUT, f"torch_{name}.h")
    with open(path, "w") as f:
        f.write(f"// Golden vectors from PyTorch {torch.__version__}, made by tools/golden/make_torch.py. Do not edit.\n"
                "// clang-format off\n")
        for prefix, kind in kinds:
            loss, y, dy, dw, runs, scales = run(kind, torch.float64)
            _, y32, dy32, dw32, runs32, _ = run(kind, torch.float32)
            groups = [(y, y32), (dy, dy32), (dw, dw32)] + [(a[1], b[1]) for a, b in zip(runs, runs32)]
            far = [max(float(np.abs(a[n] - b[n]).max()) / rms(a[n]) for n in a) for a, b in groups]
            f.write(f"\n// {kind.notation}\n// Largest difference of PyTorch in float, in parts of a tensor's root mean "
                    f"square: y {far[0]:.1e}, dy {far[1]:.1e}, dw {far[2]:.1e};\n// parameters after ten steps: "
                    f"{', '.join('%s %.1e' % (o[0], d) for o, d in zip(OPTIMIZERS, far[3:]))}.\n")
            tensors(f, prefix, "y", y)
            tensors(f, prefix, "dy", dy)
            tensors(f, prefix, "dw", dw)
            start = {n: kind(torch.float64).p[n].detach().numpy().reshape(-1) for n in dw}
            tensors(f, prefix, "initial", start, scales)
            lines = []
            for (opt, rate, _), (losses, params) in zip(OPTIMIZERS, runs):
                tensors(f, prefix, opt, params)
                f.write(f"static const double {prefix}_{opt}_losses[] = {{{', '.join('%.15g' % v for v in losses)}}};\n")
                lines.append(f'  {{"{opt}", {rate}, {prefix}_{opt}_losses, {prefix}_{opt}}},')
            f.write(f"static const golden_run {prefix}_runs[] = {{\n" + "\n".join(lines) + "\n};\n")
            f.write(f'static const golden_net golden_{prefix} = {{\n  "{kind.notation}",\n  {kind.batch}, {kind.count}, '
                    f"{kind.classes}, {math.prod(kind.shape)}, {loss:.15g}, {len(y)}, {prefix}_y, {len(dy)}, {prefix}_dy, "
                    f"{len(dw)}, {prefix}_initial, {prefix}_dw, {len(runs)}, {prefix}_runs\n}};\n")
            print(prefix, "deviation of float:", " ".join(f"{d:.1e}" for d in far), "losses",
                  " ".join(f"{r[0][0]:.3f}>{r[0][-1]:.3f}" for r in runs))
    print(f"{path}: {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    freeze("mlp", [("mlp", Mlp), ("mlp_mse", MlpMse)])
    freeze("lenet", [("lenet", LeNet)])
    freeze("branches", [("branches", Branches), ("rnn", Rnn)])
    freeze("coder", [("coder", Coder)])
