import { describe, expect, it } from 'vitest';
import { drawn } from '../diagram/written.js';
import { expectLegible } from './contrast.js';
import * as drawings from './drawings.js';
import { URI, usePreviews, type Opened, type Theme } from './harness.js';

const THEMES: readonly Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
const open = usePreviews();

const handshake = `
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK <- S
C -> ACK -> S
C: close
C -> FIN+ACK -> S`;

const box = (page: Opened['page'], selector: string) =>
  page.$eval(selector, (element) => element.getBoundingClientRect().toJSON() as DOMRect);

/** Brings the pointer onto the arrow or the call of a row. */
async function pointAt(page: Opened['page'], row: number): Promise<void> {
  const of = (await page.$(`.segno-arrow[data-row="${row}"]`))
    ? `.segno-arrow[data-row="${row}"]`
    : `.segno-row[data-row="${row}"] .segno-call`;
  const { left, top, width, height } = await box(page, of);
  await page.mouse.move(left + width / 2 - 8, top + height / 2);
  await page.mouse.move(left + width / 2, top + height / 2);
}

/** Whether the card lies within the panel and clear of the arrow. */
async function expectClear(page: Opened['page'], row: number): Promise<void> {
  const card = await box(page, '.segno-card');
  const arrow = await box(page, `.segno-arrow[data-row="${row}"]`);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  expect([card.left >= 0, card.top >= 0, card.right <= width, card.bottom <= height]).toEqual(
    Array(4).fill(true),
  );
  expect(card.top >= arrow.bottom || card.bottom <= arrow.top).toBe(true);
}

describe('the card of a segment', () => {
  it('tells both TCBs before and after it', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await pointAt(page, 1);
    await page.waitForSelector('.segno-card:not([hidden])');
    const card = await page.innerText('.segno-card');
    expect(card).toContain('SYN+ACK');
    expect(card.replaceAll(/\s+/g, ' ')).toContain('SND.UNA was x → x+1 y');
    expect(card).toContain('SYN_SENT → ESTABLISHED');
    await expectClear(page, 1);
    await page.mouse.move(5, 700);
    await page.waitForSelector('.segno-card', { state: 'hidden' });
  });

  it('says what is wrong with it, and how the exchange goes on', async () => {
    const { page, draw } = await open();
    await draw([drawn('C -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+2) <- S\nC -> ACK -> S')]);
    await pointAt(page, 1);
    await page.waitForSelector('.segno-card:not([hidden])');
    const card = await page.innerText('.segno-card');
    expect(card).toContain('ACK should be x+1, not x+2');
    expect(card).toContain('The exchange goes on as if it said ack=x+1.');
    expect(card).not.toContain('`');
    expect(await page.$$eval('.segno-card code', (all) => all.map((one) => one.textContent))).toEqual([
      'x+1',
      'x+2',
      'ack=x+1',
    ]);
    await expectClear(page, 1);
  });

  it('tells what a call does, too', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await pointAt(page, 3);
    await page.waitForSelector('.segno-card:not([hidden])');
    expect(await page.innerText('.segno-card')).toContain('ESTABLISHED → FIN_WAIT_1');
  });

  it('stays while the pointer goes into it, and closes on Escape', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await pointAt(page, 0);
    await page.waitForSelector('.segno-card:not([hidden])');
    await page.hover('.segno-card tbody tr:nth-child(3) td');
    expect(await page.isVisible('.segno-card')).toBe(true);
    await page.focus('.segno-stage');
    await page.keyboard.press('Escape');
    expect(await page.isVisible('.segno-card')).toBe(false);
  });

  it('comes to who walks by keyboard, and belongs to the segment', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await page.focus('.segno-stage');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForSelector('.segno-card:not([hidden])');
    const described = await page.evaluate(() => document.activeElement?.getAttribute('aria-describedby'));
    expect(await page.textContent(`#${described ?? ''}`)).toContain('SND.NXT');
    await page.keyboard.press('ArrowDown');
    expect(await page.isVisible('.segno-card')).toBe(false);
  });

  it('comes to who walks far by keyboard, when the drawing has scrolled there', async () => {
    const { page, draw } = await open({ motion: true });
    const more = Array.from({ length: 40 }, () => 'C -> ACK+DATA(10) -> S : on').join('\n');
    await draw([drawn(`${handshake.split('\n').slice(0, 4).join('\n')}\n${more}`)]);
    await page.focus('.segno-stage');
    await page.keyboard.press('End');
    await page.waitForSelector('.segno-card:not([hidden])');
    expect(await page.innerText('.segno-card')).toContain('x+401');
    await expectClear(page, 42);
  });

  it.each([
    ['at the bottom of a low panel', { width: 820, height: 330 }, undefined],
    ['in a narrow panel', { width: 300, height: 700 }, undefined],
    ['in a zoomed drawing', { width: 600, height: 600 }, 1.8],
  ])('does not cover its arrow and stays inside %s', async (_, size, zoom) => {
    const memory = zoom === undefined ? undefined : { uri: URI, zoom };
    const { page, draw } = await open({ ...size, memory });
    await draw([drawn(handshake)]);
    for (const row of [0, 1]) {
      await pointAt(page, row);
      await page.waitForSelector('.segno-card:not([hidden])');
      await expectClear(page, row);
      await page.mouse.move(2, 2);
      await page.waitForSelector('.segno-card', { state: 'hidden' });
    }
  });

  it('covers neither end of a slanted arrow', async () => {
    const { page, draw } = await open();
    await draw([drawn('C -> SYN(seq=x) -> ...\nC <- SYN(seq=y) <- ...\n... -> SYN -> S\n... <- SYN <- S')]);
    for (const row of [0, 2]) {
      const hit = await box(page, `.segno-row[data-row="${row}"] .segno-hit`);
      const middle = hit.left + hit.width / 2;
      await page.mouse.move(middle - 8, hit.top + 12);
      await page.mouse.move(middle, hit.top + 12);
      await page.waitForSelector('.segno-card:not([hidden])');
      await expectClear(page, 0);
      await page.mouse.move(2, 2);
      await page.waitForSelector('.segno-card', { state: 'hidden' });
    }
  });

  it('does not show while one drags', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await pointAt(page, 1);
    await page.waitForSelector('.segno-card:not([hidden])');
    await page.mouse.down();
    expect(await page.isVisible('.segno-card')).toBe(false);
    await page.mouse.up();
  });
});

