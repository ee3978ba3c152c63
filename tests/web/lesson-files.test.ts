// The files of every lesson: both languages have the same steps, questions and goals, formulas parse, words are in the
// glossary, and what they ask of the engine it knows.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readProse } from '../../tools/lessons/prose.mjs';
import { lessonNames, readGlossary, readLesson } from '../../tools/lessons/read.mjs';
import { faults, type Lesson } from './lesson-faults';

const folder = fileURLToPath(new URL('../../lessons', import.meta.url));
const glossary = readGlossary(folder);
const names = lessonNames(folder);

test('there are lessons', () => expect(names.length).toBeGreaterThan(0));

for (const name of names)
  test(`${name} is sound`, () => expect(faults(readLesson(folder, name), glossary)).toEqual([]));

test('each of the thirty questions that learners asked is answered in a step, and the table says in which', () => {
  const answered = new Map<number, string[]>();
  for (const name of names)
    for (const [question, steps] of Object.entries(readLesson(folder, name).answers))
      answered.set(Number(question), [
        ...(answered.get(Number(question)) ?? []),
        ...steps.map((step) => `${name}/${step}`),
      ]);
  const table = readFileSync(new URL('../../docs/questions.md', import.meta.url), 'utf8');
  const rows = [...table.matchAll(/^\| (\d+) \| .+ \| (.+) \|$/gm)];
  const told = rows.map(([, number, steps = '']) => [Number(number), steps.replaceAll('`', '').split(', ')]);
  expect(told).toEqual(Array.from({ length: 30 }, (_, i) => [i + 1, answered.get(i + 1)]));
});

// Of the whole course, under their two names.
const WORDS = `
  gradient 梯度 · gradient descent 梯度下降 · directional derivative 方向导数 ·
  learning rate 学习率 · loss 损失 · cost function 代价函数 · cross-entropy 交叉熵 ·
  mean squared error 均方误差 · parameter 参数 · hyperparameter 超参数 · weight 权重 · bias 偏置 ·
  neuron 神经元 · activation 激活值 · activation function 激活函数 · saturation 饱和 ·
  forward pass 前向传播 · backpropagation 反向传播 · chain rule 链式法则 · step 步 · batch 批量 ·
  mini-batch 小批量 · epoch 轮次 · optimiser 优化器 · momentum 动量 · root mean square 均方根 ·
  adaptive learning rate 自适应学习率 · learning-rate schedule 学习率调度 · warm-up 预热 ·
  weight decay 权重衰减 · critical point 临界点 · local minimum 局部极小值 ·
  global minimum 全局最小值 · saddle point 鞍点 · Hessian 海森矩阵 · eigenvalue 特征值 ·
  eigenvector 特征向量 · vanishing gradient 梯度消失 · exploding gradient 梯度爆炸 ·
  gradient clipping 梯度裁剪 · training set 训练集 · validation set 验证集 · test set 测试集 ·
  label 标签 · overfitting 过拟合 · underfitting 欠拟合 · regularisation 正则化 ·
  normalisation 归一化 · dropout 暂退法（Dropout） · early stopping 早停 ·
  data augmentation 数据增强 · generalisation 泛化 · inductive bias 归纳偏置 ·
  k-fold cross-validation k 折交叉验证 · kernel 卷积核 · stride 步幅 · padding 填充 ·
  feature map 特征图 · pooling 池化（汇聚） · residual connection 残差连接 · hidden state 隐状态 ·
  gate 门控 · one-hot 独热编码 · token 词元 · tokenization 词元化 · word segmentation 分词 ·
  vocabulary 词表 · subword 子词 · embedding 词嵌入 · positional encoding 位置编码 ·
  self-attention 自注意力 · query 查询 · key 键 · value 值 · mask 掩码 · encoder 编码器 ·
  decoder 解码器 · pre-training 预训练 · fine-tuning 微调 · transfer learning 迁移学习 ·
  regression 回归 · optimisation 最优化
`;

