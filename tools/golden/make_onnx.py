#!/usr/bin/python3
"""Operator cases of libonnx-testdata -> tests/golden/onnx_cases.h.

Run on Debian 12 with python3-onnx and libonnx-testdata:  /usr/bin/python3 tools/golden/make_onnx.py
Every case whose operation and arguments the notation can express is kept (dilation 1, groups 1, square kernels, equal
pads); the others are listed in the header's comment with the reason.
"""
import collections
import os
import sys

import numpy as np
import onnx
from onnx import numpy_helper

ROOT = "/usr/share/libonnx-testdata/data"
SUITES = ("node", "pytorch-converted", "pytorch-operator", "simple")
OUT = os.path.join(os.path.dirname(__file__), "../../tests/golden/onnx_cases.h")
# Operators that have an operation of ours beside them; all others are not mentioned.
KNOWN = ("Conv MaxPool AveragePool GlobalAveragePool GlobalMaxPool Relu LeakyRelu Sigmoid Tanh Gelu Softmax "
         "SoftmaxCrossEntropyLoss Flatten Add Sum Concat Gemm MatMul Dropout").split()


class Skip(Exception):
    pass


def need(condition, why):
    if not condition:
        raise Skip(why)


def dims(shape):
    return " ".join(str(d) for d in shape)


def split(x, axis=1):
    """(samples, sample shape): the axes before `axis` are the samples."""
    need(x.dtype == np.float32, "not float32")
    shape = list(x.shape[axis:]) or [1]
    need(len(shape) <= 3, "more than 3 axes in a sample")
    need(x.size > 0, "empty")
    return x.reshape([-1] + shape), shape


def attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def window(a, x, kernel):
    """Kernel, stride and pad as single numbers."""
    need(x.ndim == 4, "not two-dimensional")
    need(len(set(kernel)) == 1, "kernel not square")
    need(set(a.get("dilations", [1])) == {1}, "dilation")
    need(a.get("group", 1) == 1, "groups")
    strides = a.get("strides", [1, 1])
    need(len(set(strides)) == 1, "strides differ")
    k, s, auto = kernel[0], strides[0], a.get("auto_pad", b"NOTSET").decode()
    pads = list(a.get("pads", [0] * 4))
    if auto.startswith("SAME"):
        for i in (0, 1):
            total = max(0, (-(-x.shape[2 + i] // s) - 1) * s + k - x.shape[2 + i])
            small, large = total // 2, total - total // 2
            pads[i], pads[i + 2] = (small, large) if auto == "SAME_UPPER" else (large, small)
    need(len(set(pads)) == 1, "pads differ")
    if a.get("ceil_mode", 0):
        need(all((x.shape[i] + 2 * pads[0] - k) % s == 0 for i in (2, 3)), "ceil_mode changes the size")
    return k, s, pads[0]


def case_conv(a, x, w, b=None):
    need(x[0].ndim == 4 and w.ndim == 4, "not two-dimensional")
    k, s, p = window(a, x[0], list(w.shape[2:]))
    data, shape = split(x[0])
    bias = "" if b is not None else " bias=0"
    return [data], f"in {dims(shape)}; conv {w.shape[0]} {k} stride={s} pad={p}{bias}", [w, b]


def case_pool(kind, a, x):
    need(x.ndim == 4, "not two-dimensional")
    k, s, p = window(a, x, list(a["kernel_shape"]))
    need(kind == "maxpool" or p == 0 or a.get("count_include_pad", 0), "averages without the padding")
    need(2 * p <= k, "pad more than half of the kernel")
    data, shape = split(x)
    return [data], f"in {dims(shape)}; {kind} {k} stride={s} pad={p}", []


def case_global(kind, x):
    need(x.ndim == 4 and x.shape[2] == x.shape[3], "picture not square")
    data, shape = split(x)
    return [data], f"in {dims(shape)}; {kind} {x.shape[2]}", []


def elementwise(x, piece):
    data, shape = split(x, 1 if x.ndim > 1 else 0)
    return [data], f"in {dims(shape)}; {piece}", []


def joined(xs, piece, axis):
    if piece == "concat":  # ours joins (C,H,W) on C, other shapes on the last axis
        if axis == xs[0].ndim - 1:
            axis = max(0, axis - 1)
        else:
            xs = [x.reshape(x.shape[: axis + 1] + (-1, 1)) for x in xs]
    pieces = [split(x, axis) for x in xs]
    names = [f"v{i}" for i in range(len(xs))]
    rows = [f"{n}: in {dims(s)}" for n, (_, s) in zip(names, pieces)]
    return [d for d, _ in pieces], "; ".join(rows) + f"; from v0; {piece} {' '.join(names[1:])}", []


def dense(x, w, b):
    """w (N,K) as PyTorch keeps it."""
    need(x.ndim == 2 and w.ndim == 2, "not matrices")
    return [x], f"in {x.shape[1]}; dense {w.shape[0]}{'' if b is not None else ' bias=0'}", [w, b]


def convert(op, a, opset, x, y):
    """x, y: lists of arrays. Returns a dictionary of the case."""
    case = {"compare": "ONNX_Y", "want": y[0], "training": False, "target": None}
    if op == "Conv":
        if x[0].size > 10000:  # one corner of the first picture says as much
            need(a.get("strides", [1, 1]) == [1, 1] and not any(a.get("pads", [0])), "large, with stride or pads")
            k = x[1].shape[2] - 1
            x[0], case["want"] = x[0][:1, :, : 4 + k, : 6 + k], y[0][:1, :, :4, :6]
        case["in"], case["notation"], case["params"] = case_conv(a, x, *x[1:])
    elif op in ("MaxPool", "AveragePool"):
        made = case_pool("maxpool" if op == "MaxPool" else "avgpool", a, x[0])
        if x[0].size > 1000:  # channels do not meet in a pool: the first one is enough
            x, case["want"] = [x[0][:1, :1]], y[0][:1, :1]
            made = case_pool("maxpool" if op == "MaxPool" else "avgpool", a, x[0])
        case["in"], case["notation"], case["params"] = made
    elif op in ("GlobalAveragePool", "GlobalMaxPool"):
        case["in"], case["notation"], case["params"] = case_global("maxpool" if op == "GlobalMaxPool" else "avgpool", x[0])
    elif op in ("Relu", "Sigmoid", "Tanh", "Gelu"):
        case["in"], case["notation"], case["params"] = elementwise(x[0], op.lower())
    elif op == "LeakyRelu":
        case["in"], case["notation"], case["params"] = elementwise(x[0], f"leaky_relu {a.get('alpha', 0.01):.9g}")
    elif op == "Softmax":
        axis = a.get("axis", 1 if opset < 13 else -1) % x[0].ndim
        if opset < 13:  # the axes from `axis` on are one
            flat = [v.reshape(int(np.prod(v.shape[:axis])), -1) for v in (x[0], y[0])]
        else:
            flat = [np.moveaxis(v, axis, -1) for v in (x[0], y[0])]
        case["want"] = flat[1]
        case["in"], case["notation"], case["params"] = elementwise(flat[0], "softmax")
    elif op == "SoftmaxCrossEntropyLoss":
        need("ignore_index" not in a, "ignore_index")
        need(len(x) == 2, "class weights")
        need(x[0].ndim in (2, 3), "more than one position axis")
        case["compare"] = "ONNX_LOSS_" + a.get("reduction", b"mean").decode().upper()
        case["target"] = x[1]
        case["in"], case["notation"], case["params"] = elementwise(np.moveaxis(x[0], 1, -1), "softmax_ce")
        if x[0].ndim == 3:  # positions: PyTorch's mean runs over samples and positions, ours over positions within each
            need(case["compare"] == "ONNX_LOSS_MEAN", "reduction over positions")
        if len(y) > 1:
            case["log_prob"] = np.moveaxis(y[1], 1, -1)
    elif op == "Flatten":
        axis = a.get("axis", 1)
        data, shape = split(x[0], axis % x[0].ndim if axis < 0 else axis)
        case["in"], case["notation"], case["params"] = [data], f"in {dims(shape)}; flatten", []
    elif op in ("Add", "Sum"):
        need(len(x) > 1, "one input")
        need(len({v.shape for v in x}) == 1, "broadcast")
        case["in"], case["notation"], case["params"] = joined(x, "add", 1 if x[0].ndim > 1 else 0)
    elif op == "Concat":
        case["in"], case["notation"], case["params"] = joined(x, "concat", a["axis"] % x[0].ndim)
    elif op == "Gemm":
        alpha, beta = np.float32(a.get("alpha", 1)), np.float32(a.get("beta", 1))
        left = x[0].T if a.get("transA", 0) else x[0]
        w = (x[1] if a.get("transB", 0) else x[1].T) * alpha
        b = None
        if len(x) > 2:
            need(x[2].size in (1, w.shape[0]) and (x[2].ndim < 2 or x[2].shape[0] == 1), "bias is a matrix")
            b = (np.broadcast_to(x[2].reshape(-1), (w.shape[0],)) * beta).astype(np.float32)
        case["in"], case["notation"], case["params"] = dense(left, w, b)
    elif op == "MatMul":
        need(x[1].ndim == 2, "a matrix per sample")
        case["in"], case["notation"], case["params"] = dense(x[0], x[1].T, None)
    elif op == "Dropout":
        ratio = float(x[1]) if len(x) > 1 else a.get("ratio", 0.5)
        training = bool(x[2]) if len(x) > 2 else False
        need(not training or ratio == 0, "its random numbers are not ours")
        case["training"] = training
        case["in"], case["notation"], case["params"] = elementwise(x[0], f"dropout {ratio:.9g}")
    case["samples"] = case["in"][0].shape[0]
    need(all(v.shape[0] == case["samples"] for v in case["in"]), "sample counts differ")
    return case


def load(folder):
    """(operator, attributes, opset, inputs, outputs) of a model of one node."""
    model = onnx.load(os.path.join(folder, "model.onnx"))
    nodes = [n for n in model.graph.node if n.op_type not in ("Constant",)]
    ops = [n.op_type for n in nodes]
    if not set(ops) & set(KNOWN):
        return None
    need(len(nodes) == 1, "more than one node")
    node = nodes[0]
    values = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    for n in model.graph.node:
        if n.op_type == "Constant":
            values[n.output[0]] = numpy_helper.to_array(attributes(n)["value"])
    data = os.path.join(folder, "test_data_set_0")
    free = [i.name for i in model.graph.input if i.name not in values]
    for i, name in enumerate(free):
        with open(os.path.join(data, f"input_{i}.pb"), "rb") as f:
            values[name] = numpy_helper.to_array(onnx.TensorProto.FromString(f.read()))
    outputs = []
    for i in range(len(model.graph.output)):
        with open(os.path.join(data, f"output_{i}.pb"), "rb") as f:
            outputs.append(numpy_helper.to_array(onnx.TensorProto.FromString(f.read())))
    opset = next(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
    inputs = [values[name] for name in node.input if name]
    return node.op_type, attributes(node), opset, inputs, outputs


def number(v):
    text = f"{v:.9g}"
    return text + ("" if any(c in text for c in ".en") else ".0") + "f"


def main():
    cases, skipped, floats, seen = [], collections.defaultdict(list), {}, 0
    arrays, names = [], {}

    def array(values):
        flat = np.ascontiguousarray(values, dtype=np.float32).reshape(-1)
        key = flat.tobytes()
        if key not in names:
            names[key] = f"onnx_{len(names)}"
            text = ", ".join(number(v) for v in flat)
            arrays.append(f"static const float {names[key]}[{flat.size}] = {{{text}}};")
        return names[key]

    for suite in SUITES:
        for test in sorted(os.listdir(os.path.join(ROOT, suite))):
            folder = os.path.join(ROOT, suite, test)
            if not os.path.exists(os.path.join(folder, "model.onnx")):
                continue
            name = f"{suite}/{test[5:]}"
            try:
                if test.endswith("_expanded"):
                    continue  # the same data as the case it expands
                loaded = load(folder)
                if loaded is None:
                    continue
                seen += 1
                case = convert(*loaded)
            except Skip as why:
                skipped[str(why)].append(name)
                continue
            inputs = ", ".join(array(v) for v in case["in"])
            params = ", ".join(array(p) for p in case["params"] if p is not None) or "NULL"
            target = array(case["target"]) if case["target"] is not None else "NULL"
            log_prob = array(case["log_prob"]) if "log_prob" in case else "NULL"
            want = np.asarray(case["want"])
            cases.append(f'  {{"{name}", "{case["notation"]}", {case["samples"]}, {str(case["training"]).lower()}, '
                         f'{case["compare"]}, {{{inputs}}}, {{{params}}}, {target}, {array(want)}, {want.size}, {log_prob}}},')

    with open(OUT, "w") as f:
        f.write("// Operator cases of libonnx-testdata (ONNX 1.12), made by tools/golden/make_onnx.py. Do not edit.\n//\n"
                f"// {len(cases)} cases kept. Of large pictures a pool keeps the first channel, conv a corner.\n// Left out, and why:\n")
        for why, tests in sorted(skipped.items()):
            f.write(f"//   {why}:\n")
            line = "//    "
            for t in tests:
                if len(line) + len(t) > 115:
                    f.write(line + "\n")
                    line = "//    "
                line += " " + t
            f.write(line + "\n")
        f.write("// clang-format off\n")
        f.write("\n".join(arrays) + "\n\nstatic const onnx_case onnx_cases[] = {\n" + "\n".join(cases) + "\n};\n")
    print(f"{len(cases)} cases, {seen - len(cases)} left out, {os.path.getsize(OUT)} bytes", file=sys.stderr)


main()
