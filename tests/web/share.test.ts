// A link carries network, settings, drawing and what was done to it; damaged or newer ones change nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { answer, begin, drawWithMouse, end, frames, type Opened, open, SEVEN, visit } from './page';

beforeAll(begin);
afterAll(end);

const linkOf = async ({ page }: Opened): Promise<string> => {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.keyboard.press('Escape');
  return link;
};

describe('a shared link', () => {
  test('shows another visitor the same answer, to the digit', () =>
    visit(async (opened) => {
      const { page } = opened;
      await page.getByRole('radio', { name: 'LeNet-5' }).check();
      await page.getByText('61,706').waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, SEVEN);
      await page.getByRole('button', { name: /^Experiments/ }).click();
      await page.getByRole('slider', { name: 'Right' }).fill('6');
      await page.getByRole('slider', { name: 'Turn' }).fill('25');
      const shares = (await answer(page)).shares;
      const link = await linkOf(opened);
      expect(link.length).toBeLessThan(400);
      await visit(async (other) => {
        await other.page.goto(`${other.page.url().split('#')[0]}?other#${link.split('#')[1]}`);
        await other.page.getByText('61,706').waitFor();
        await other.page.getByRole('slider', { name: 'Right' }).waitFor();
        await expect
          .poll(async () =>
            (await answer(other.page)).shares.map((share, i) => Math.abs(share - (shares[i] ?? 0)) < 0.6),
          )
          .toEqual(Array(10).fill(true));
        const [seen] = [(await answer(other.page)).shares];
        expect(await linkOf(other)).toContain(link.split('#')[1]); // nothing drifts from one to the next
        expect(new URL(other.page.url()).hash).not.toContain('ink=');
        await other.page.waitForTimeout(400);
        await other.page.reload();
        await other.page.getByText('61,706').waitFor();
        await other.page.getByRole('slider', { name: 'Right' }).fill('6');
        await other.page.getByRole('slider', { name: 'Turn' }).fill('25');
        await expect.poll(async () => (await answer(other.page)).shares).toEqual(seen);
      });
    }));

  test('opens what was open: layer, number and the way there; a reload does too', () =>
    visit(async (opened) => {
      const { page } = opened;
      await page.getByRole('radio', { name: 'LeNet-5' }).check();
      await page.getByText('61,706').waitFor();
      await page.getByRole('button', { name: /dense/ }).last().click();
      await page
        .getByRole('list', { name: 'All its neurons' })
        .or(page.locator('gn-units ul'))
        .getByRole('button')
        .nth(4)
        .click();
      await page
        .locator('gn-terms')
        .getByRole('button', { name: /^Open / })
        .first()
        .click();
      const trail = page.getByRole('navigation', { name: 'Where you are in the network' });
      const where = (await trail.textContent())?.replace(/\s+/g, ' ');
      await expect.poll(() => trail.getByRole('listitem').count()).toBe(4);
      const link = await linkOf(opened);
      await visit(async (other) => {
        await other.page.goto(`${other.page.url().split('#')[0]}?other#${link.split('#')[1]}`);
        const there = other.page.getByRole('navigation', { name: 'Where you are in the network' });
        await there.waitFor();
        expect((await there.textContent())?.replace(/\s+/g, ' ')).toBe(where);
        await other.page.waitForTimeout(300);
        await other.page.reload();
        await there.waitFor();
        expect((await there.textContent())?.replace(/\s+/g, ' ')).toBe(where);
        await other.page.getByRole('button', { name: 'Back, one zoom out (Esc)' }).click();
        await expect.poll(() => there.getByRole('listitem').count()).toBe(3);
      });
      await page.evaluate(() => {
        location.hash = 'v=1&at=1-99999.3'; // no such number in this net: as far as it goes
      });
      await page.locator('gn-layer').waitFor();
    }));

  test('with another line of notation is followed while one’s own net runs', () =>
    visit(async ({ page }) => {
      for (const [wide, count] of [
        [12, '9,550'],
        [9, '7,165'],
      ] as const) {
        await page.evaluate((notation) => {
          location.hash = `v=1&model=own&notation=${encodeURIComponent(notation)}`;
        }, `in 1 28 28; flatten; dense ${wide}; relu; dense 10; softmax_ce`);
        await page.getByText(count).waitFor();
      }
    }));

  test('is followed when it is pasted into the open page, and one undo brings the own drawing back', () =>
    visit(async (opened) => {
      const { page } = opened;
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, SEVEN);
      const mine = (await answer(page)).shares;
      await page.evaluate(() => {
        location.hash = 'average=0&weights=plain';
      });
      await expect.poll(async () => (await answer(page)).digit).toBe(0);
      expect(await page.getByRole('radio', { name: 'no augmentation' }).isChecked()).toBe(true);
      await page.getByRole('radio', { name: 'trained', exact: true }).check();
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      await expect.poll(async () => (await answer(page)).shares).toEqual(mine);
    }));

  for (const [language, sentence] of [
    ['en', 'The link holds “modle”, a word this page does not know; that was left out, the rest holds.'],
    ['zh', '链接里有本页不认识的“modle”一项，已略过，其余照用。'],
  ] as const)
    test(`with a word that means nothing here says so, ${language}; the rest holds, and the next link is quiet`, () =>
      visit(
        async ({ page }) => {
          const said = page.getByRole('alert').filter({ hasText: sentence });
          await said.waitFor();
          expect(await page.getByRole('radio', { name: /^(Your own|自己写)$/ }).isChecked()).toBe(true);
          await page.evaluate(() => {
            location.hash = 'v=1&digit=4';
          });
          await said.waitFor({ state: 'detached' });
          await page.evaluate(() => {
            location.hash = `v=1&model=own&${'x'.repeat(500)}=1`;
          });
          await page.getByText(`${'x'.repeat(30)}`).waitFor();
          expect(await page.getByText('x'.repeat(31)).count()).toBe(0);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        },
        `language=${language}&model=own&modle=lenet5`,
        { viewport: { width: 390, height: 844 } },
      ));

  test('of a network of somebody’s own without its line: what stands in for it is said', () =>
    visit(async ({ page }) => {
      await page.getByRole('alert').getByText('Here is 784-16-16-10 instead').waitFor();
      await page.evaluate(() => {
        location.hash = 'v=1&model=lenet5';
      });
      await page.getByText('61,706').waitFor();
      expect(await page.getByText('Here is 784-16-16-10 instead').count()).toBe(0);
    }, 'model=own'));

  test('closes the panel that was open, unless it names one; on a phone, what is opened does too', () =>
    visit(
      async ({ page }) => {
        const panel = page.getByRole('region', { name: 'Experiments' });
        const go = (hash: string) =>
          page.evaluate((text) => {
            location.hash = text;
          }, hash);
        for (const [hash, there] of [
          ['v=1&digit=5', 0],
          ['v=1&digit=5&panel=experiments', 1],
          ['v=1&digit=3&at=1', 0],
          ['v=1&model=lenet5&digit=5&panel=experiments', 1],
        ] as const) {
          await go(hash);
          await expect.poll(() => panel.count()).toBe(there);
        }
        await page.locator('gn-bars').getByRole('button').nth(3).click();
        const card = page.getByRole('region', { name: 'One number and where it comes from' });
        await card.waitFor();
        await expect.poll(() => panel.count()).toBe(0);
        await expect.poll(async () => (await card.boundingBox())?.y ?? 999).toBeLessThan(500);
        // beside a picture that is wide enough it stays
        await page.setViewportSize({ width: 1280, height: 720 });
        await go('v=1&panel=experiments');
        await panel.waitFor();
        await page.locator('gn-bars').getByRole('button').nth(4).click();
        await card.waitFor();
        expect(await panel.count()).toBe(1);
      },
      '',
      { viewport: { width: 320, height: 640 } },
    ));

  test('back and forward go from view to view, and lose nothing', () =>
    visit(async ({ page }) => {
      const tab = (name: string) =>
        page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name });
      await tab('Train').click();
      await page.locator('gn-train-view').waitFor();
      await tab('Draw').click();
      await page.getByRole('radio', { name: 'LeNet-5' }).check();
      await page.getByText('61,706').waitFor();
      await page.goBack();
      await page.locator('gn-train-view').waitFor();
      await page.goBack();
      await page.getByRole('application').waitFor();
      expect(await page.getByRole('radio', { name: 'LeNet-5' }).isChecked()).toBe(true);
      await page.goForward();
      await page.locator('gn-train-view').waitFor();
      expect(page.url()).toContain('view=train');
    }));

  test('damaged or newer, changes nothing and says so', () =>
    visit(async (opened) => {
      const { page } = opened;
      await page.getByRole('button', { name: 'Clear' }).click();
      await drawWithMouse(page, SEVEN);
      const before = (await answer(page)).shares;
      for (const [hash, sentence] of [
        ['v=1&model=lenet5&ink=zzzz', 'damaged'],
        ['v=7&model=lenet5', 'newer version'],
      ]) {
        await page.evaluate((text) => {
          location.hash = text;
        }, hash ?? '');
        await page
          .getByRole('alert')
          .filter({ hasText: sentence ?? '' })
          .waitFor();
        await frames(page);
        expect(await page.getByRole('radio', { name: '784-16-16-10' }).isChecked()).toBe(true);
        expect((await answer(page)).shares).toEqual(before);
      }
    }));

  test('without a version is of the first', () =>
    visit(async ({ page }) => {
      await page.goto(`${page.url().split('#')[0]}?again#model=lenet5`);
      await page.getByText('61,706').waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    }));

  test('axe-core finds nothing in its box', () =>
    visit(
      async (opened) => {
        const { page } = opened;
        await page.getByRole('button', { name: '分享' }).click();
        await page.getByRole('textbox', { name: '链接' }).waitFor();
        expect(await violations(page)).toEqual([]);
      },
      'language=zh',
      { bypassCSP: true },
    ));
});