describe('moving about', () => {
  const scroll = (page: Opened['page']) =>
    page.$eval('.segno-stage', ({ scrollLeft, scrollTop }) => ({ left: scrollLeft, top: scrollTop }));

  it.each(['left', 'middle'] as const)(
    'pans by dragging with the %s button, and a drag is no click',
    async (button) => {
      const { page, draw, said } = await open({ memory: { uri: URI, zoom: 2 } });
      await draw([drawings.transfer(100)]);
      await page.mouse.move(400, 500);
      await page.mouse.down({ button });
      await page.mouse.move(390, 480);
      await page.mouse.move(300, 300);
      expect(await page.$eval('.segno-stage', (stage) => getComputedStyle(stage).cursor)).toBe('grabbing');
      await page.mouse.up({ button });
      expect(await scroll(page)).toEqual({ left: 100, top: 200 });
      expect(said.filter(({ type }) => type === 'reveal')).toEqual([]);
      await page.click('.segno-row[data-row="5"] .segno-hit', { position: { x: 200, y: 10 } });
      await expect.poll(() => said.at(-1)).toMatchObject({ type: 'reveal' });
    },
  );

  it('zooms about the pointer', async () => {
    const { page, draw } = await open();
    await draw([drawings.transfer(100)]);
    await page.mouse.move(450, 420);
    const under = () =>
      page.evaluate(() => {
        const canvas = document.querySelector('.segno-canvas')?.getBoundingClientRect();
        const scale = Number.parseFloat(document.querySelector('.segno-zoom')?.textContent ?? '') / 100;
        return canvas ? [(450 - canvas.left) / scale, (420 - canvas.top) / scale] : [];
      });
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.waitForFunction(() => document.querySelector('.segno-zoom')?.textContent !== '100%');
    const [x = NaN, y = NaN] = await under();
    await page.mouse.wheel(0, -120);
    await page.waitForFunction(
      () => Number.parseFloat(document.querySelector('.segno-zoom')?.textContent ?? '') > 200,
    );
    const [x2 = NaN, y2 = NaN] = await under();
    await page.keyboard.up('Control');
    expect(Math.abs(x2 - x)).toBeLessThan(4);
    expect(Math.abs(y2 - y)).toBeLessThan(4);
  });

  it('keeps the drawing as it was laid out while one zooms, over edits too', async () => {
    const { page, draw } = await open({ width: 320 });
    await draw([drawings.handshake]);
    const widest = () => page.$eval('.segno-heads svg', (heads) => heads.getAttribute('viewBox'));
    const before = await widest();
    await page.focus('.segno-stage');
    await page.keyboard.press('+');
    await draw([{ ...drawings.handshake, title: 'Edited' }]);
    expect(await widest()).toBe(before);
  });

  it('keeps what is in view where it is when something is written above it', async () => {
    const { page, draw } = await open();
    const drawing = drawings.transfer(100);
    await draw([drawing]);
    await page.$eval('.segno-stage', (stage) => stage.scrollTo(0, 2000));
    await page.waitForSelector('.segno-row[data-row="45"]');
    const top = (row: number) => box(page, `.segno-row[data-row="${row}"] .segno-hit`).then((one) => one.top);
    const before = await top(45);
    const [first] = drawing.rows;
    if (!first) throw new Error('no row');
    await draw([{ ...drawing, rows: [{ ...first, text: 'new' }, ...drawing.rows] }]);
    await page.waitForSelector('.segno-row[data-row="46"]');
    expect(Math.abs((await top(46)) - before)).toBeLessThan(2);
  });

  it('takes up where the last session was scrolled to, sideways too', async () => {
    const first = await open({ memory: { uri: URI, zoom: 3 } });
    await first.draw([drawings.transfer(60)]);
    await first.page.$eval('.segno-stage', (stage) => stage.scrollTo(120, 700));
    const memory = () =>
      first.page.evaluate(() => (window as unknown as { segnoMemory: unknown }).segnoMemory);
    await expect.poll(memory).toMatchObject({ scroll: 700, scrollLeft: 120 });
    const second = await open({ memory: await memory() });
    await second.draw([drawings.transfer(60)]);
    expect(await scroll(second.page)).toEqual({ left: 120, top: 700 });
  });
});

