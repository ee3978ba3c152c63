// The shipped models. Their trained weights are build outputs; the notation is needed without them too.
export type ModelName = 'mlp-16-16' | 'mlp-128' | 'lenet5';

export const MODELS: Readonly<Record<ModelName, string>> = {
  'mlp-16-16': 'in 1 28 28; flatten; dense 16; relu; dense 16; relu; dense 10; softmax_ce',
  'mlp-128': 'in 1 28 28; flatten; dense 128; relu; dense 10; softmax_ce',
  lenet5:
    'in 1 28 28; conv 6 5 pad=2; tanh; avgpool 2; conv 16 5; tanh; avgpool 2; flatten; dense 120; tanh; dense 84; tanh; dense 10; softmax_ce',
};

export const MODEL_NAMES = Object.keys(MODELS) as ModelName[];