describe('what is chosen for a shipped network', () => {
  const setting = ({ page }: Opened, name: string) => page.getByRole('combobox', { name, exact: true });
  const trainView = async (opened: Opened) => {
    await opened.page.locator('gn-transport .now b').waitFor();
    await opened.page.getByRole('button', { name: 'All settings' }).click();
  };
  const bodyOf = (link: string) => new URL(link).hash.slice(5);

  test('the loss goes with the link and outlives a reload; another network drops it', () =>
    visit(async (opened) => {
      const { page } = opened;
      await trainView(opened);
      await setting(opened, 'Loss').selectOption('MSE');
      const chip = page.getByRole('group', { name: 'Changed settings' }).getByText('Loss MSE');
      await chip.waitFor();
      const { shares } = await answer(page);
      const link = await linkOf(opened);
      await visit(async (there) => {
        await there.page.getByRole('group', { name: 'Changed settings' }).getByText('Loss MSE').waitFor();
        await expect.poll(async () => (await answer(there.page)).shares).toEqual(shares);
        expect(await there.page.getByRole('radio', { name: 'trained', exact: true }).isChecked()).toBe(true);
      }, bodyOf(link));
      await page.reload();
      await chip.waitFor();
      await page.getByRole('radio', { name: 'LeNet-5' }).check();
      await page.getByText('61,706').waitFor();
      await chip.waitFor({ state: 'detached' });
      expect(page.url()).not.toContain('line=');
    }, 'view=train&digit=3'));

  test('initial weights too, drawn anew by whoever opens it; one’s own stay behind, and the box says so', () =>
    visit(async (opened) => {
      const { page } = opened;
      await trainView(opened);
      await setting(opened, 'Initial weights').selectOption('zero');
      await expect.poll(async () => new Set((await answer(page)).shares).size).toBe(1);
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByText('but not your weights').waitFor();
      const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
      await visit(async (there) => {
        await expect.poll(async () => new Set((await answer(there.page)).shares).size).toBe(1);
        await there.page.evaluate(() => {
          location.hash = 'v=1&view=train&weights=untrained&digit=3';
        });
        await expect.poll(async () => new Set((await answer(there.page)).shares).size).toBeGreaterThan(1);
      }, bodyOf(link));
    }, 'view=train&digit=3'));

  test('one that is no line, or of other parameters, is left out and said; the rest holds', async () => {
    for (const line of ['in 1 28 28; nonsense', 'in 1 28 28; flatten; dense 10; softmax_ce', '%']) {
      await visit(
        async ({ page }) => {
          await page
            .getByRole('alert')
            .getByText('The link sets “line” to what this page does not know')
            .waitFor();
          await page.getByText('61,706').waitFor();
          expect(page.url()).not.toContain('line=');
        },
        `model=lenet5&line=${encodeURIComponent(line)}`,
      );
    }
    await visit(async ({ page }) => {
      await page.evaluate(() => {
        location.hash = 'v=1&line=in+1+28+28%3B+relu';
      });
      await page.getByRole('alert').getByText('The link sets “line”').waitFor();
      expect((await answer(page)).shares).toHaveLength(10);
    });
  });
});