test('the glossary has every word of the course', () => {
  const names = Object.values(glossary).map(({ en, zh }) => `${en.word} ${zh.word}`);
  const words = WORDS.split('·').map((word) => word.replaceAll(/\s+/g, ' ').trim());
  expect(words.filter((word) => !names.includes(word))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('a word of the glossary is said in both languages', () => {
  for (const [word, said] of Object.entries(glossary))
    for (const language of ['en', 'zh'] as const)
      expect([word, said[language].word.length > 0, said[language].text.length > 0]).toEqual([
        word,
        true,
        true,
      ]);
});

test.each(['en', 'zh'] as const)('%s: each word of the glossary is met in a lesson', (language) => {
  const texts = names.map((name) => JSON.stringify(readLesson(folder, name).text[language])).join();
  const met = new Set([...texts.matchAll(/"kind":"word","word":"([^"]+)"/g)].map(([, word]) => word));
  expect(Object.keys(glossary).filter((word) => !met.has(word))).toEqual([]);
});

describe('a fault is found', () => {
  const sound = readLesson(folder, '14-learn-or-memorise'); // its questions are choices
  const broken = (change: (lesson: Record<string, never>) => void) => {
    const lesson = structuredClone(sound) as unknown as Record<string, never>;
    change(lesson);
    return faults(lesson as unknown as Lesson, glossary).join('\n');
  };
  // biome-ignore lint/suspicious/noExplicitAny: what is broken here has no type any more
  type Loose = any;
  const cases: readonly [string, (lesson: Loose) => void, RegExp][] = [
    ['a step that one language lacks', (l) => l.text.zh.steps.pop(), /zh: steps/],
    ['a widget that there is not', (l) => l.steps[0].widgets.push(['dial']), /no widget "dial"/],
    ['a setting that there is not', (l) => (l.steps[0].start = 'modle=lenet5'), /settings "modle/],
    [
      'a setting that there is not, in the middle',
      (l) => (l.steps[2].set = 'gptHaet=0'),
      /settings "gptHaet/,
    ],
    ['a step that begins and sets', (l) => (l.steps[0].set = 'seed=3'), /begins and sets/],
    ['a question without its text', (l) => (l.steps[0].asks = [{ id: 'new', kind: 'rank' }]), /questions/],
    ['an answer too many in one language', (l) => ask(l).options.pop(), /no option|as many options/],
    ['an answer that is not explained', (l) => (ask(l).options[0].why = []), /without its explanation/],
    [
      'a formula that does not parse',
      (l) => l.text.en.steps[0].body.push({ kind: 'math', latex: '\\farc{1}{2}' }),
      /\\farc/,
    ],
    [
      'a word that is not in the glossary',
      (l) => l.text.en.steps[0].body.push({ kind: 'p', parts: [{ kind: 'word', word: 'wrod', text: 'x' }] }),
      /no word "wrod"/,
    ],
    [
      'a measure that there is not',
      (l) => l.claims[0].expect.push({ measure: 'train.luck', least: 1 }),
      /no measure "train.luck"/,
    ],
    ['a claim of one seed', (l) => (l.claims[0].seeds = [1, 1]), /wants 5 seeds/],
    [
      'a claim that five seeds make no difference to',
      (l) => {
        l.claims[0].start = 'model=lenet5';
        l.claims[0].do = [];
      },
      /same from every seed/,
    ],
    [
      'a claim of one training',
      (l) => {
        l.claims[0].start = l.claims[0].start.replace('{seed}', '1');
        l.claims[0].seeds = [1];
      },
      /is trained, and wants 5 seeds/,
    ],
    [
      'another run that knows no seed',
      (l) => {
        l.claims[0].than = { start: l.claims[0].start.replace('{seed}', '2') };
        l.claims[0].expect.push({ measure: 'train.accuracy', ahead: { least: 0 } });
      },
      /knows no seed/,
    ],
    [
      'a comparison with nothing',
      (l) => l.claims[0].expect.push({ measure: 'train.accuracy', ahead: { least: 0 } }),
      /compares with nothing/,
    ],
    [
      'a run compared with itself',
      (l) => {
        l.claims[0].than = { start: l.claims[0].start };
        l.claims[0].expect.push({ measure: 'train.accuracy', ahead: { least: 0 } });
      },
      /compares a run with itself/,
    ],
    [
      'another run that nothing is compared with',
      (l) => (l.claims[0].than = { do: [{ train: 1 }] }),
      /compares nothing/,
    ],
    [
      'a comparison without its bounds',
      (l) => {
        l.claims[0].than = { do: [{ train: 1 }] };
        l.claims[0].expect.push({ measure: 'train.accuracy', ahead: {} });
      },
      /comparison \{/,
    ],
    [
      'a claim that goes on to nothing',
      (l) => (l.claims[0].next = [{ do: [], expect: [] }]),
      /on to nothing/,
    ],
    [
      'a claim that goes on to what is never measured',
      (l) => (l.claims[0].next = [{ do: [{ train: 9 }], expect: [{ measure: 'train.luck', least: 1 }] }]),
      /no measure "train.luck"/,
    ],
    ['a claim that may hold for all or for none', (l) => (l.claims[0].holds = 5), /holds for 5/],
    ['a mark that marks nothing', (l) => l.text.zh.steps[0].body[0].parts.push('好。**坏'), /asterisks/],
    ['a goal that nothing leads to', (l) => (goal(l).solution = []), /nothing to reach/],
    [
      'a number of the moment in one language only',
      (l) => l.text.en.steps[0].body.push({ kind: 'p', parts: [{ kind: 'live', measure: 'draw.ink' }] }),
      /other numbers/,
    ],
  ];
  const step = (l: Loose, what: 'asks' | 'goals') =>
    l.steps.findIndex((each: Loose) => each[what]?.length > 0);
  const ask = (l: Loose) => Object.values(l.text.en.steps[step(l, 'asks')].asks)[0] as Loose;
  const goal = (l: Loose) => l.steps[step(l, 'goals')].goals[0];
  for (const [what, change, says] of cases) test(what, () => expect(broken(change)).toMatch(says));
});

describe('text that is none of a lesson says at which line', () => {
  for (const [text, says] of [
    ['no title', /line 1: begins with "# Title"/],
    ['# T\n\nabout\n\n## No id\n', /line 5: a step is/],
    ['# T\n\nabout\n\nlost\n', /line 5: text before the first step/],
    ['# T\n\nabout\n\n## a: A\n\n### wish: b\n', /line 7: "wish: b"/],
    [
      '# T\n\nabout\n\n## a: A\n\n### goal: b\n\nx\n\n### goal: b\n\ny\n',
      /line 11: goal "b" stands there twice/,
    ],
    ['# T\n\nabout\n\n## a: A\n\n<b>x</b>\n', /line 7: html is not for lessons/],
    ['# T\n\nabout\n\n## a: A\n\n![x](y.png)\n', /line 7: image is not for lessons/],
  ] as const)
    test(JSON.stringify(text), () => expect(() => readProse(text)).toThrow(says));
});

test('formulas, words, numbers of the moment and line breaks of Chinese', () => {
  const { steps } = readProse(
    '# 题\n\n说明\n\n## a: 甲\n\n权重 $`w_k`$ 和[偏置](word:bias)，\n现在 `=train.loss`，共 50 %\n这样。\n',
  );
  expect(steps[0]?.body).toEqual([
    {
      kind: 'p',
      parts: [
        '权重 ',
        { kind: 'math', latex: 'w_k' },
        ' 和',
        { kind: 'word', word: 'bias', text: '偏置' },
        '，现在 ',
        { kind: 'live', measure: 'train.loss' },
        '，共 50\u00a0% 这样。',
      ],
    },
  ]);
});
