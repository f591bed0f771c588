import { describe, expect, it } from 'vitest';
import { drawn } from '../diagram/written.js';
import { expectLegible } from './contrast.js';
import { URI, usePreviews, type Opened, type Theme } from './harness.js';

const THEMES: readonly Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
const open = usePreviews();

const life = `
C -> SYN(seq=x, win=1000) -> S
C <- SYN(seq=y, win=2000)+ACK <- S
C -> ACK -> S
note C: open
C -> ACK+DATA(100) -> S
C: close
C -> FIN+ACK -> S
C <- ACK <- S
C <- FIN+ACK <- S
C -> ACK -> S
C: 2MSL`;

/** Opens a preview of a scenario and takes that many steps. */
async function stepTo(steps: number, text = life, options?: Parameters<typeof open>[0]): Promise<Opened> {
  const opened = await open({ width: 1100, ...options });
  await opened.draw([drawn(text)]);
  await opened.page.focus('.segno-stage');
  for (let step = 0; step <= steps; step++) await opened.page.keyboard.press(']');
  await opened.page.waitForSelector('.segno-states .segno-ring');
  return opened;
}

const count = (page: Opened['page']) => page.textContent('.segno-transport .segno-count');
/** The table beside the drawing: a line a variable, a cell an end. */
const table = async (page: Opened['page']) =>
  Object.fromEntries(
    await page.$$eval('.segno-side .segno-tcb tbody tr', (rows) =>
      rows.map((row): [string, string[]] => [
        row.querySelector('th')?.textContent ?? '',
        [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
      ]),
    ),
  );

describe('stepping', () => {
  it('begins before the first segment and shows both ends there', async () => {
    const { page } = await stepTo(0);
    expect(await count(page)).toBe('0 / 10');
    expect((await table(page))['State']).toEqual(['CLOSED', 'LISTEN']);
    expect(await page.isHidden('.segno-now')).toBe(true);
  });

  it('shows both TCBs after a step, and what it changed in words', async () => {
    const { page } = await stepTo(2);
    expect(await table(page)).toEqual({
      State: ['was SYN_SENT → ESTABLISHED', 'SYN_RCVD'],
      'SND.UNA': ['was x → x+1', 'y'],
      'SND.NXT': ['x+1', 'was y → y+1'],
      'SND.WND': ['was – → 2000', '1000'],
      'RCV.NXT': ['was – → y+1', 'x+1'],
      'RCV.WND': ['1000', 'was – → 2000'],
      ISS: ['x', 'y'],
      IRS: ['was – → y', 'x'],
    });
    const weight = await page.$eval('.segno-changed b', (cell) => getComputedStyle(cell).fontWeight);
    expect(Number(weight)).toBeGreaterThanOrEqual(600);
  });

  it('marks each end’s way and place in the state diagram, by shape as well as by colour', async () => {
    const { page } = await stepTo(2);
    expect(await page.$$('.segno-states .segno-state')).toHaveLength(12);
    expect(await page.$$('.segno-states .segno-transition')).toHaveLength(21);
    expect(await page.$$('.segno-states circle.segno-sign:not(.segno-been)')).toHaveLength(1);
    expect(await page.$$('.segno-states rect.segno-sign:not(.segno-been)')).toHaveLength(1);
    expect(await page.$$('.segno-trail.segno-first')).toHaveLength(2);
    expect(await page.$$('.segno-trail.segno-second')).toHaveLength(1);
    expect(await page.getAttribute('.segno-states', 'aria-label')).toBe(
      'TCP state diagram. C: CLOSED → SYN_SENT → ESTABLISHED. S: LISTEN → SYN_RCVD',
    );
    expect(await page.textContent('.segno-moves')).toContain('rcv SYN,ACK / snd ACK');
  });

  it('lets Mermaid draw the state diagram once, and only marks it anew', async () => {
    const { page } = await stepTo(1);
    await page.$eval('.segno-states-base', (base) => base.setAttribute('data-old', ''));
    await page.keyboard.press(']');
    await page.keyboard.press(']');
    expect(await page.$$('.segno-states-base[data-old]')).toHaveLength(1);
    expect(await page.$$('.segno-states-base')).toHaveLength(1);
  });

  it('veils what has not happened yet, and no more', async () => {
    const { page } = await stepTo(3);
    const [veil, now, note, next] = await page.evaluate(() =>
      ['.segno-veil', '.segno-now', '.segno-row[data-row="3"]', '.segno-row[data-row="4"]'].map(
        (selector) => document.querySelector(selector)?.getBoundingClientRect().toJSON() as DOMRect,
      ),
    );
    expect(now?.bottom).toBeLessThanOrEqual(note?.top ?? 0);
    expect(veil?.top).toBeGreaterThanOrEqual((note?.bottom ?? 0) - 1);
    expect(veil?.top).toBeLessThanOrEqual(next?.top ?? 0);
  });

  it('keeps the current segment in view', async () => {
    const long = `${life}\n${'C -> SYN -> S\nC <- RST+ACK <- S\n'.repeat(1)}`;
    const { page } = await stepTo(9, long, { height: 420 });
    const inside = () =>
      page.evaluate(() => {
        const now = document.querySelector('.segno-now')?.getBoundingClientRect();
        const stage = document.querySelector('.segno-stage')?.getBoundingClientRect();
        return now && stage && now.top >= stage.top && now.bottom <= stage.bottom;
      });
    expect(await inside()).toBe(true);
    for (let step = 0; step < 8; step++) await page.keyboard.press('[');
    expect(await count(page)).toBe('1 / 12');
    expect(await inside()).toBe(true);
  });

  it('moves nothing by itself where the user wants less motion', async () => {
    const duration = (page: Opened['page']) =>
      page.$eval('.segno-veil', (veil) => getComputedStyle(veil).transitionDuration);
    expect(await duration((await stepTo(1)).page)).toBe('0s');
    expect(await duration((await stepTo(1, life, { motion: true })).page)).toBe('0.2s');
  });

  it('says each step to who cannot see it', async () => {
    const { page } = await stepTo(1);
    expect(await page.textContent('#segno > [role="status"].segno-heard')).toBe(
      'Step 1 of 10: Segment 1, C to S: SYN, seq x, win 1000; C becomes SYN_SENT; S becomes SYN_RCVD; line 11',
    );
  });

  it('tells the extension the line, and never asks it to scroll there', async () => {
    const { page, said } = await stepTo(1);
    await expect.poll(() => said.at(-1)).toEqual({ type: 'step', uri: URI, at: { line: 11, endLine: 11 } });
    await page.keyboard.press('Escape');
    await expect.poll(() => said.at(-1)).toEqual({ type: 'step', uri: URI });
    expect(said.some(({ type }) => type === 'reveal')).toBe(false);
    expect(await page.isHidden('.segno-transport')).toBe(true);
    expect(await page.isHidden('.segno-veil')).toBe(true);
  });

  it('plays to the end, pauses, and begins again', async () => {
    const { page } = await stepTo(7);
    await page.selectOption('.segno-speed', '4');
    await page.focus('.segno-stage');
    await page.keyboard.press('Space');
    await page.waitForSelector('.segno-transport [title^="Pause"]');
    await page.waitForFunction(
      () => document.querySelector('.segno-transport .segno-count')?.textContent === '10 / 10',
    );
    await page.waitForSelector('.segno-transport [title^="Play"]');
    await page.keyboard.press('Space');
    await page.waitForFunction(
      () => document.querySelector('.segno-transport .segno-count')?.textContent === '1 / 10',
    );
    await page.keyboard.press('Space');
    await page.waitForSelector('.segno-transport [title^="Play"]');
  });

  it('goes on by keyboard where a button can go no further', async () => {
    const { page } = await stepTo(1);
    await page.click('.segno-transport [title^="Step back"]');
    expect(await page.isDisabled('.segno-transport [title^="Step back"]')).toBe(true);
    await page.keyboard.press(']');
    expect(await count(page)).toBe('1 / 10');
  });

  it('goes where the slider is drawn and where a segment is clicked', async () => {
    const { page } = await stepTo(0);
    await page.fill('.segno-slider', '4');
    expect(await count(page)).toBe('4 / 10');
    await page.click('.segno-row[data-row="0"] .segno-hit', { position: { x: 12, y: 12 } });
    expect(await count(page)).toBe('1 / 10');
  });

  it('shows the pair that speaks where there are several connections, and the states of the others', async () => {
    const { page } = await stepTo(
      2,
      'C1 -> SYN(seq=x) -> S\nC2 -> SYN(seq=p) -> S\nC1 <- SYN(seq=y)+ACK <- S',
    );
    const names = () => page.$$eval('.segno-side thead th', (all) => all.map((one) => one.textContent));
    expect(await names()).toEqual(['S(C2)', 'C2']);
    expect(await page.textContent('.segno-others')).toContain('S(C1) SYN_RCVD');
    await page.keyboard.press(']');
    expect(await names()).toEqual(['C1', 'S(C1)']);
  });

  it('shows one end alone, and none that has no TCB', async () => {
    const { page } = await stepTo(1, 'endpoint T unchecked\nT -> SYN(seq=x) -> S\nT <- SYN(seq=y)+ACK <- S');
    expect(await page.$$eval('.segno-side thead th', (all) => all.map((one) => one.textContent))).toEqual([
      'S',
    ]);
    expect(await page.$$('.segno-states rect.segno-sign')).toHaveLength(0);
  });

  it('names states as the user wants them named', async () => {
    const opened = await open({ width: 1100 });
    await opened.draw([drawn(life, 'en', 'rfc')]);
    await opened.page.focus('.segno-stage');
    await opened.page.keyboard.press(']');
    await opened.page.waitForSelector('.segno-states .segno-ring');
    const names = await opened.page.$$eval('.segno-state text', (all) => all.map((one) => one.textContent));
    expect(names).toContain('SYN-RECEIVED');
    expect(names.filter((name) => name === 'CLOSED')).toHaveLength(2);
  });
});

describe('stepping while one types', () => {
  it('stays at its segment when lines are added above it, and says the new line', async () => {
    const { page, draw, said } = await stepTo(4);
    await draw([drawn(life.replace('C -> SYN(', 'C: connect\nC -> SYN('))]);
    expect(await count(page)).toBe('5 / 11');
    expect(await page.textContent('.segno-side')).toContain('x+101');
    await expect.poll(() => said.at(-1)).toEqual({ type: 'step', uri: URI, at: { line: 16, endLine: 16 } });
  });

  it('stays where its segment was when that is deleted, and within what is left', async () => {
    const { page, draw } = await stepTo(10);
    await draw([drawn(life.split('\n').slice(0, 4).join('\n'))]);
    expect(await count(page)).toBe('3 / 3');
  });

  it('goes on while a line is broken', async () => {
    const { page, draw } = await stepTo(3);
    const withoutFirst = drawn(life.split('\n').slice(2).join('\n'));
    await draw(
      [withoutFirst],
      [{ line: 11, severity: 'error', code: 'syntax', message: 'An arrow is missing.', broken: true }],
    );
    await page.waitForSelector('.segno-problem');
    expect(await count(page)).toBe('3 / 10');
    await page.keyboard.press(']');
    expect(await count(page)).toBe('4 / 10');
    expect(await page.textContent('.segno-side')).toContain('x+101');
  });

  it('begins anew in another scenario', async () => {
    const opened = await stepTo(3);
    const other = { ...drawn('X -> SYN -> Y'), title: 'Other', line: 40, endLine: 42 };
    await opened.draw([drawn(life), other]);
    await opened.page.selectOption('.segno-picker', '1');
    expect(await count(opened.page)).toBe('0 / 1');
  });
});

describe('the panel beside the drawing', () => {
  it('stands beside it in a wide panel and below it in a narrow one', async () => {
    for (const [width, beside] of [
      [1100, true],
      [400, false],
    ] as const) {
      const { page } = await stepTo(2, life, { width });
      const [stage, side] = await page.evaluate(() =>
        ['.segno-stage', '.segno-side'].map(
          (selector) => document.querySelector(selector)?.getBoundingClientRect().toJSON() as DOMRect,
        ),
      );
      expect((side?.left ?? 0) >= (stage?.right ?? 0) - 1).toBe(beside);
      expect((side?.top ?? 0) >= (stage?.bottom ?? 0) - 1).toBe(!beside);
      expect(await page.evaluate(() => document.body.scrollWidth <= innerWidth)).toBe(true);
    }
  });

  it.each([
    [676, 760],
    [676, 560],
    [1400, 800],
  ])('shows the whole state diagram beside the table at %i by %i pixels', async (width, height) => {
    const { page } = await stepTo(8, life, { width, height });
    const boxes = await page.evaluate(() =>
      ['.segno-side', '.segno-side .segno-tcb', '.segno-states'].map(
        (selector) => document.querySelector(selector)?.getBoundingClientRect().toJSON() as DOMRect,
      ),
    );
    const [side, table, diagram] = boxes as [DOMRect, DOMRect, DOMRect];
    expect(table.right).toBeLessThanOrEqual(diagram.left);
    expect(diagram.top).toBeGreaterThanOrEqual(side.top);
    expect(diagram.bottom).toBeLessThanOrEqual(Math.min(side.bottom, height));
    expect(diagram.right).toBeLessThanOrEqual(Math.min(side.right, width));
    // Both current states, within what can be seen of the diagram.
    const rings = await page.$$eval('.segno-ring', (all) =>
      all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect),
    );
    expect(rings).toHaveLength(2);
    for (const ring of rings) {
      expect(ring.top).toBeGreaterThanOrEqual(diagram.top);
      expect(ring.bottom).toBeLessThanOrEqual(diagram.bottom);
    }
  });

  it('shows it whole above no scroll bar where the table stands above it, too', async () => {
    const { page } = await stepTo(2, life, { width: 1000, height: 700 });
    const [side, diagram] = await page.evaluate(() =>
      ['.segno-side', '.segno-states'].map(
        (selector) => document.querySelector(selector)?.getBoundingClientRect().toJSON() as DOMRect,
      ),
    );
    expect(diagram?.bottom).toBeLessThanOrEqual(side?.bottom ?? 0);
  });

  it('has the words of the RFC on every line of the diagram, and those of the step stand out', async () => {
    const { page } = await stepTo(1);
    const texts = (selector: string) =>
      page.$$eval(selector, (all) =>
        all.map((one) => [...one.children].map(({ textContent }) => textContent).join(' / ')),
      );
    expect(await texts('.segno-event:not(.segno-latest)')).toHaveLength(21);
    expect(await texts('.segno-event.segno-latest')).toEqual([
      'active OPEN / create TCB, snd SYN',
      'rcv SYN / snd SYN,ACK',
    ]);
  });

  it('says what ends a connection where the figure has no line for it', async () => {
    const { page } = await stepTo(1, 'C -> RST(seq=x) -> S');
    expect(await page.$$eval('.segno-moves p', (all) => all.map((one) => one.textContent))).toEqual([
      'Csnd RST',
      'Srcv RST',
    ]);
  });

  it('says in one sentence why the step did what it did, and which section says so', async () => {
    const { page } = await stepTo(1);
    expect(await page.textContent('.segno-why')).toBe(
      'S listens and takes the SYN: it notes the sequence number and will answer with a SYN+ACK. RFC 9293 §3.10.7.2',
    );
    await page.keyboard.press('[');
    expect(await page.isHidden('.segno-why')).toBe(true);
  });

  it('can be closed, and comes back as it was left', async () => {
    const first = await stepTo(2);
    await first.page.click('.segno-side header button');
    expect(await first.page.isHidden('.segno-side')).toBe(true);
    const memory: unknown = await first.page.evaluate(
      () => (window as unknown as { segnoMemory: unknown }).segnoMemory,
    );
    const second = await open({ memory, width: 1100 });
    await second.draw([drawn(life)]);
    expect(await count(second.page)).toBe('2 / 10');
    expect(await second.page.isHidden('.segno-side')).toBe(true);
    await second.page.click('.segno-transport [title^="Show both"]');
    expect(await second.page.isVisible('.segno-side')).toBe(true);
  });

  for (const theme of THEMES) {
    it(`can be read in ${theme}`, async () => {
      const { page } = await stepTo(7, life, { theme });
      await expectLegible(
        page,
        '.segno-side th, .segno-side td, .segno-side p, .segno-state text, .segno-event, .segno-transport span',
        30,
      );
      await expectLegible(page, '.segno-sign:not(.segno-been)', 2, 'fill');
    });
  }

  it('speaks Chinese', async () => {
    const opened = await open({ language: 'zh-cn', width: 1100 });
    await opened.draw([drawn('客户 -> SYN(seq=x) -> 服务\n客户 <- SYN(seq=y)+ACK <- 服务', 'zh-cn')]);
    await opened.page.focus('.segno-stage');
    await opened.page.keyboard.press(']');
    await opened.page.keyboard.press(']');
    await opened.page.waitForSelector('.segno-states .segno-ring');
    expect(await opened.page.textContent('.segno-side h2')).toBe('此时的两端');
    expect(await opened.page.textContent('.segno-moves')).toContain('收到 SYN / 发送 SYN,ACK');
    expect(await opened.page.textContent('#segno > [role="status"].segno-heard')).toContain(
      '第 1 步，共 2 步',
    );
  });
});
