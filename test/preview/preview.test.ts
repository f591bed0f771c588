import { describe, expect, it } from 'vitest';
import type { Drawing, FileProblem } from '../../src/diagram/drawing.js';
import { drawn } from '../diagram/written.js';
import { expectLegible } from './contrast.js';
import * as drawings from './drawings.js';
import { URI, usePreviews, type Opened, type Theme } from './harness.js';

const THEMES: readonly Theme[] = ['light', 'dark', 'high-contrast', 'high-contrast-light'];
/** Everything that is written in a drawing and above it. */
const WORDS = '.segno-tile text, .segno-tile tspan, .segno-heads tspan, .segno-banner b, .segno-banner span';

const SAMPLES: Readonly<Record<string, Drawing>> = {
  handshake: drawings.handshake,
  close: drawings.close,
  'old duplicate': drawings.oldDuplicate,
  'simultaneous open': drawings.simultaneousOpen,
  'three ends': drawings.threeEnds,
  chinese: drawings.chinese,
  wordy: drawings.wordy,
  crowd: drawings.crowd,
};

const open = usePreviews();

const broken: FileProblem = {
  line: 3,
  severity: 'error',
  code: 'syntax',
  message: 'An arrow is missing.',
  broken: true,
};

describe('what has ends, and no rows yet', () => {
  it.each([
    ['a state', 'C: ESTABLISHED'],
    ['states of both ends', 'C: ESTABLISHED\nS: ESTABLISHED'],
    ['names', 'endpoint C "Client"\nendpoint S "Server"'],
  ])('is drawn, and answers every key: %s', async (_, text) => {
    const { page, draw } = await open();
    await draw([drawn(text)]);
    await page.locator('.segno-stage').focus();
    for (const key of [
      'ArrowDown',
      'ArrowUp',
      'Home',
      'End',
      'Enter',
      ' ',
      '+',
      '-',
      '0',
      '1',
      'm',
      '.',
      ',',
      'Escape',
    ])
      await page.keyboard.press(key);
    for (const button of await page.locator('.segno-bar button:enabled').all()) await button.click();
    // A line more, and what has been drawn goes on.
    await draw([drawn(`${text}\nC -> SYN(seq=x) -> S`)]);
    expect(await page.locator('.segno-row-segment').count()).toBe(1);
  });
});

