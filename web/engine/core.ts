// One instance of the WASM core: its exports, its memory, and the conversions between them and plain values.
// Only web/engine knows addresses.
import { layout } from './generated/layout';

export type Address = number;

// The functions of src/glassnet.h that the page calls. 64-bit integers are BigInt.
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  _initialize?(): void;
  malloc(bytes: number): Address;
  free(address: Address): void;
  gn_net_new(notation: Address, length: bigint, config: Address, error: Address): Address;
  gn_net_free(net: Address): void;
  gn_net_init(net: Address, seed: bigint): void;
  gn_net_bytes(net: Address): bigint;
  gn_rows(net: Address): number;
  gn_row_name(net: Address, row: number): Address;
  gn_row_op(net: Address, row: number): number;
  gn_row_at(net: Address, row: number): number;
  gn_row_length(net: Address, row: number): number;
  gn_row_shape(net: Address, row: number): Address;
  gn_row_inputs(net: Address, row: number): number;
  gn_row_input(net: Address, row: number, i: number): number;
  gn_row_params(net: Address, row: number): number;
  gn_row_param(net: Address, row: number, i: number): number;
  gn_row_arg(net: Address, row: number, key: Address, value: Address): number;
  gn_row_is_loss(net: Address, row: number): number;
  gn_row_values(net: Address, row: number): Address;
  gn_op_name(op: number): Address;
  gn_params(net: Address): number;
  gn_param_name(net: Address, param: number): Address;
  gn_param_shape(net: Address, param: number): Address;
  gn_param_size(net: Address, param: number): bigint;
  gn_param_values(net: Address, param: number): Address;
  gn_param_total(net: Address): bigint;
  gn_state_name(net: Address, state: number): Address;
  gn_inputs(net: Address): number;
  gn_input_row(net: Address, i: number): number;
  gn_input_ids(net: Address, i: number): number;
  gn_target_values(net: Address, i: number): Address;
  gn_target_size(net: Address, i: number): bigint;
  gn_forward(net: Address, pass: Address): void;
  gn_strongest(net: Address, row: number, sample: number, max: bigint, terms: Address): bigint;
  gn_forward_row(net: Address, pass: Address, row: number): void;
  gn_forward_part(net: Address, pass: Address, row: number, from: number, to: number): void;
  gn_row_gradients(net: Address, row: number): Address;
  gn_row_losses(net: Address, row: number): Address;
  gn_param_gradients(net: Address, param: number): Address;
  gn_param_state(net: Address, param: number, slot: number): Address;
  gn_targets(net: Address): number;
  gn_target_row(net: Address, i: number): number;
  gn_target_class(net: Address, i: number, sample: number, klass: number): number;
  gn_zero_gradients(net: Address): void;
  gn_backward_begin(net: Address, pass: Address): void;
  gn_backward_row(net: Address, pass: Address, row: number): void;
  gn_backward_part(net: Address, pass: Address, row: number, from: number, to: number): void;
  gn_norm(x: Address, n: bigint): number;
  gn_loss(net: Address, pass: Address): number;
  gn_settings_default(settings: Address): void;
  gn_optimizer_count(): number;
  gn_optimizer_name(optimizer: number): Address;
  gn_optimizer_formula(optimizer: number): Address;
  gn_optimizer_slots(optimizer: number): number;
  gn_optimizer_slot(optimizer: number, slot: number): Address;
  gn_optimizer_rate(optimizer: number): number;
  gn_optimizer_usual_rate(optimizer: number): number;
  gn_update_gradient(net: Address, settings: Address, param: number, index: bigint): number;
  gn_clip_factor(net: Address, settings: Address): number;
  gn_schedule_rate(settings: Address, step: bigint): number;
  gn_pass_batch(settings: Address, samples: number): number;
  gn_update(net: Address, settings: Address, step: bigint, t: bigint): void;
  gn_settle(net: Address, pass: Address): void;
  gn_backward(net: Address, pass: Address): void;
  gn_check_weight(weight: number, by: number): number;
  gn_check_conclude(check: Address, weight: number, epsilon: number): void;
  gn_sample_gradients_part(
    each: Address,
    net: Address,
    pass: Address,
    param: number,
    index: bigint,
    from: number,
    to: number,
  ): void;
  gn_trainer_updated(trainer: Address, updates: bigint, optimizer: number): void;
  gn_gradient_noise(
    noise: Address,
    net: Address,
    data: Address,
    count: bigint,
    sizes: Address,
    n: number,
  ): bigint;
  gn_steepest(refs: Address, net: Address, max: bigint): bigint;
  gn_flattest(refs: Address, net: Address, max: bigint): bigint;
  gn_zeros(x: Address, n: bigint): bigint;
  gn_first_order(out: Address, before: Address, after: Address): void;
  gn_paths(net: Address, pass: Address, param: number): number;
  gn_number(net: Address, what: Address): number;
  gn_terms(
    net: Address,
    pass: Address,
    what: Address,
    first: bigint,
    max: bigint,
    terms: Address,
    form: Address,
  ): bigint;
  gn_rank_terms(
    products: Address,
    order: Address,
    rest: Address,
    scratch: Address,
    terms: Address,
    n: bigint,
  ): void;
  gn_curve(net: Address, row: number, y: Address, slope: Address, x: Address, n: bigint): number;
  gn_histogram(counts: Address, bins: number, low: number, high: number, x: Address, n: bigint): void;
  gn_softmax(y: Address, exps: Address, sum: Address, x: Address, n: bigint, temperature: number): void;
  gn_normed(net: Address, row: number, sample: number, index: bigint, out: Address): number;
  gn_losses(crossEntropy: Address, squared: Address, p: Address, n: bigint, klass: number): void;
  gn_row_products(net: Address, row: number): bigint;
  gn_collapse_first(net: Address, row: number): number;
  gn_collapse(net: Address, row: number, sample: number, w: Address, b: Address, y: Address): number;
  gn_collapse_terms(net: Address, row: number, index: bigint, terms: Address): bigint;
  gn_onehot(y: Address, n: bigint, klass: bigint): void;
  gn_distances(d: Address, x: Address, count: bigint, size: bigint): void;
  gn_choose(
    q: Address,
    p: Address,
    n: number,
    temperature: number,
    top: number,
    seed: bigint,
    draw: number,
  ): number;
  gn_rewrite_make(
    tokens: Address,
    rewrite: number,
    length: number,
    letters: number,
    seed: bigint,
    first: bigint,
    count: bigint,
  ): void;
  gn_rewrite_apply(tokens: Address, rewrite: number, length: number): void;
  gn_likeliest(places: Address, p: Address, n: number, most: number): number;
  gn_stream(net: Address, rows: Address, most: number): number;
  gn_lens(net: Address, pass: Address, row: number): void;
  gn_op_formula(op: number): Address;
  gn_op_count(): number;
  gn_op_is_loss(op: number): number;
  gn_op_is_sequence(op: number): number;
  gn_op_is_hidden(op: number): number;
  gn_op_most_inputs(op: number): number;
  gn_op_row_key(op: number): Address;
  gn_op_arg_word(op: number, i: number, word: number): Address;
  gn_op_args(op: number): number;
  gn_op_arg_key(op: number, i: number): Address;
  gn_op_arg_positional(op: number, i: number): number;
  gn_op_arg_required(op: number, i: number): number;
  gn_op_arg_whole(op: number, i: number): number;
  gn_op_arg_default(op: number, i: number): number;
  gn_op_arg_least(op: number, i: number): number;
  gn_op_arg_most(op: number, i: number): number;
  gn_change_image(y: Address, x: Address, how: Address): void;
  gn_noise_image(y: Address, seed: bigint): void;
  gn_average_image(y: Address, data: Address, label: number): bigint;
  gn_plane_count(): number;
  gn_plane_name(set: number): Address;
  gn_plane_size(set: number): number;
  gn_plane_least_classes(set: number): number;
  gn_plane_most_classes(set: number): number;
  gn_plane_make(
    x: Address,
    labels: Address,
    targets: Address,
    set: number,
    classes: number,
    noise: number,
    seed: bigint,
    first: bigint,
    count: bigint,
  ): void;
  gn_plane_rows(net: Address, view: Address, rows: Address, count: number, y: Address): number;
  gn_data_split(held: Address, first: bigint, count: bigint, share: number, seed: bigint): bigint;
  gn_data_noise(
    labels: Address,
    held: Address,
    first: bigint,
    count: bigint,
    classes: number,
    share: number,
    seed: bigint,
  ): bigint;
  gn_data_standardize(
    x: Address,
    mean: Address,
    deviation: Address,
    count: bigint,
    size: number,
    held: Address,
  ): void;
  gn_csv_look_at(
    csv: Address,
    text: Address,
    bytes: bigint,
    target: number,
    kind: number,
    error: Address,
  ): number;
  gn_csv_field(
    csv: Address,
    name: Address,
    room: bigint,
    row: bigint,
    column: number,
    text: Address,
    bytes: bigint,
  ): bigint;
  gn_csv_read(
    csv: Address,
    x: Address,
    images: Address,
    labels: Address,
    targets: Address,
    text: Address,
    bytes: bigint,
  ): void;
  gn_csv_class_name(csv: Address, name: Address, room: bigint, klass: number): bigint;
  gn_csv_column_name(
    csv: Address,
    name: Address,
    room: bigint,
    column: number,
    text: Address,
    bytes: bigint,
  ): bigint;
  gn_picture_grey(
    grey: Address,
    side: number,
    rgba: Address,
    w: number,
    h: number,
    invert: number,
    error: Address,
  ): number;
  gn_trainer_new(net: Address, data: Address, seed: bigint, error: Address): Address;
  gn_trainer_free(trainer: Address): void;
  gn_trainer_settings(trainer: Address): Address;
  gn_trainer_step(trainer: Address): number;
  gn_trainer_step_measured(trainer: Address, measures: Address): number;
  gn_trainer_step_watched(trainer: Address, fault: Address): number;
  gn_trainer_advance(trainer: Address): number;
  gn_trainer_moment(moment: Address, trainer: Address): void;
  gn_states(net: Address): number;
  gn_state_values(net: Address, state: number): Address;
  gn_state_size(net: Address, state: number): bigint;
  gn_whole_batch(net: Address): number;
  gn_param_freeze(net: Address, param: number, frozen: number): void;
  gn_param_frozen(net: Address, param: number): number;
  gn_trainer_divides(trainer: Address): number;
  gn_trainer_begin(trainer: Address): number;
  gn_trainer_deal(pass: Address, trainer: Address, first: number): void;
  gn_trainer_slice(trainer: Address): void;
  gn_trainer_take(trainer: Address, gradients: Address, loss: number): void;
  gn_trainer_waits(trainer: Address, loaded: bigint): number;
  gn_trainer_next(trainer: Address, most: number, samples: Address, x: Address): number;
  gn_trainer_updates(trainer: Address): bigint;
  gn_trainer_optimizer(trainer: Address): number;
  gn_trainer_loss(trainer: Address): number;
  gn_trainer_steps(trainer: Address): bigint;
  gn_trainer_epoch(trainer: Address): bigint;
  gn_trainer_position(trainer: Address): bigint;
  gn_trainer_count(trainer: Address): bigint;
  gn_trainer_bytes(trainer: Address): bigint;
  gn_trainer_save(trainer: Address, bytes: Address): void;
  gn_trainer_load(trainer: Address, bytes: Address, size: bigint, error: Address): number;
  gn_confusion(
    score: Address,
    net: Address,
    data: Address,
    first: bigint,
    count: bigint,
    part: number,
    matrix: Address,
    answers: Address,
    losses: Address,
  ): void;
  gn_survey_units(net: Address): bigint;
  gn_survey(
    net: Address,
    data: Address,
    first: bigint,
    count: bigint,
    alive: Address,
    activity: Address,
  ): void;
  gn_spread_inputs(
    net: Address,
    data: Address,
    first: bigint,
    count: bigint,
    bins: number,
    counts: Address,
    spread: Address,
  ): void;
  gn_twins(net: Address, param: number): bigint;
  gn_evaluate(score: Address, net: Address, data: Address, first: bigint, count: bigint): void;
  gn_setting_count(): number;
  gn_setting_name(i: number): Address;
  gn_setting_kind(i: number): number;
  gn_setting_default(i: number): number;
  gn_setting_least(i: number): number;
  gn_setting_most(i: number): number;
  gn_setting_choices(i: number): number;
  gn_setting_choice(i: number, k: number): Address;
  gn_setting_get(settings: Address, i: number): number;
  gn_setting_set(settings: Address, i: number, value: number): number;
  gn_setting_used(settings: Address, i: number): number;
  gn_weights_bytes(net: Address): bigint;
  gn_weights_save(net: Address, file: Address): bigint;
  gn_init_count(): number;
  gn_init_name(init: number): Address;
  gn_weights_load(net: Address, file: Address, bytes: bigint, error: Address): number;
  gn_weights_notation(file: Address, bytes: bigint, notation: Address, room: bigint, error: Address): bigint;
  gn_digit_from_strokes(
    xy: Address,
    points: Address,
    strokes: number,
    pad: number,
    pen: number,
    stages: number,
    digit: Address,
    error: Address,
  ): number;
  gn_digit_from_picture(
    rgba: Address,
    w: number,
    h: number,
    stages: number,
    digit: Address,
    error: Address,
  ): number;
}