describe('searching', () => {
  const search = async (page: Opened['page'], words: string) => {
    await page.focus('.segno-stage');
    await page.keyboard.press('Control+f');
    await page.fill('.segno-search input', words);
  };
  const said = (page: Opened['page']) => page.textContent('.segno-search .segno-count');

  it('finds what is not drawn yet, brings it into view and marks the words', async () => {
    const { page, draw } = await open();
    const drawing = drawings.transfer(1000);
    const rows = drawing.rows.map((row, index) => (index === 900 ? { ...row, text: 'needle here' } : row));
    await draw([{ ...drawing, rows }]);
    await search(page, 'NEEDLE');
    expect(await said(page)).toBe('1 of 1');
    await page.waitForSelector('.segno-row[data-row="900"]');
    await page.waitForSelector('.segno-matches rect');
    const mark = await box(page, '.segno-matches rect');
    const words = await box(page, '.segno-row[data-row="900"] .segno-remark');
    expect(mark.left).toBeGreaterThanOrEqual(words.left - 6);
    expect(mark.right).toBeLessThan(words.right);
    expect(mark.bottom).toBeGreaterThan(words.top);
  });

  it('counts, goes on and back, and round', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await search(page, 'ack');
    expect(await said(page)).toBe('1 of 3');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await said(page)).toBe('3 of 3');
    await page.keyboard.press('Enter');
    expect(await said(page)).toBe('1 of 3');
    await page.keyboard.press('Shift+Enter');
    expect(await said(page)).toBe('3 of 3');
    expect(await page.$$('.segno-found')).toHaveLength(3);
    expect(await page.$$('.segno-found.segno-current')).toHaveLength(1);
  });

  it('finds participants by name and label, shortened or not', async () => {
    const { page, draw } = await open({ width: 400 });
    await draw([drawings.wordy]);
    await search(page, 'translator');
    expect(await said(page)).toBe('1 of 1');
    const found = () => page.locator('.segno-head-found.segno-current title').allTextContents();
    expect(await found()).toEqual(['ClientOnTheOtherSideOfTheWorld · Client behind a translator']);
    await page.keyboard.press('Escape');
    expect(await found()).toEqual([]);
  });

  it('says when there is nothing, and keeps looking while one types in the editor', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await search(page, 'RST');
    expect(await said(page)).toBe('No results');
    await draw([drawn(`${handshake}\nC <- RST(seq=y+1) <- S`)]);
    expect(await said(page)).toBe('1 of 1');
  });

  it('closes on Escape, takes its marks away and gives the focus back', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    await search(page, 'syn');
    await page.waitForSelector('.segno-matches rect');
    await page.keyboard.press('Escape');
    expect(await page.isVisible('.segno-search')).toBe(false);
    expect(await page.$$('.segno-matches rect, .segno-found')).toHaveLength(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('segno-stage');
  });

  it('does not walk, step or zoom by what is typed', async () => {
    const { page, draw } = await open();
    await draw([drawn(handshake)]);
    const zoom = await page.textContent('.segno-zoom');
    await search(page, '');
    await page.keyboard.type('a ]+1');
    expect(await page.isHidden('.segno-transport')).toBe(true);
    expect(await page.textContent('.segno-zoom')).toBe(zoom);
    expect(await page.inputValue('.segno-search input')).toBe('a ]+1');
  });

  for (const theme of THEMES) {
    it(`can be read in ${theme}`, async () => {
      const { page, draw } = await open({ theme });
      await draw([drawn(handshake)]);
      await search(page, 'ack');
      await pointAt(page, 0);
      await page.waitForSelector('.segno-card:not([hidden])');
      await expectLegible(
        page,
        '.segno-search .segno-count, .segno-card th, .segno-card td, .segno-card p',
        20,
      );
    });
  }
});