describe('the picture', () => {
  it('has the state that changed at the height of the arrow that changed it', async () => {
    const { page, draw } = await open();
    await draw([drawings.close]);
    const heights = await page.evaluate(() => {
      const middle = (element: Element | null) => {
        const box = element?.getBoundingClientRect();
        return box ? (box.top + box.bottom) / 2 : undefined;
      };
      return [...document.querySelectorAll('.segno-row-segment')].flatMap((row) => {
        const arrow = document.querySelector(
          `.segno-arrow.segno-across[data-row="${row.getAttribute('data-row')}"]`,
        );
        const chips = row.querySelectorAll('.segno-chip:not(.segno-quiet) .segno-chip-ground');
        return arrow
          ? [...chips].map((chip) => Math.abs((middle(chip) ?? NaN) - (middle(arrow) ?? NaN)))
          : [];
      });
    });
    expect(heights).toHaveLength(6);
    for (const difference of heights) expect(difference).toBeLessThan(1);
  });

  it('joins the heights at which a segment leaves and arrives', async () => {
    const { page, draw } = await open();
    await draw([drawings.oldDuplicate]);
    const ends = await page.$eval('.segno-arrow.segno-departure', (line) => {
      const box = line.getBoundingClientRect();
      const middle = (row: number) => {
        const chip = document
          .querySelector(`.segno-row[data-row="${row}"] .segno-chip-ground`)
          ?.getBoundingClientRect();
        return chip ? (chip.top + chip.bottom) / 2 : NaN;
      };
      return { top: box.top - middle(0), bottom: box.bottom - middle(6) };
    });
    expect(Math.abs(ends.top)).toBeLessThan(2);
    expect(Math.abs(ends.bottom)).toBeLessThan(2);
  });

  it('ends a lost segment before it reaches the other side, in a cross', async () => {
    const { page, draw } = await open();
    await draw([drawings.close]);
    const lost = await page.$eval('.segno-arrow.segno-lost', (line) => ({
      marker: line.getAttribute('marker-end'),
      length: line.getBoundingClientRect().width,
      full: document.querySelector('.segno-arrow.segno-across')?.getBoundingClientRect().width ?? 0,
    }));
    expect(lost.marker).toContain('crosshead');
    expect(lost.length).toBeLessThan(lost.full * 0.85);
  });

  it('marks the segment with the problem and says it above the picture', async () => {
    const { page, draw } = await open();
    await draw([drawings.close]);
    expect(await page.textContent('.segno-remark.segno-is-error')).toContain('ack should be u+1');
    expect(await page.textContent('.segno-banner')).toContain('line 4');
    expect(await page.textContent('.segno-banner code')).toBe('u+1');
    const colours = await page.evaluate(() => {
      const stroke = (selector: string) => {
        const element = document.querySelector(selector);
        return element ? getComputedStyle(element).stroke : '';
      };
      return [stroke('.segno-arrow.segno-is-error'), stroke('.segno-arrow.segno-is-fine')];
    });
    expect(colours[0]).toBe('rgb(229, 20, 0)');
    expect(colours[1]).not.toBe(colours[0]);
  });

  it('explains an error on purpose without calling it one', async () => {
    const { page, draw } = await open({ width: 1100 });
    await draw([drawings.threeEnds]);
    expect(await page.textContent('.segno-remark.segno-is-deliberate')).toContain('z is outside the window');
    expect(await page.$$('.segno-problem')).toHaveLength(0);
  });

  for (const width of [1100, 820, 500, 400, 300]) {
    it(`lets no words overlap in a panel ${width} px wide`, async () => {
      const { page, draw } = await open({ width });
      for (const [name, drawing] of Object.entries(SAMPLES)) {
        await draw([drawing]);
        expect(await overlaps(page), name).toEqual([]);
      }
    });
  }

  for (const theme of THEMES) {
    it(`can be read in ${theme}`, async () => {
      const { page, draw } = await open({ theme });
      await draw([drawings.close]);
      await expectLegible(page, `${WORDS}, .segno-bar span, .segno-bar button`, 40);
      await draw([drawings.threeEnds]);
      await expectLegible(page, WORDS, 20);
    });
  }

  it('takes 36 pixels a segment, and 24 where rows are compact', async () => {
    const { page, draw, send } = await open();
    await draw([drawings.transfer(50)]);
    const height = () =>
      page.$eval('.segno-canvas', (canvas) => (canvas.getBoundingClientRect().height - 54) / 50);
    expect(await height()).toBe(36);
    await send({ type: 'look', compactRows: true });
    await expect.poll(height).toBe(24);
  });

  it('keeps the word that makes VS Code draw blocks itself out of classes and ids', async () => {
    const { page, draw } = await open();
    await draw([drawings.close]);
    const named = await page.$$eval('[id], [class]', (elements) =>
      elements
        .map((element) => `${element.id} ${element.getAttribute('class') ?? ''}`)
        .filter((n) => /mermaid/i.test(n)),
    );
    expect(named).toEqual([]);
  });
});

describe('text of a note', () => {
  it('is shown, never obeyed', async () => {
    const { page, draw } = await open({ height: 1200 });
    await draw([drawings.hostile]);
    const shown = await page.textContent('.segno-canvas');
    expect(shown).toContain('<script>');
    expect(shown).toContain('%%{init}%%');
    expect(shown).toContain('seq=x;y#35;');
    expect(await page.$$('img, iframe, foreignObject, #segno script, a[href^="javascript"]')).toHaveLength(0);
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
  });
});

