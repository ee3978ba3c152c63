# Native PyTorch: JSON lines in, JSON lines out. python3 torch_peer.py THREADS; see engines/torch.mjs.
# A plain loop over tensors that are there already; of three ways to write the update, the quickest is taken.
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))


def idx(path, header, size):
    return np.fromfile(path, dtype=np.uint8, offset=header).reshape(-1, size) if size > 1 else np.fromfile(path, dtype=np.uint8, offset=header)


class Job:
    def read(self, ask):
        folder, n = ask["data"], ask["samples"]
        pixels = idx(f"{folder}/train-images-idx3-ubyte", 16, 784)[:n]
        self.x = torch.from_numpy(pixels.astype(np.float32) / 255).reshape(-1, 1, 28, 28)
        self.y = torch.from_numpy(idx(f"{folder}/train-labels-idx1-ubyte", 8, 1)[:n].astype(np.int64))

    def __init__(self, ask):
        self.read(ask)
        self.layers, self.batch, self.rate = ask["layers"], ask["batch"], ask["rate"]
        self.adam = ask.get("optimizer") == "adam"
        self.initial = ask["params"]
        self.at = 0

    def begin(self, how):
        self.how = how
        self.at = 0
        self.params = [torch.tensor(p["values"], dtype=torch.float32).reshape(p["shape"]).requires_grad_() for p in self.initial]
        self.optimizer = None
        if self.adam:
            self.optimizer = torch.optim.Adam(self.params, lr=self.rate, foreach=how == "foreach")
        elif how != "by hand":
            self.optimizer = torch.optim.SGD(self.params, lr=self.rate, foreach=how == "foreach")

    def forward(self, x):
        p = iter(self.params)
        kept = None
        for layer in self.layers:
            op = layer["op"]
            if op == "dense":
                x = F.linear(x, next(p), next(p))
            elif op == "conv":
                x = F.conv2d(x, next(p), next(p), padding=layer["pad"])
            elif op == "relu":
                x = F.relu(x)
            elif op == "tanh":
                x = torch.tanh(x)
            elif op == "avgpool":
                x = F.avg_pool2d(x, layer["size"])
            elif op == "maxpool":
                x = F.max_pool2d(x, layer["size"])
            elif op == "flatten":
                x = x.flatten(1)
            elif op == "keep":
                kept = x
            elif op == "add":
                x = x + kept
        return x

    def step(self):
        at, to = self.at, min(self.at + self.batch, len(self.x))
        self.at = 0 if to == len(self.x) else to
        loss = F.cross_entropy(self.forward(self.x[at:to]), self.y[at:to])
        if self.optimizer:
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
        else:
            for p in self.params:
                p.grad = None
            loss.backward()
            with torch.no_grad():
                for p in self.params:
                    p.add_(p.grad, alpha=-self.rate)
        return loss, to - at

    def losses(self, steps):
        return [self.step()[0].item() for _ in range(steps)]

    def run(self, ms):
        began, computed = time.perf_counter(), time.process_time()
        samples = 0
        while True:
            samples += self.step()[1]
            spent = 1000 * (time.perf_counter() - began)
            if spent >= ms:
                return {"samples": samples, "ms": spent, "cpu_ms": 1000 * (time.process_time() - computed)}

    def quickest(self, ms):
        rates = {}
        for how in ["for each", "foreach"] + ([] if self.adam else ["by hand"]):
            self.begin(how)
            self.run(ms / 3)
            done = self.run(ms)
            rates[how] = done["samples"] / done["ms"]
        return max(rates, key=rates.get)

    @torch.no_grad()
    def infer(self, ms):
        times = []
        began = time.perf_counter()
        i = 0
        while time.perf_counter() - began < ms / 1000:
            i = (i + 1) % len(self.x)
            one = self.x[i : i + 1]
            start = time.perf_counter()
            F.softmax(self.forward(one), 1).tolist()
            times.append(1e6 * (time.perf_counter() - start))
        return {"us": float(np.median(times)), "calls": len(times)}


class Gpt(Job):
    def read(self, ask):
        self.gpt = ask["gpt"]
        window, n = self.gpt["window"], ask["samples"]
        tokens = torch.tensor(ask["tokens"])
        self.x, self.y = tokens[: n * window].reshape(n, window), tokens[1 : n * window + 1].reshape(n, window)
        self.mask = torch.full((window, window), float("-inf")).triu(1)

    def forward(self, x):
        p = iter(self.params)
        width, heads = self.gpt["width"], self.gpt["heads"]
        size = width // heads
        table = next(p)
        x = F.embedding(x, table) + next(p)
        (b, t, _) = x.shape
        for _ in range(self.gpt["blocks"]):
            n = F.layer_norm(x, (width,), next(p), next(p))
            q, k, v = (F.linear(n, next(p), next(p)).reshape(b, t, heads, size).transpose(1, 2) for _ in range(3))
            weights = (q @ k.transpose(2, 3) * size**-0.5 + self.mask).softmax(3)
            x = x + F.linear((weights @ v).transpose(1, 2).reshape(b, t, width), next(p), next(p))
            n = F.layer_norm(x, (width,), next(p), next(p))
            x = x + F.linear(F.gelu(F.linear(n, next(p), next(p))), next(p), next(p))
        # (samples, kinds, tokens), as cross_entropy wants it
        return F.linear(F.layer_norm(x, (width,), next(p), next(p)), table).transpose(1, 2)


def blas():
    torch.rand(64, 64) @ torch.rand(64, 64)
    with open("/proc/self/maps") as maps:
        loaded = maps.read()
    return next((name for name in ("openblas", "mkl", "blis", "atlas") if name in loaded), None)


job = None
for line in sys.stdin:
    ask = json.loads(line)
    kind = ask["ask"]
    answer = {}
    if kind == "version":
        answer = {"version": torch.__version__, "blas": blas()}
    elif kind == "begin":
        job = (Gpt if ask.get("gpt") else Job)(ask)
        how = job.quickest(ask["ms"])
        job.begin(how)
        answer = {"how": how, "losses": job.losses(ask["steps"])}
    elif kind == "run":
        answer = job.run(ask["ms"])
    elif kind == "infer":
        answer = job.infer(ask["ms"])
    print(json.dumps(answer), flush=True)
