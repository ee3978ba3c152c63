// The view of slopes: stories, time, links, words and room.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { hash, numbers, press, scrub, show, walks } from './descent-page';
import { begin, end, open } from './page';

beforeAll(begin);
afterAll(end);

test('it begins with one slope, and says its next step in numbers', async () => {
  const { page, troubles, close } = await show();
  await expect
    .poll(() => page.getByRole('radio', { name: 'One slope' }).getAttribute('aria-checked'))
    .toBe('true');
  // −2.5 · 0.8³ = −1.28; slope 2x = −2.56; −1.28 + 0.256 = −1.024
  await expect.poll(() => numbers(page).textContent()).toMatch(/−1\.28 − 0\.1 · \(−2\.56\) = −1\.024/);
  await press(page, 'One step');
  await expect.poll(() => numbers(page).textContent()).toMatch(/−1\.024 − 0\.1 · \(−2\.048\) = −0\.8192/);
  await press(page, 'One step back');
  await press(page, 'One step back');
  await expect.poll(() => numbers(page).textContent()).toMatch(/−1\.6 − 0\.1 · \(−3\.2\) = −1\.28/);
  // A key press moves the start by a hundredth of the picture's six, onto the grid of 0.03.
  const curve = page.getByRole('application', { name: 'Curve: x²' });
  await curve.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => numbers(page).textContent()).toMatch(/−2\.43 − 0\.1 · \(−4\.86\) = −1\.944/);
  // Dragged with the mouse, the ball stands where it was let go.
  const box = await curve.boundingBox();
  if (!box) throw new Error('no curve');
  await page.mouse.move(box.x + box.width * 0.25, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => numbers(page).textContent()).toMatch(/1\.5 − 0\.1 · 3 = 1\.2/);
  // No cockpit: what can be set before anything is opened, the moment on show included.
  const main = page.getByRole('main');
  let controls = 0;
  for (const role of ['slider', 'spinbutton', 'combobox', 'checkbox', 'textbox'] as const)
    controls += await main.getByRole(role).count();
  expect(controls).toBeLessThanOrEqual(4);
  expect(troubles).toEqual([]);
  await close();
});

test('plays, pauses, and ends where the walk does', async () => {
  const { page, close } = await show('slope;t=30');
  const at = async () => Number(await page.getByRole('slider', { name: 'Step on show' }).inputValue());
  await press(page, 'Play');
  await expect.poll(at).toBeGreaterThan(32);
  await press(page, 'Pause');
  const there = await at();
  expect(await hash(page)).toContain(`t=${there}`);
  await press(page, 'To the start');
  await expect.poll(at).toBe(0);
  await scrub(page, 39);
  await press(page, 'Play');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  expect(await at()).toBe(40);
  await close();
});

test('a race of one’s own goes by link, and outlives a reload', async () => {
  const { page, troubles, close } = await show('basins;panel=race');
  await press(page, 'Race another optimiser');
  await page.getByRole('combobox', { name: /^Optimiser/ }).selectOption({ label: 'RMSProp' });
  await page.getByRole('textbox', { name: 'Learning rate' }).fill('0.03');
  await page.keyboard.press('Enter');
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowLeft');
  await scrub(page, 77);
  await expect
    .poll(() => hash(page))
    .toBe('basins;at=0.3_4.6;ways=optimizer:sgd,rate:0.2|optimizer:rmsprop,rate:0.03;t=77;panel=race');
  const rows = await walks(page, 'four hollows');
  const link = page.url().split('#v=1&')[1] ?? '';
  await page.reload();
  await page.locator('gn-slopes-time').waitFor();
  expect(await walks(page, 'four hollows')).toEqual(rows);
  const other = await open(link, {}, 'slopes');
  expect(await walks(other.page, 'four hollows')).toEqual(rows);
  expect(await other.page.getByRole('slider', { name: 'Step on show' }).inputValue()).toBe('77');
  // And without a link, what was there last.
  await page.goto(`${page.url().split('#')[0]}`);
  await page.locator('gn-slopes-time').waitFor();
  expect(await walks(page, 'four hollows')).toEqual(rows);
  // A way can be taken out again.
  await page.getByRole('button', { name: /RMSProp/ }).click();
  await press(page, 'Remove');
  await expect.poll(() => hash(page)).not.toContain('rmsprop');
  expect(troubles).toEqual([]);
  await other.close();
  await close();
});

