// "What am I seeing": every panel with a heading has a "?" beside it, with two or three sentences of its own.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin, end, type open, visit } from './page';
import { card, direction, transport } from './step-page';

beforeAll(begin);
afterAll(end);

const LONG = { timeout: 120_000 };

// Headings (in the first) that need none of their own within the second, and why.
const WITHOUT: readonly (readonly [host: string, within: string, why: string])[] = [
  ['*', 'gn-inspector', 'the line above the open layer or number has it'],
  ['gn-plot', 'gn-lookup', 'pictures of one panel, whose heading has it'],
  ['gn-plot', 'gn-places', 'pictures of one panel, whose heading has it'],
  ['gn-text-row', 'gn-text-row', 'the way of cutting is explained beneath its name, always'],
];

interface Headings {
  readonly topics: string[];
  readonly lack: string[];
}

// Of all h2 in sight, through every shadow root; h3 are parts of a panel.
const headings = (page: Page): Promise<Headings> =>
  page.evaluate((without) => {
    const found = { topics: [] as string[], lack: [] as string[] };
    const walk = (root: ShadowRoot, hosts: readonly string[]) => {
      for (const each of root.querySelectorAll('*')) {
        if (each.shadowRoot) walk(each.shadowRoot, [...hosts, each.localName]);
        if (each.localName === 'gn-about' && each.checkVisibility())
          found.topics.push(each.getAttribute('topic') ?? '');
        if (each.localName !== 'h2' || !each.checkVisibility()) continue;
        const own = hosts.at(-1) ?? '';
        if (without.some(([host, within]) => (host === '*' || host === own) && hosts.includes(within)))
          continue;
        const row = each.closest('header') ?? each.parentElement ?? root;
        if (!row.querySelector(':scope > gn-about, :scope > .titled > gn-about'))
          found.lack.push(`${own}: ${each.textContent?.trim()}`);
      }
    };
    walk(document.querySelector('gn-app')?.shadowRoot as ShadowRoot, []);
    return found;
  }, WITHOUT);

// All that comes into sight has its "?", and what is expected is among it.
async function check(page: Page, ...topics: readonly string[]): Promise<void> {
  for (const topic of topics)
    await expect.poll(async () => (await headings(page)).topics, { timeout: 15_000 }).toContain(topic);
  expect((await headings(page)).lack).toEqual([]);
}

const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();