test('of a link whose line cannot be built, the line is in sight, and what is on show bears its own name', async () => {
  const { page, close } = await open('model=own&notation=in+1+28+28%3B+dense+999999999%3B+softmax_ce');
  const box = page.locator('gn-notation').getByRole('textbox');
  await expect.poll(() => box.inputValue()).toContain('dense 999999999');
  await page.locator('gn-notation .error').waitFor();
  expect(await page.getByRole('radio', { name: '784-16-16-10' }).isChecked()).toBe(true);
  expect(await page.getByRole('radio', { name: 'trained', exact: true }).isChecked()).toBe(true);
  await box.fill('in 1 28 28; flatten; dense 10; softmax_ce');
  await box.press('Enter');
  await expect.poll(() => page.getByRole('radio', { name: 'Your own' }).isChecked()).toBe(true);
  await close();
});

test('where its line is not in sight, it is said that it cannot be built, and where it is told why', async () => {
  const link = 'view=train&model=own&notation=in+1+28+28%3B+dense+-4';
  const { page, close } = await open(link, {}, 'train');
  await page.getByRole('alert').getByText('The network of this link cannot be built').waitFor();
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  const box = page.locator('gn-notation').getByRole('textbox');
  await expect.poll(() => box.inputValue()).toContain('dense -4');
  await page.locator('gn-notation .error').waitFor();
  await close();
});

