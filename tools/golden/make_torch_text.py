#!/usr/bin/python3
"""Golden vectors of attention from PyTorch -> tests/golden/torch_text.h.

Run on Debian 12 with python3-torch (1.13):  /usr/bin/python3 tools/golden/make_torch_text.py
Blocks are torch.nn.TransformerEncoderLayer and torch.nn.MultiheadAttention as they come, given the weights of our line
of notation: values and gradients of the rows between them, gradients of every parameter.
"""
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.utils.stateless import functional_call

from make_torch import OUT, Net, golden_hash, golden_values, layer, rms, tensors

BLOCK = ("n: layernorm; dense {d}; q: heads {h}; from n; dense {d}; k: heads {h}; from n; dense {d}; v: heads {h}; "
         "from q; scores k; scale; {mask}softmax; mix v; merge; dense {d}; r: add {x}; layernorm; dense {f}; gelu; "
         "dense {d}; add r")


def norm(name, n):
    return [(name + ".weight", (n,), 0.9), (name + ".bias", (n,), 0.25)]


def block_shapes(prefix, d, f):
    return (norm(prefix + "n", d) + layer(prefix + "dense1", d, d) + layer(prefix + "dense2", d, d) +
            layer(prefix + "dense3", d, d) + layer(prefix + "dense4", d, d) + norm(prefix + "layernorm2", d) +
            layer(prefix + "dense5", f, d) + layer(prefix + "dense6", d, f))


class Text(Net):
    batch = 3

    def tokens(self, name, length, vocabulary):
        ids = golden_hash(name, self.batch * length) % vocabulary
        return torch.tensor(ids.astype(np.int64)).reshape(self.batch, length)

    def numbers(self, name, *shape):
        v = golden_values(name, self.batch * int(np.prod(shape)), 1.5).reshape(self.batch, *shape)
        return torch.tensor(v, dtype=self.dtype, requires_grad=True)

    def in_proj(self, prefix, q, k, v):
        join = lambda what: torch.cat([self.p[f"{prefix}{n}.{what}"] for n in (q, k, v)])
        return {"in_proj_weight": join("weight"), "in_proj_bias": join("bias")}

    def block(self, x, prefix, d, heads, f, mask):
        module = torch.nn.TransformerEncoderLayer(d, heads, f, 0.0, "gelu", batch_first=True, norm_first=True)
        names = {"self_attn.out_proj": "dense4", "linear1": "dense5", "linear2": "dense6", "norm1": "n",
                 "norm2": "layernorm2"}
        given = {f"{theirs}.{w}": self.p[f"{prefix}{ours}.{w}"] for theirs, ours in names.items()
                 for w in ("weight", "bias")}
        given.update({"self_attn." + k: v for k, v in self.in_proj(prefix, "dense1", "dense2", "dense3").items()})
        module.to(self.dtype)
        return functional_call(module, given, (x, mask))


def causal(n):
    return torch.triu(torch.ones(n, n, dtype=torch.bool), 1)


class Block(Text):
    """nn.TransformerEncoderLayer, pre-norm, with a causal mask."""
    notation = "a: in 7 12; " + BLOCK.format(d=12, h=3, f=20, mask="mask causal; ", x="a") + "; dense 5; softmax_ce"
    classes, labels = 5, 7
    shapes = block_shapes("", 12, 20) + layer("dense7", 5, 12)

    def forward(self):
        r = {"a": self.numbers("a", 7, 12)}
        r["add2"] = self.block(r["a"], "", 12, 3, 20, causal(7))
        r["dense7"] = self.dense(r["add2"], "dense7")
        return self.finish(r)


class Gpt(Text):
    """Two of them on tokens; the table of the tokens is the last layer's weight too."""
    notation = ("in 9 ids=11; e: embed 8; pos learned; repeat 2 { " +
                BLOCK.format(d=8, h=2, f=32, mask="mask causal; ", x="x") + " }; layernorm; dense 11 w=e bias=0; softmax_ce")
    classes, labels = 11, 9
    shapes = ([("e.weight", (11, 8), 0.5), ("pos1.weight", (9, 8), 0.3)] + block_shapes("repeat1.0.", 8, 32) +
              block_shapes("repeat1.1.", 8, 32) + norm("layernorm1", 8))

    def forward(self):
        r = {"e": F.embedding(self.tokens("in1", 9, 11), self.p["e.weight"])}
        r["pos1"] = r["e"] + self.p["pos1.weight"]
        x = r["pos1"]
        for i in range(2):
            x = r[f"repeat1.{i}.add2"] = self.block(x, f"repeat1.{i}.", 8, 2, 32, causal(9))
        r["layernorm1"] = F.layer_norm(x, (8,), self.p["layernorm1.weight"], self.p["layernorm1.bias"])
        r["dense1"] = F.linear(r["layernorm1"], self.p["e.weight"])
        return self.finish(r)