type View = Parameters<typeof open>[2];
type Walk = (page: Page) => Promise<void>;
const VIEWS: readonly (readonly [view: View, hash: string, walk: Walk])[] = [
  [
    'draw',
    'model=lenet5',
    async (page) => {
      await check(page, 'bars', 'stages', 'samples', 'network', 'models', 'pad');
      for (const panel of ['experiments', 'builder', 'costs', 'onehot']) {
        await page.evaluate((name) => {
          location.hash = `#v=1&panel=${name}`;
        }, panel);
        await check(page, panel);
      }
    },
  ],
  [
    'train',
    'view=train&digits=1000',
    async (page) => {
      await check(page, 'trainDigit', 'trainBars', 'curveLoss', 'curveAccuracy');
      await press(page, '1 step');
      await press(page, '1 step');
      await expect.poll(() => page.locator('gn-transport .now b').textContent()).toBe('2');
      const open = (name: string) =>
        page
          .getByRole('group', { name: /^What to look at/ })
          .getByRole('button', { name })
          .click();
      for (const [panel, ...topics] of [
        ['Layers', 'layers', 'layersCurve'],
        ['Activations', 'spread'],
        ['Weights', 'weights', 'steepest'],
        ['Mistakes', 'mistakes'],
        ['Moments', 'moments'],
        ['Runs', 'runs'],
      ] as const) {
        await open(panel);
        await check(page, ...topics);
      }
    },
  ],
  [
    'step',
    'view=step',
    async (page) => {
      await check(page, 'stepTape', 'stepOperation', 'stepLoss');
      await direction(page);
      await check(page, 'facts', 'stepSteepest');
      await page.locator('gn-facts button').nth(2).click();
      await card(page).waitFor();
      await check(page, 'stepNumber', 'check');
      await page.keyboard.press('Escape');
      await transport(page).getByRole('button', { name: 'Step' }).click();
      await check(page, 'update');
    },
  ],
  [
    'step',
    'view=step&digits=1000',
    async (page) => {
      await page.getByRole('button', { name: 'Mini-batch', exact: true }).click();
      await page.locator('gn-batch canvas').first().waitFor();
      await check(page, 'stepBatch');
      await direction(page);
      await page.locator('gn-facts button').nth(2).click();
      await check(page, 'dots', 'check');
    },
  ],
  [
    'race',
    'view=race&raceSteps=100&digits=1000',
    async (page) => {
      await check(page, 'race', 'raceLane', 'raceIdeas', 'raceLoss', 'raceAccuracy');
      await press(page, 'Start');
      await check(page, 'raceResults');
    },
  ],
  [
    'points',
    'view=points',
    async (page) => {
      await check(page, 'pointsData', 'pointsPlane', 'curveLoss');
    },
  ],
  ['points', 'view=points&points=sine', (page) => check(page, 'pointsData', 'pointsPlane', 'curveSquares')],
  [
    'text',
    'view=text',
    async (page) => {
      await check(page, 'textBox', 'textCut', 'textToken');
      await press(page, 'Learn merges');
      await check(page, 'textLearn', 'textPairs', 'textSoFar', 'textCurve');
      await press(page, 'Count');
      await check(page, 'textCount', 'textZipf');
    },
  ],
  ['vectors', 'view=vectors', (page) => check(page, 'lookup', 'lookupGradient', 'places')],
  [
    'words',
    'view=words',
    (page) =>
      check(page, 'wordsText', 'words.loss', 'words.near', 'words.analogy', 'words.map', 'words.quality'),
  ],
  [
    'gpt',
    'view=gpt',
    async (page) => {
      await check(page, 'gptText', 'gptCut', 'gptSize', 'gptSettings', 'gptWrites', 'gptCurve', 'gptWrite');
      await check(page, 'gptAttention');
      await page.locator('gn-gpt-lens summary').click();
      await check(page, 'gptLens');
    },
  ],
  [
    'sentence',
    'view=sentence',
    (page) =>
      check(page, 'sentenceBox', 'sentenceNet', 'sentenceOperation', 'sentenceBars', 'sentenceMeeting'),
  ],
  [
    'rewrite',
    'view=rewrite',
    (page) => check(page, 'rewrite', 'rewriteSettings', 'rewriteAnswers', 'rewriteLooks', 'rewriteCurve'),
  ],
  [
    'slopes',
    'view=slopes',
    async (page) => {
      for (const story of await page.locator('gn-slopes-view [data-story]').all()) {
        await story.click();
        const tabs = page.locator('gn-slopes .tabs button');
        for (const tab of await tabs.all()) {
          await tab.click();
          await check(page);
        }
      }
      await check(page, 'slopesPlane');
    },
  ],
];

describe('every panel with a heading says what it shows', () => {
  for (const [view, hash, walk] of VIEWS)
    test(hash, LONG, () =>
      visit(({ page }) => walk(page), hash, { viewport: { width: 1366, height: 900 } }, view),
    );
});

// By keyboard alone, and every text that it opens is there, in both languages, within the window.
for (const [language, width] of [
  ['en', 1280],
  ['zh', 390],
] as const)
  test(`the explanation opens by Enter and closes by Escape: ${language}, ${width} px`, LONG, () =>
    visit(
      async ({ page }) => {
        await page.locator('gn-curve').first().waitFor();
        const asks = page.getByRole('button', { name: /^(What am I seeing|这是什么)/ });
        await expect.poll(() => asks.count()).toBeGreaterThan(4);
        for (const ask of await asks.all()) {
          if (!(await ask.isVisible())) continue;
          await ask.focus();
          await page.keyboard.press('Enter');
          await expect.poll(() => ask.getAttribute('aria-expanded')).toBe('true');
          const text = page.locator('gn-about :popover-open');
          expect((await text.textContent())?.trim().length).toBeGreaterThan(language === 'zh' ? 20 : 60);
          expect(await text.textContent()).not.toMatch(/about\./);
          const box = await text.boundingBox();
          expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
          await page.keyboard.press('Escape');
          expect(await text.count()).toBe(0);
          expect(await ask.evaluate((each) => each.matches(':focus'))).toBe(true);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      },
      `view=train&language=${language}`,
      { viewport: { width, height: 844 } },
      'train',
    ),
  );