describe('text of a note', () => {
  const nasty = `
endpoint A "<img src=x onerror=window.hit=1>"
endpoint B "javascript:window.hit=1 %%{init: {}}%%"
A -> SYN(seq=x) -> B : </script><script>window.hit=1</script> \u202egnihton\u200b [x](javascript:window.hit=1)
note A: --- title: front matter ---
A <- SYN(seq=y)+ACK <- B : <svg onload=window.hit=1>`;

  it('stays text in cards, tables and the state diagram', async () => {
    const { page, draw } = await open({ width: 1100 });
    const hostile = drawn(nasty);
    const script = '<img src=x onerror=window.hit=1>\u202e';
    const tcbs = hostile.tcbs && {
      ...hostile.tcbs,
      names: { ...hostile.tcbs.names, CLOSED: script },
      initial: hostile.tcbs.initial.map((values) => values.map(() => script)),
    };
    const participants = hostile.participants.map((one) => ({ ...one, name: `${one.name}${script}` }));
    await draw([{ ...hostile, participants, ...(tcbs ? { tcbs } : {}) }]);
    await page.focus('.segno-stage');
    await page.keyboard.press(']');
    await page.waitForSelector('.segno-states .segno-ring');
    expect(await page.textContent('.segno-side')).toContain('<img src=x');
    expect(await page.textContent('.segno-states')).toContain('<img src=x');
    await page.keyboard.press(']');
    await pointAt(page, 0);
    await page.waitForSelector('.segno-card:not([hidden])');
    expect(await page.textContent('.segno-card')).toContain('<img src=x');
    expect(await page.textContent('.segno-canvas')).toContain('⟨U+202E⟩');
    expect(await page.textContent('.segno-canvas')).toContain('⟨U+200B⟩');
    await page.keyboard.press('Control+f');
    await page.fill('.segno-search input', '<svg onload');
    await page.waitForSelector('.segno-found');
    expect(await page.$$('img, iframe, foreignObject, #segno script, a[href^="javascript"]')).toHaveLength(0);
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    // A name that turns the reading order round is kept to itself.
    expect(
      await page.$$eval('.segno-tcb thead th', (all) => all.every((one) => one.querySelector('bdi'))),
    ).toBe(true);
  });
});