test('another function has its own start, and is no longer what the story tells of', async () => {
  const { page, close } = await show('canyon;panel=more');
  await page.getByText(/^Two thousand times steeper/).waitFor();
  await page.getByRole('combobox', { name: 'Function' }).selectOption({ label: 'plateau' });
  await page.getByText(/^An experiment of your own \(plateau\)/).waitFor();
  expect(await hash(page)).toContain('on=plateau;at=-3.2_2.4');
  await page.getByRole('combobox', { name: 'Function' }).selectOption({ label: 'x³' });
  await page.getByRole('application', { name: 'Curve: x³, plain descent' }).waitFor();
  // The arrow keys go from story to story.
  await page.getByRole('radio', { name: 'Canyon', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText(/^The steep way sets the limit/).waitFor();
  expect(await hash(page)).toBe('walls');
  await close();
});

test('a link that makes no sense is refused with a sentence, and the view works', async () => {
  for (const odd of [
    'nowhere',
    'slope;t=-3',
    'slope;ways=optimizer:rocket',
    'slope;on=moon',
    'canyon;at=1_2_3',
  ]) {
    const { page, close } = await show(odd);
    await page.getByRole('alert').filter({ hasText: 'slopes' }).waitFor();
    await press(page, 'One step');
    await close();
  }
});

test('what is pointed at is said', async () => {
  const { page, close } = await show('plateau');
  const plane = page.getByRole('application', { name: 'Seen from above: plateau' });
  const box = await plane.boundingBox();
  if (!box) throw new Error('no plane');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page
    .getByRole('status')
    .filter({ hasText: /^At \(.*\): loss (0|\d\.\de−\d+|0\.00\d*), gradient/ })
    .waitFor();
  // Pressed, the start is there: in the hole nobody leaves.
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => hash(page)).toContain('at=0_0');
  await close();
});

test('the picture has its room in windows of all widths', async () => {
  const { page, close } = await show('saddle');
  const plane = page.getByRole('application');
  for (const width of [360, 390, 700, 899, 901, 1280, 2560]) {
    await page.setViewportSize({ width, height: 760 });
    const side = Math.min(width <= 900 ? width - 80 : width / 3, 380);
    await expect
      .poll(async () => (await plane.boundingBox())?.width, { message: `${width}` })
      .toBeGreaterThan(side);
    const box = await plane.boundingBox();
    expect(box?.height).toBeCloseTo(box?.width ?? 0, 0); // a square
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}`).toBe(
      true,
    );
  }
  await close();
});

test('a lesson can put a descent of its own anywhere', async () => {
  const { page, close } = await show();
  await page.evaluate(() => {
    const app = document.querySelector('gn-app') as HTMLElement & { session: unknown };
    const widget = document.createElement('gn-slopes') as HTMLElement & Record<string, unknown>;
    Object.assign(widget, { session: app.session, start: 'saddle;t=9', bare: true });
    document.body.append(widget);
  });
  const widget = page.locator('body > gn-slopes');
  await widget.getByRole('application', { name: 'Seen from above: saddle' }).waitFor();
  expect(await widget.getByRole('slider', { name: 'Step on show' }).inputValue()).toBe('9');
  expect(await widget.getByRole('button', { name: 'Point' }).count()).toBe(0);
  expect(await hash(page)).toBe(null); // the view keeps its own
  await close();
});

test('a logarithmic axis has a few powers of ten and nothing else', async () => {
  const { page, close } = await show('spike');
  await page.getByRole('img', { name: /^Loss: AdaGrad, mean/ }).waitFor();
  await page.evaluate(() => {
    const written: string[] = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (this, ...args) {
      written.push(args[0]);
      write.apply(this, args);
    };
    Object.assign(globalThis, { written });
  });
  await press(page, 'log scale');
  await page.evaluate(() => (globalThis as unknown as { written: string[] }).written.splice(0));
  await press(page, 'log scale');
  const labels = async () =>
    (await page.evaluate(() => (globalThis as unknown as { written: string[] }).written)).filter(
      (text) => !/^\d,?\d{3}$|^500$|[α-ω=]/.test(text),
    );
  await expect.poll(async () => (await labels()).length).toBeGreaterThan(2);
  const powers = new Set((await labels()).filter((text) => !/[(]/.test(text)));
  expect(powers.size).toBeLessThan(8);
  for (const power of powers) expect(power).toMatch(/^(0|1|10|0\.0*1|1e−\d+)$/);
  await close();
});

test('no text is written into the code', async () => {
  for (const story of ['slope', 'origin', 'direction', 'basins', 'squares', 'canyon;panel=more']) {
    const { page, close } = await show(story, '&language=pseudo');
    const unmarked = await page.evaluate(() => {
      const found: string[] = [];
      const walk = (node: Node) => {
        if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
        if (node instanceof Element && node.localName === 'math') return; // letters of formulas
        if (node instanceof Element)
          for (const name of ['aria-label', 'title', 'aria-valuetext', 'aria-description'])
            found.push(node.getAttribute(name) ?? '');
        if (node instanceof Text && !(node.parentElement instanceof HTMLStyleElement)) found.push(node.data);
        for (const child of node.childNodes) walk(child);
      };
      const view = document.querySelector('gn-app')?.shadowRoot?.querySelector('gn-slopes-view');
      if (view) walk(view);
      return found.map((text) => text.trim()).filter((text) => /\p{L}{3}/u.test(text) && !text.includes('⟦'));
    });
    // Names that are the same in every language.
    expect(
      unmarked.filter((text) => !/^(CSV|PNG|‖∇f‖ · cos θ =.*)$/.test(text)),
      story,
    ).toEqual([]);
    await close();
  }
});

describe('axe-core finds nothing', () => {
  const stories = ['slope', 'canyon', 'direction', 'origin', 'basins', 'squares', 'canyon;panel=more'];
  for (const language of ['en', 'zh'])
    for (const theme of ['light', 'dark'])
      test(`${language}, ${theme}`, async () => {
        const width = (language === 'en') === (theme === 'light') ? 1280 : 390;
        // Each story in both languages and both themes, half of them on a phone.
        const half = stories.filter((_, i) => (i % 2 === 0) === width > 1000);
        for (const story of half) {
          const { page, close } = await open(
            `view=slopes&language=${language}&theme=${theme}&slopes=${encodeURIComponent(story)}`,
            { viewport: { width, height: 800 }, bypassCSP: true },
            'slopes',
          );
          expect(await violations(page), story).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), story).toBe(
            true,
          );
          await close();
        }
      });
});