describe('while typing', () => {
  it('keeps the last good drawing while a line is broken, and says which line', async () => {
    const { page, draw } = await open();
    await draw([drawings.handshake]);
    const before = await picture(page);
    const [, ...rest] = drawings.handshake.rows;
    await draw([{ ...drawings.handshake, rows: rest }], [broken]);
    await page.waitForSelector('.segno-problem');
    expect(await picture(page)).toBe(before);
    expect(await page.textContent('.segno-banner')).toContain('line 3');
    expect(await page.textContent('.segno-banner')).toContain('the last good one');
    await draw([drawings.handshake]);
    await page.waitForFunction(() => !document.querySelector('.segno-problem'));
    expect(await picture(page)).toBe(before);
  });

  it('never moves the drawing by what is said above it', async () => {
    const { page, draw } = await open({ width: 500 });
    await draw([drawings.transfer(30)]);
    const place = () =>
      page.$eval('.segno-tile', (tile) => {
        const { x, y, width, height } = tile.getBoundingClientRect();
        return [x, y, width, height].join();
      });
    const before = await place();
    const wordy = {
      ...broken,
      message: 'An arrow is missing, and much more is to be said of it. '.repeat(4),
    };
    for (const problems of [[broken], [broken, wordy, broken, broken, wordy], [], [wordy], []]) {
      await draw([drawings.transfer(30)], problems);
      await page.waitForFunction(
        (count) => document.querySelectorAll('.segno-banner .segno-problem').length === count,
        Math.min(3, problems.length),
      );
      expect(await place()).toBe(before);
    }
    await draw([drawings.transfer(30)], [wordy]);
    await page.click('.segno-above > button');
    expect(await place()).toBe(before);
    const { cut, whole } = await page.$eval('.segno-banner', (banner) => ({
      cut: banner.scrollHeight > banner.clientHeight + 1,
      whole: banner.clientHeight,
    }));
    expect(cut).toBe(false);
    expect(whole).toBeGreaterThan(60);
    await page.keyboard.press('Escape');
    expect(await page.$('.segno-opened')).toBeNull();
  });

  it('keeps the picture when the last scenario vanishes', async () => {
    const { page, draw } = await open();
    await draw([drawings.handshake]);
    const before = await picture(page);
    await draw([]);
    await page.waitForSelector('.segno-problem.segno-is-information');
    expect(await picture(page)).toBe(before);
  });

  it('replaces only the tile that changed, and keeps the scroll', async () => {
    const { page, draw } = await open();
    const drawing = drawings.transfer(100);
    await draw([drawing]);
    // The page has heard of the scrolling, and draws what came near by it.
    await page.$eval('.segno-stage', async (stage) => {
      const heard = new Promise((resolve) => stage.addEventListener('scroll', resolve, { once: true }));
      stage.scrollTo(0, 1500);
      await heard;
    });
    await page.waitForSelector('.segno-stage[aria-busy="false"]');
    await page.$$eval('.segno-tile', (tiles) => tiles.forEach((tile) => tile.setAttribute('data-old', '')));
    const rows = drawing.rows.map((row, index) =>
      index === 30 && row.kind === 'segment' ? { ...row, flags: 'RST' } : row,
    );
    await draw([{ ...drawing, rows }]);
    await page.waitForFunction(() => document.querySelector('.segno-tile:not([data-old])'));
    expect(await page.$$('.segno-tile:not([data-old])')).toHaveLength(1);
    expect(await page.$eval('.segno-stage', (stage) => stage.scrollTop)).toBe(1500);
  });

  it('never shows an empty picture between two drawings', async () => {
    const { page, draw } = await open();
    await draw([drawings.handshake]);
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() =>
        seen.push(document.querySelectorAll('.segno-tile .segno-arrow').length),
      ).observe(document.body, { childList: true, subtree: true });
    });
    for (const flags of ['S', 'SY', 'SYN+FIN']) {
      const rows = drawings.handshake.rows.map((row, index) =>
        index === 0 && row.kind === 'segment' ? { ...row, flags } : row,
      );
      await draw([{ ...drawings.handshake, rows }]);
      await page.waitForFunction(
        (f) => document.querySelector('.segno-label .segno-flags')?.textContent === f,
        flags,
      );
    }
    const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
    expect(seen.length).toBeGreaterThan(0);
    expect(Math.min(...seen)).toBe(3);
  });
});