// The core stopped on a programmer's mistake; its instance is of no more use.
export class CoreTrap extends Error {
  override name = 'CoreTrap';
}

const utf8 = new TextDecoder();
const toUtf8 = new TextEncoder();

export class Core {
  readonly #exports: CoreExports;
  #floats = new Float32Array(0);
  #ints = new Int32Array(0);
  #bytes = new Uint8Array(0);

  private constructor(exports: CoreExports) {
    this.#exports = exports;
  }

  static async start(module: WebAssembly.Module): Promise<Core> {
    // The core asks nothing of its host but a notice of memory growth; views are checked on use instead.
    const imports: WebAssembly.Imports = {};
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
      if (kind !== 'function') continue;
      const group = imports[from] ?? {};
      group[name] = () => 0;
      imports[from] = group;
    }
    const instance = await WebAssembly.instantiate(module, imports);
    const exports = instance.exports as unknown as CoreExports;
    exports._initialize?.();
    return new Core(exports);
  }

  // Calls into the core; a trap becomes CoreTrap.
  call<T>(run: (core: CoreExports) => T): T {
    try {
      return run(this.#exports);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw new CoreTrap(error.message, { cause: error });
      throw error;
    }
  }

  // Views over the whole memory, remade when it grew.
  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#exports.memory.buffer) this.#remake();
    return this.#bytes;
  }

  get floats(): Float32Array {
    if (this.#floats.buffer !== this.#exports.memory.buffer) this.#remake();
    return this.#floats;
  }

  get ints(): Int32Array {
    if (this.#ints.buffer !== this.#exports.memory.buffer) this.#remake();
    return this.#ints;
  }

  #remake(): void {
    const { buffer } = this.#exports.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#floats = new Float32Array(buffer);
    this.#ints = new Int32Array(buffer);
  }

  floatsAt(address: Address, length: number): Float32Array {
    return this.floats.subarray(address >> 2, (address >> 2) + length);
  }

  // C text. `room` bounds a char array inside a struct.
  text(address: Address, room = 4096): string {
    const bytes = this.bytes.subarray(address, address + room);
    const end = bytes.indexOf(0);
    return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  shape(address: Address): number[] {
    const rank = this.ints[(address + layout.gn_shape.rank) >> 2] ?? 0;
    const first = (address + layout.gn_shape.dim) >> 2;
    return Array.from(this.ints.subarray(first, first + rank));
  }

  alloc(bytes: number): Address {
    const address = this.call((core) => core.malloc(Math.max(bytes, 8)));
    if (address === 0) throw new CoreTrap('out of memory');
    return address;
  }

  free(address: Address): void {
    this.call((core) => core.free(address));
  }

  // Runs with a copy of `data` in the core's memory.
  withBytes<T>(data: Uint8Array, run: (address: Address) => T): T {
    const address = this.alloc(data.byteLength);
    this.bytes.set(data, address);
    try {
      return run(address);
    } finally {
      this.free(address);
    }
  }

  withText<T>(text: string, run: (address: Address, length: number) => T): T {
    const data = toUtf8.encode(text);
    return this.withBytes(data, (address) => run(address, data.byteLength));
  }
}