test('every setting of training goes into the link and comes out of it', { timeout: 60_000 }, async () => {
  const first = await open('view=train&digits=1000', {}, 'train');
  // Of each another value than the usual one.
  const wishes = await first.page.evaluate(async () => {
    interface Each {
      readonly name: string;
      readonly kind: string;
      readonly initial: number;
      readonly least: number;
      readonly most: number;
      readonly choices: readonly string[];
    }
    const app = document.querySelector('gn-app') as unknown as {
      session: { trainSettings(): Promise<readonly Each[]> };
    };
    return (await app.session.trainSettings()).map(({ name, kind, initial, least, most, choices }) => {
      const within = (value: number) => Math.min(most, Math.max(least, value));
      if (kind === 'choice') return `${name}:${choices[(initial + 1) % choices.length]}`;
      if (kind === 'switch') return `${name}:${1 - initial}`;
      if (kind === 'whole') return `${name}:${within(initial + 3)}`;
      return `${name}:${Number(within(0.7 * (initial || 0.2)).toPrecision(6))}`;
    });
  });
  await first.close();
  expect(wishes.length).toBeGreaterThan(25);
  const others =
    'view=train&data=fashion&weights=untrained&seed=77&digits=2000&validation=0.2&labelNoise=0.1';
  const { page, troubles, close } = await open(`${others}&train=${wishes.join()}`, {}, 'train');
  // Through the run itself, which tells back what it has.
  await page.getByRole('button', { name: '1 step', exact: true }).click();
  await expect.poll(() => page.locator('gn-transport .now b').textContent(), { timeout: 30_000 }).toBe('1');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await page.getByRole('textbox', { name: /link/i }).first().inputValue();
  const query = new URLSearchParams(link.split('#')[1]);
  expect((query.get('train') ?? '').split(',').sort()).toEqual([...wishes].sort());
  for (const [name, value] of new URLSearchParams(others)) expect(query.get(name), name).toBe(value);
  expect(troubles).toEqual([]);
  await close();
});