describe('cursor and drawing', () => {
  it('marks the row of the line at the cursor', async () => {
    const { page, draw, send } = await open();
    await draw([drawings.handshake]);
    await send({ type: 'cursor', uri: URI, line: 3 });
    await page.waitForSelector('.segno-row.segno-here[data-line="3"]');
    await send({ type: 'cursor', uri: URI, line: 4 });
    await page.waitForSelector('.segno-row.segno-here[data-line="4"]');
    expect(await page.$$('.segno-row.segno-here')).toHaveLength(1);
  });

  it('brings a row into view that is far away, and scrolls only then', async () => {
    const { page, draw, send } = await open();
    await draw([drawings.transfer(200)]);
    const scroll = () => page.$eval('.segno-stage', (stage) => stage.scrollTop);
    await send({ type: 'cursor', uri: URI, line: 4 });
    await page.waitForSelector('.segno-here');
    expect(await scroll()).toBe(0);
    await send({ type: 'cursor', uri: URI, line: 150 });
    await page.waitForSelector('.segno-row.segno-here[data-line="150"]');
    expect(await scroll()).toBeGreaterThan(5000);
  });

  it('shows the scenario that the cursor is in, and the one that is picked', async () => {
    const { page, draw, send } = await open();
    const second = drawings.sketch({
      title: 'Second',
      line: 20,
      participants: ['X', 'Y'],
      initial: { X: 'CLOSED', Y: 'LISTEN' },
      rows: [{ from: 'X', to: 'Y', flags: 'SYN', states: { X: 'SYN_SENT', Y: 'SYN_RCVD' } }],
    });
    await draw([drawings.handshake, second]);
    await send({ type: 'cursor', uri: URI, line: 21 });
    await page.waitForFunction(() => document.querySelector('.segno-heads')?.textContent?.includes('X'));
    await page.selectOption('.segno-picker', '0');
    await page.waitForFunction(() => document.querySelector('.segno-heads')?.textContent?.includes('C'));
    // Typing where the cursor stands does not take the choice back.
    await send({ type: 'cursor', uri: URI, line: 21 });
    await draw([drawings.handshake, second]);
    expect(await page.textContent('.segno-heads')).toContain('C');
  });

  it('shows a new exchange from its first line on, and says of another only when that is shown', async () => {
    const { page, draw, send } = await open();
    const edit = (version: number, line: number) =>
      send({
        type: 'edited',
        uri: URI,
        version,
        edits: [{ line, endLine: line, breaks: 0, whole: false }],
      });
    const type = async (line: number, scenarios: readonly Drawing[], problems: readonly FileProblem[]) => {
      await edit(100, line);
      await send({ type: 'cursor', uri: URI, line });
      const answer = { uri: URI, version: 100, scenarios, problems };
      await send({ type: 'drawings', name: 'notes.segno', answer });
      await send({ type: 'cursor', uri: URI, line });
    };
    const title = () =>
      page.evaluate(() => {
        const picker = document.querySelector<HTMLSelectElement>('.segno-picker');
        return picker?.hidden === false
          ? picker.selectedOptions[0]?.text
          : document.querySelector('.segno-title')?.textContent;
      });
    const begun = (name: string, endLine = 10): Drawing => ({
      ...drawings.sketch({ title: name, line: 10, participants: [], rows: [] }),
      endLine,
    });
    const half = { ...broken, line: 10 };
    await draw([drawings.handshake]);
    await send({ type: 'cursor', uri: URI, line: 2 });
    // `beg`
    await type(10, [drawings.handshake], [half]);
    await page.waitForSelector('.segno-message pre');
    expect(await title()).toContain('2/2');
    expect(await page.textContent('.segno-banner')).toContain('line 10');
    // `begin Second`
    await type(10, [drawings.handshake, begun('Second')], []);
    await expect.poll(title).toContain('Second');
    expect(await page.$$('.segno-banner .segno-problem')).toHaveLength(0);
    // `C ->`
    await type(11, [drawings.handshake, begun('Second', 11)], [{ ...broken, line: 11 }]);
    await page.waitForSelector('.segno-problem');
    expect(await title()).toContain('Second');
    expect(await page.isVisible('.segno-stage')).toBe(false);
    const second = drawings.sketch({
      title: 'Second',
      line: 10,
      participants: ['X', 'Y'],
      initial: { X: 'CLOSED', Y: 'LISTEN' },
      rows: [{ from: 'X', to: 'Y', flags: 'SYN', states: { X: 'SYN_SENT', Y: 'SYN_RCVD' } }],
    });
    await type(11, [drawings.handshake, second], []);
    await page.waitForFunction(() => document.querySelector('.segno-heads')?.textContent?.includes('X'));
    // An exchange that is wrong, and a cursor in another.
    await type(11, [drawings.close, { ...second, line: 20, endLine: 22 }], []);
    await send({ type: 'cursor', uri: URI, line: 21 });
    await expect.poll(title).toContain('Second');
    expect(await page.$$('.segno-banner .segno-problem')).toHaveLength(0);
    await send({ type: 'cursor', uri: URI, line: 3 });
    await page.waitForSelector('.segno-banner .segno-problem');
  });

  it('says that the file is gone, over the drawing of what it held', async () => {
    const { page, draw, send } = await open();
    await draw([drawings.handshake]);
    await send({ type: 'status', status: 'deleted', name: 'notes.segno' });
    await page.waitForSelector('.segno-problem.segno-is-warning');
    expect(await page.textContent('.segno-banner')).toContain('notes.segno has been deleted');
    expect(await page.$$('.segno-tile')).toHaveLength(1);
    await draw([drawings.handshake]);
    await page.waitForFunction(() => !document.querySelector('.segno-problem'));
  });

  it('selects the line of an arrow that is clicked, and the problem that is clicked', async () => {
    const { page, draw, said } = await open();
    await draw([drawings.close]);
    await page.click('.segno-row[data-line="3"] .segno-hit', { position: { x: 20, y: 20 } });
    await expect.poll(() => said.at(-1)).toEqual({ type: 'reveal', uri: URI, line: 3, endLine: 3 });
    await page.click('.segno-remark[data-problem]');
    await expect.poll(() => said.at(-1)).toMatchObject({ type: 'reveal', line: 4, code: 'wrong-ack-number' });
    await page.click('.segno-problem-open');
    await expect
      .poll(() => said.filter((message) => message.type === 'reveal' && message.code))
      .toHaveLength(2);
  });

  it('can be walked with the keyboard, and tells each segment to who cannot see it', async () => {
    const { page, draw, said } = await open();
    await draw([drawings.handshake]);
    await page.focus('.segno-stage');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(label).toBe(
      'Segment 2, S to C: SYN+ACK, seq y, ack x+1; C becomes ESTABLISHED; S stays SYN_RCVD; line 3',
    );
    await page.keyboard.press('Enter');
    await expect.poll(() => said.at(-1)).toEqual({ type: 'reveal', uri: URI, line: 3, endLine: 3 });
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-line'))).toBe('4');
  });
});