class Cross(Text):
    """nn.MultiheadAttention from one text to another, which is padded; sinusoidal positions."""
    notation = ("src: in 6 ids=4; embed 8; enc: pos; from enc; dense 8; k: heads 2; from enc; dense 8; v: heads 2; "
                "q: in 5 8; dense 8; heads 2; scores k; scale; mask pad=src; softmax; mix v; merge; dense 8; dense 3; "
                "softmax_ce")
    classes, labels = 3, 5
    shapes = ([("embed1.weight", (4, 8), 1.0)] + layer("dense1", 8, 8) + layer("dense2", 8, 8) + layer("dense3", 8, 8) +
              layer("dense4", 8, 8) + layer("dense5", 3, 8))

    def forward(self):
        src = self.tokens("src", 6, 4)
        t, k = torch.arange(6, dtype=self.dtype)[:, None], torch.arange(0, 8, 2, dtype=self.dtype)
        angle = t / 10000 ** (k / 8)
        places = torch.stack([torch.sin(angle), torch.cos(angle)], -1).reshape(6, 8)
        r = {"embed1": F.embedding(src, self.p["embed1.weight"])}
        r["enc"] = r["embed1"] + places
        r["q"] = self.numbers("q", 5, 8)
        module = torch.nn.MultiheadAttention(8, 2, batch_first=True).to(self.dtype)
        given = {"out_proj.weight": self.p["dense4.weight"], "out_proj.bias": self.p["dense4.bias"]}
        given.update(self.in_proj("", "dense3", "dense1", "dense2"))
        r["dense4"], weights = functional_call(module, given, (r["q"], r["enc"], r["enc"]),
                                               {"key_padding_mask": src == 0, "average_attn_weights": False})
        r["softmax1"] = weights
        r["dense5"] = self.dense(r["dense4"], "dense5")
        return self.finish(r)


def run(kind, dtype):
    net = kind(dtype)
    rows = net.forward()
    for r in rows.values():
        r.retain_grad()
    labels = torch.tensor((golden_hash("labels", kind.batch * kind.labels) % kind.classes).astype(np.int64))
    loss = F.cross_entropy(net.logits.reshape(-1, kind.classes), labels)
    loss.backward()
    get = lambda t: t.detach().double().numpy().reshape(-1)
    dy = {n: get(r.grad) for n, r in rows.items() if r.grad is not None}
    return float(loss), {n: get(r) for n, r in rows.items()}, dy, {n: get(p.grad) for n, p in net.p.items()}, net


if __name__ == "__main__":
    path = os.path.join(OUT, "torch_text.h")
    with open(path, "w") as f:
        f.write(f"// Golden vectors from PyTorch {torch.__version__}, made by tools/golden/make_torch_text.py. Do not edit.\n"
                "// clang-format off\n")
        for prefix, kind in [("block", Block), ("gpt", Gpt), ("cross", Cross)]:
            loss, y, dy, dw, net = run(kind, torch.float64)
            _, y32, dy32, dw32, _ = run(kind, torch.float32)
            # The gradient of a key's bias is exactly zero: softmax does not see what all scores have in common.
            far = [max(float(np.abs(a[n] - b[n]).max()) / rms(a[n]) for n in a if rms(a[n]) > 1e-12) for a, b in ((y, y32), (dy, dy32), (dw, dw32))]
            f.write(f"\n// {kind.notation}\n// Largest difference of PyTorch in float, in parts of a tensor's root mean "
                    f"square: y {far[0]:.1e}, dy {far[1]:.1e}, dw {far[2]:.1e}.\n")
            tensors(f, prefix, "y", y)
            tensors(f, prefix, "dy", dy)
            tensors(f, prefix, "dw", dw)
            start = {n: net.p[n].detach().double().numpy().reshape(-1) for n in dw}
            tensors(f, prefix, "initial", start, net.scale)
            f.write(f'static const golden_net golden_{prefix} = {{\n  "{kind.notation}",\n  {kind.batch}, {kind.batch}, '
                    f"{kind.classes}, {kind.labels}, {loss:.15g}, {len(y)}, {prefix}_y, {len(dy)}, {prefix}_dy, "
                    f"{len(dw)}, {prefix}_initial, {prefix}_dw, 0, NULL\n}};\n")
            print(prefix, "deviation of float:", " ".join(f"{d:.1e}" for d in far), "loss", loss)
    print(f"{path}: {os.path.getsize(path)} bytes")
