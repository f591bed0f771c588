/** The preview for those who do not point, who hear it, who see little, or whose system has colours of its own. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drawnFile } from '../diagram/written.js';
import { expectLegible } from './contrast.js';
import { usePreviews, type OpenOptions } from './harness.js';

const open = usePreviews();

const TWO = `begin First
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+2) <- S
C -> ACK -x S
end
begin Second
Left -> SYN -> Right
end`;

const CONTROLS = 'button, select, input, a[href], .segno-stage';

/** The preview with everything open that it has. */
async function whole(options: OpenOptions = {}): Promise<Page> {
  const { page, draw } = await open({ width: 1000, ...options });
  const { scenarios, problems } = drawnFile(TWO, options.language === undefined ? 'en' : 'zh-cn');
  await draw(scenarios, problems);
  await page.focus('.segno-stage');
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await page.waitForSelector('.segno-states .segno-ring');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('syn');
  return page;
}

describe('by keyboard alone', () => {
  it('every control is reached, and seen to be', async () => {
    const page = await whole();
    const controls = () =>
      page.$$eval(
        CONTROLS,
        (elements) =>
          elements.filter(
            (one) => one.checkVisibility() && !(one instanceof HTMLButtonElement && one.disabled),
          ).length,
      );
    const before = await controls();
    const seen = new Set<string>();
    const unmarked: string[] = [];
    for (let press = 0; press < before + 6; press++) {
      await page.keyboard.press('Tab');
      const { name, marked } = await page.evaluate((selector) => {
        const active = document.activeElement;
        const controls = [...document.querySelectorAll(selector)];
        const outline = active && getComputedStyle(active).outlineStyle;
        return {
          name: active && controls.includes(active) ? String(controls.indexOf(active)) : '',
          marked: outline !== 'none',
        };
      }, CONTROLS);
      if (name === '') continue;
      seen.add(name);
      if (!marked) unmarked.push(name);
    }
    // The banner shows the rest of what it says, and a way to fold that, when the keyboard comes to it.
    expect(seen.size).toBe(await controls());
    expect(unmarked).toEqual([]);
  });

  it('arrow keys walk the bar, and the picker changes the scenario', async () => {
    const page = await whole();
    const heads = () => page.locator('.segno-head title').allTextContents();
    await page.focus('.segno-picker');
    await page.keyboard.press('ArrowDown');
    await expect.poll(heads).toEqual(['Left', 'Right']);
    await page.focus('.segno-bar button');
    const first = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).not.toBe(first);
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(first);
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Lock to this file',
    );
  });

  it('opens the menu of everything that can be made of the drawing, below its button', async () => {
    const page = await whole();
    await page.evaluate(() => {
      document.addEventListener('contextmenu', ({ clientX, clientY }) => {
        document.body.dataset['asked'] = `${clientX} ${clientY}`;
      });
    });
    const button = page.getByRole('button', { name: 'Copy or save as…' });
    await button.focus();
    await page.keyboard.press('Enter');
    const box = await button.boundingBox();
    if (!box) throw new Error('no button');
    expect(await page.evaluate(() => document.body.dataset['asked'])).toBe(
      `${Math.trunc(box.x)} ${Math.trunc(box.y + box.height)}`,
    );
  });
});

describe('for a screen reader', () => {
  it.each([undefined, 'zh-cn'])('everything has a name and a role (%s)', async (language) => {
    const page = await whole(language === undefined ? {} : { language });
    const nameless = await page.$$eval(
      'button, select, input, a[href], [role="toolbar"], [role="region"], [role="button"]',
      (elements) =>
        elements
          .filter((one) => one.checkVisibility())
          .filter((one) => {
            const label = one.getAttribute('aria-label') ?? one.textContent ?? '';
            return label.trim() === '';
          })
          .map(({ outerHTML }) => outerHTML),
    );
    expect(nameless).toEqual([]);
    const pictures = await page.$$eval('svg', (elements) =>
      elements
        .filter((one) => one.parentElement?.closest('svg') === null)
        .filter(
          (one) =>
            one.getAttribute('aria-hidden') !== 'true' &&
            !one.hasAttribute('aria-label') &&
            !one.matches('.segno-tile'),
        )
        .map((one) => one.getAttribute('class')),
    );
    expect(pictures).toEqual([]);
  });
});

describe('in colours of the system', () => {
  it('all words can be read, and states are told apart without colour', async () => {
    const { page, draw } = await open({ width: 900 });
    await page.emulateMedia({ forcedColors: 'active' });
    const { scenarios, problems } = drawnFile(TWO);
    await draw(scenarios, problems);
    await expectLegible(page, '.segno-tile text, .segno-tile tspan, .segno-heads tspan, .segno-banner b', 20);
    const looks = await page.$$eval('.segno-span', (spans) =>
      spans.map((span) => {
        const { stroke, strokeWidth } = getComputedStyle(span);
        return { stroke, strokeWidth };
      }),
    );
    expect(new Set(looks.map(({ stroke }) => stroke)).size).toBe(1);
    expect(new Set(looks.map(({ strokeWidth }) => strokeWidth)).size).toBeGreaterThan(1);
  });
});

describe('at 200 %', () => {
  it('leaves room for the drawing, and no control outside of the panel', async () => {
    const page = await whole({ width: 410, height: 440 });
    await page.keyboard.press('Escape');
    const { outside, stage, scrolls } = await page.evaluate((controls) => {
      const boxes = [...document.querySelectorAll(controls)]
        .filter((one) => one.checkVisibility() && !one.closest('.segno-side'))
        .map((one) => ({ name: one.getAttribute('aria-label'), box: one.getBoundingClientRect() }));
      return {
        outside: boxes.filter(
          ({ box }) => box.left < 0 || box.right > innerWidth || box.bottom > innerHeight,
        ),
        stage: document.querySelector('.segno-stage')?.clientHeight ?? 0,
        scrolls: document.documentElement.scrollWidth > innerWidth,
      };
    }, CONTROLS);
    expect(outside).toEqual([]);
    expect(stage).toBeGreaterThan(100);
    expect(scrolls).toBe(false);
  });
});