describe('staying', () => {
  it('keeps participants in view while the rest scrolls', async () => {
    const { page, draw } = await open();
    await draw([drawings.transfer(60)]);
    const top = () => page.$eval('.segno-heads', (heads) => heads.getBoundingClientRect().top);
    const before = await top();
    await page.$eval('.segno-stage', (stage) => stage.scrollTo(0, 1200));
    await page.waitForFunction(() => document.querySelectorAll('.segno-tile').length > 1);
    expect(await top()).toBe(before);
  });

  it('keeps the zoom over an edit, and fits again when asked', async () => {
    const { page, draw } = await open();
    await draw([drawings.transfer(60)]);
    await page.focus('.segno-stage');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await page.textContent('.segno-zoom')).toBe('144%');
    await draw([drawings.transfer(61)]);
    expect(await page.textContent('.segno-zoom')).toBe('144%');
    await page.keyboard.press('0');
    expect(await page.textContent('.segno-zoom')).toBe('100%');
    // A short exchange has the room that there is.
    await draw([drawings.handshake]);
    await page.waitForFunction(
      () => Number.parseFloat(document.querySelector('.segno-zoom')?.textContent ?? '') > 100,
    );
  });

  it('takes up scenario, scroll and zoom where the last session left them', async () => {
    const memory = {
      uri: URI,
      scenario: { title: drawings.transfer(60).title, line: 1 },
      zoom: 1.5,
      scroll: 700,
    };
    const { page, draw } = await open({ memory });
    await draw([drawings.handshake, drawings.transfer(60)]);
    expect(await page.$eval('.segno-stage', (stage) => stage.scrollTop)).toBe(700);
    expect(await page.textContent('.segno-zoom')).toBe('150%');
  });

  it('has only the near tiles of a long exchange', async () => {
    const { page, draw } = await open();
    await draw([drawings.transfer(1000)]);
    expect((await page.$$('.segno-slot')).length).toBeGreaterThan(40);
    expect((await page.$$('.segno-tile')).length).toBeLessThan(8);
    await page.$eval('.segno-stage', (stage) => stage.scrollTo(0, stage.scrollHeight));
    await page.waitForSelector('.segno-row[data-row="999"]');
    await expect.poll(async () => (await page.$$('.segno-tile')).length).toBeLessThan(8);
  });
});

