// Parts of the PyTorch program that are the same for every run.
import { BLOCK } from '../set-names';

export const READING = `

def read_weights(path):
    """A safetensors file: how long the header is, the header as JSON, the numbers."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    tensors = {}
    for name, about in header.items():
        if name != "__metadata__":
            kind = {"F32": "<f4", "U8": "u1", "I32": "<i4"}[about["dtype"]]
            numbers = np.frombuffer(data[slice(*about["data_offsets"])], kind)
            tensors[name] = torch.tensor(numbers.reshape(about["shape"]))
    return tensors
`;

const FROM_IDX = `
def read_idx(name, skip):
    path = arguments.data / name
    raw = path.read_bytes() if path.exists() else gzip.open(f"{path}.gz").read()
    return np.frombuffer(raw, np.uint8, offset=skip)


def read_set(part, count=None):
    """Pictures (count, 784), 0..255, and their classes."""
    images = read_idx(f"{part}-images-idx3-ubyte", 16).reshape(-1, 784)[:count]
    labels = read_idx(f"{part}-labels-idx1-ubyte", 8)[:count]
    return images, torch.tensor(labels, dtype=torch.long)
`;

// Pictures of one's own lie beside the program.
const FROM_PICTURES = (file: string): string => `

def read_set(part, count=None):
    """Pictures (count, 784), 0..255, and their classes."""
    pictures = read_weights(Path(__file__).with_name("${file}"))
    return pictures[f"{part}.images"][:count].numpy(), pictures[f"{part}.labels"][:count].long()
`;

const REST = `

def to_floats(images):
    return torch.tensor(images, dtype=torch.float32) / 255


def zero(parameters):
    for p in parameters:
        p.grad = None
`;

export const DATA = (own: string | undefined): string => (own ? FROM_PICTURES(own) : FROM_IDX) + REST;

// Points lie beside the program, as the network takes them.
export const POINTS = (file: string, targets: boolean): string => `

beside = read_weights(Path(__file__).with_name("${file}"))


def read_set(part):
    """Points (count, numbers of each) as the network takes them, and ${targets ? 'what is to be met' : 'their classes'}."""
    return beside[f"{part}.x"], beside[f"{part}.${targets ? 'targets"]' : 'labels"].long()'}


def zero(parameters):
    for p in parameters:
        p.grad = None
`;

// Samples are windows of the tokens that lie beside the program.
export const TOKENS = (file: string): string => `

def windows(tokens, numbers, stride):
    """Windows (count, WINDOW) of a text, and at each of their places the token that comes next."""
    at = torch.tensor(numbers)[:, None] * stride + torch.arange(WINDOW)
    return tokens[at], tokens[at + 1]


text = read_weights(Path(__file__).with_name("${file}"))
text = {part: tokens.long() for part, tokens in text.items()}


def zero(parameters):
    for p in parameters:
        p.grad = None
`;

const DRAW = `
def philox(a, b, c, d):
    """Four times 32 bits of each counter, from glassnet's own generator (Philox4x32-10), so that chance is the same."""
    low = 0xFFFFFFFF
    a, b, c, d = (np.uint64(0) + each for each in np.broadcast_arrays(*(np.asarray(n, np.uint64) for n in (a, b, c, d))))
    k0, k1 = SEED & low, SEED >> 32
    for _ in range(10):
        p, q = a * np.uint64(0xD2511F53), c * np.uint64(0xCD9E8D57)
        a, b = (q >> np.uint64(32)) ^ b ^ np.uint64(k0), q & np.uint64(low)
        c, d = (p >> np.uint64(32)) ^ d ^ np.uint64(k1), p & np.uint64(low)
        k0, k1 = (k0 + 0x9E3779B9) & low, (k1 + 0xBB67AE85) & low
    return np.stack([a, b, c, d], 1)


def random_bits(count, epoch, block):
    return philox(epoch, np.arange((count + 3) // 4), block, 2).reshape(-1)[:count]  # 2: shuffling


def order_of(epoch):
    """Every epoch shuffles anew (Fisher, Yates)BLOCKS"""
    size = SIZE
    order = list(range(SAMPLES))
UNSHUFFLED    for block, first in enumerate(range(0, SAMPLES, size)):
        count = min(size, SAMPLES - first)
        bits = random_bits(count, epoch, block).tolist()
        for i in range(count - 1, 0, -1):
            j = bits[count - 1 - i] * (i + 1) >> 32
            order[first + i], order[first + j] = order[first + j], order[first + i]
    return KEPT
`;

// Some samples are held out of training, of the others some labels are drawn by lot.
export const DEAL = `
def by_lot(what, share):
    bits = philox(np.arange(SAMPLES), 0, what, 5)  # 5: of the data
    return bits, (bits[:, 0] >> np.uint64(8)) / 2**24 < share


held = by_lot(2, VALIDATION)[1]


def with_noise(labels):
    bits, redrawn = by_lot(3, LABEL_NOISE)
    drawn = (bits[:, 1] * np.uint64(CLASSES) >> np.uint64(32)).astype(np.int64)
    return torch.where(torch.tensor(redrawn & ~held), torch.tensor(drawn), labels)
`;

export const ORDER = (plain: boolean, blocks: boolean, holds: boolean): string =>
  DRAW.replaceAll('KEPT', holds ? '[i for i in order if not held[i]]' : 'order')
    .replace(
      'UNSHUFFLED',
      plain
        ? `    if not S["shuffle"]:\n        return ${holds ? '[i for i in order if not held[i]]' : 'order'}\n`
        : '',
    )
    .replace('BLOCKS', blocks ? "; the first one within blocks, in which the page's data come." : '.')
    .replace('SIZE', blocks ? `${BLOCK} if epoch == 0 else SAMPLES` : 'SAMPLES');

interface Schedule {
  readonly rate: string;
  readonly reads: readonly string[];
}
// The rate of step 0, 1, …, after the warm-up.
export const SCHEDULES: Readonly<Record<string, Schedule>> = {
  constant: { rate: 'S["rate"]', reads: [] },
  step: { rate: 'S["rate"] * S["gamma"] ** (step // S["step_every"])', reads: ['gamma', 'step_every'] },
  exponential: { rate: 'S["rate"] * S["gamma"] ** (step / S["step_every"])', reads: ['gamma', 'step_every'] },
  cosine: {
    rate: `(
        S["final_rate"]
        + (S["rate"] - S["final_rate"]) * 0.5 * (1 + math.cos(math.pi * min(1, step / S["schedule_steps"])))
    )`,
    reads: ['schedule_steps', 'final_rate'],
  },
};

// What is frozen keeps its weights and what the optimiser remembers of it; the count of steps goes on.
export const FROZEN_STATE = `

def step_without(optimizer, still):
    if not optimizer.state:  # makes the optimiser's memory, all zeros
        gradients = [p.grad for p in parameters]
        for p in parameters:
            p.grad = torch.zeros_like(p)
        group = optimizer.param_groups[0]
        rate_now, group["lr"] = group["lr"], 0.0
        optimizer.step()
        group["lr"] = rate_now
        for p, gradient in zip(parameters, gradients):
            p.grad = gradient
            if "step" in optimizer.state[p]:
                optimizer.state[p]["step"] -= 1
    for p in still:
        p.grad = None
    optimizer.step()
    for p in still:
        if "step" in optimizer.state[p]:
            optimizer.state[p]["step"] += 1
`;