describe('without a drawing', () => {
  it('says how to begin', async () => {
    const { page, draw } = await open();
    await draw([]);
    await page.waitForSelector('.segno-message pre');
    expect(await page.textContent('.segno-message')).toContain('begin Three-way handshake');
  });

  it('says so in Chinese where the editor is Chinese', async () => {
    const { page, draw } = await open({ language: 'zh-cn' });
    await draw([]);
    await page.waitForSelector('.segno-message pre');
    expect(await page.textContent('.segno-message')).toContain('开始 三次握手');
  });

  it('says that the server is gone, and keeps the picture that there is', async () => {
    const { page, draw, send } = await open();
    await send({ type: 'status', status: 'gone', name: 'notes.segno' });
    await page.waitForFunction(() =>
      document.querySelector('.segno-message')?.textContent?.includes('not running'),
    );
    await draw([drawings.handshake]);
    await send({ type: 'status', status: 'gone', name: 'notes.segno' });
    await page.waitForSelector('.segno-problem.segno-is-warning');
    expect(await page.$$('.segno-tile')).toHaveLength(1);
  });

  it('ignores what it does not understand', async () => {
    const { page, draw } = await open();
    await draw([drawings.handshake]);
    const before = await picture(page);
    await page.evaluate(() => {
      window.postMessage({ type: 'drawings', answer: { uri: 1 } }, '*');
      window.postMessage('nonsense', '*');
    });
    await draw([drawings.handshake]);
    expect(await picture(page)).toBe(before);
  });
});

async function picture(page: Opened['page']): Promise<string> {
  return page.$eval('.segno-canvas', (canvas) => canvas.textContent ?? '');
}

/** Pairs of words that stand on one another. */
async function overlaps(page: Opened['page']): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.segno-tile text, .segno-chip-ground')]
      .filter(
        (element) =>
          !element.closest('.segno-chip') || element.matches('rect') || element.closest('.segno-quiet'),
      )
      .filter((element) => element instanceof SVGGraphicsElement)
      .map((element) => {
        // Words along a slanted arrow are turned: what they cover is no box of the page.
        const { x, y, width, height } = element.getBBox();
        const matrix = element.getScreenCTM() ?? new DOMMatrix();
        const slack = 1;
        const corners = [
          [x + slack, y + slack + 2],
          [x + width - slack, y + slack + 2],
          [x + width - slack, y + height - slack - 1],
          [x + slack, y + height - slack - 1],
        ].map(([left, top]) => new DOMPoint(left, top).matrixTransform(matrix));
        return { text: element.textContent || `chip ${element.parentElement?.textContent ?? ''}`, corners };
      });
    const between = (one: DOMPoint[], other: DOMPoint[]) =>
      one.some((from, at) => {
        const to = one[(at + 1) % one.length] ?? from;
        const side = (point: DOMPoint) =>
          (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
        return other.every((point) => side(point) <= 0);
      });
    return boxes.flatMap(({ text, corners }, index) =>
      boxes
        .slice(index + 1)
        .filter((other) => !between(corners, other.corners) && !between(other.corners, corners))
        .map((other) => `${text} | ${other.text}`),
    );
  });
}
