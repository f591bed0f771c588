/* global document, MessageChannel, PerformanceObserver, requestAnimationFrame, window -- of the page that is measured */
// What the picture costs in Chromium, a long exchange against a short one, side by side: how long until it is there,
// until an edit shows, how long frames take while one scrolls, and what keeps the page from answering keys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { importBundled } from '../../scripts/lib/bundled.mjs';
import { browserPath } from '../../scripts/lib/chromium.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { at, tell } from './lib/rows.mjs';

const LONG = 1000;
const SHORT = 100;
const EDITS = 40;
/** Pixels a frame: some five screens a second. */
const STEP = 60;

const executablePath = browserPath();
if (executablePath === undefined) {
  console.log(
    'There is no Chromium on this machine (CHROMIUM may name one): nothing of the picture is measured.',
  );
  process.exit(0);
}

const { drawAnalysis } = await importBundled('src/diagram/draw-analysis.ts');
const { analyse } = await importBundled('src/language/analyse.ts');
const { previewHtml } = await importBundled('src/extension/preview-html.ts');

/** The segment of which words are edited, which is in view while they are. */
const EDITED = 20;

/**
 * An exchange of so many segments. Words at every fifth keep runs of data from being folded into one row: all of it is
 * drawn. Nor are two lines the same.
 */
const note = (segments, words = 'x') => {
  const data = Array.from({ length: segments - 3 }, (_, index) => {
    const said = index === EDITED ? ` : ${words}` : index % 5 === 0 ? ` : step ${index}` : '';
    return index % 3 === 2 ? `C <- ACK <- S${said}` : `C -> DATA(${100 + index})+ACK -> S${said}`;
  });
  return `begin A long one\nC -> SYN(seq=x) -> S\nC <- SYN(seq=y)+ACK(ack=x+1) <- S\nC -> ACK -> S\n${data.join('\n')}\nend\n`;
};

let version = 0;
/** What the language server answers about it. */
const drawings = (text) => {
  const wording = { language: 'en', states: 'netstat' };
  const analysis = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  const answer = {
    uri: 'file:///a.segno',
    version: ++version,
    ...drawAnalysis(analysis, { ...wording, tcbs: true }),
  };
  return { type: 'drawings', name: 'a.segno', answer };
};

const ORIGIN = 'https://preview.test';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

/** Opens the built preview, under the policy that it has in VS Code. */
async function open() {
  const page = await browser.newPage({ viewport: { width: 700, height: 800 } });
  const styles = ['theme.css', 'drawing.css', 'preview.css'];
  await page.route(`${ORIGIN}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === 'preview.js') {
      return route.fulfill({
        contentType: 'text/javascript',
        body: readFileSync(join(root, 'dist/preview.js')),
      });
    }
    if (styles.includes(name)) return route.fulfill({ path: join(root, 'media', name) });
    const body = previewHtml({
      language: 'en',
      nonce: 'bench',
      source: ORIGIN,
      script: `${ORIGIN}/preview.js`,
      styles: styles.map((style) => `${ORIGIN}/${style}`),
    });
    return route.fulfill({ contentType: 'text/html', body });
  });
  await page.addInitScript(() => {
    Object.assign(window, {
      acquireVsCodeApi: () => ({ postMessage() {}, getState: () => undefined, setState() {} }),
      tasks: [],
    });
    new PerformanceObserver((list) =>
      window.tasks.push(...list.getEntries().map((task) => task.duration)),
    ).observe({
      type: 'longtask',
    });
  });
  await page.goto(ORIGIN);
  return page;
}

/**
 * Hands the page a message, which comes from elsewhere in VS Code: to write it and to read it as JSON is no part of what
 * is measured.
 */
const give = (page, message) =>
  page.evaluate((json) => {
    window.next = JSON.parse(json);
  }, JSON.stringify(message));

/**
 * Has the page told what it was given last, and waits until a frame shows it, in milliseconds.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} selector of what is to be there
 * @param {string} text and what stands in it
 */
const shown = (page, selector, text = '') =>
  page.evaluate(
    ([wanted, words]) =>
      new Promise((done) => {
        const start = performance.now();
        const isThere = () =>
          [...document.querySelectorAll(`.segno-stage[aria-busy="false"] ${wanted}`)].some(
            (one) => words === '' || one.textContent === words,
          );
        const look = () => {
          if (!isThere()) return requestAnimationFrame(look);
          // What comes after what is done for a frame comes when that is drawn.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now() - start);
          port2.postMessage(undefined);
        };
        window.postMessage(window.next, '*');
        requestAnimationFrame(look);
      }),
    [selector, text],
  );

/** The times between frames while the picture scrolls by itself, in milliseconds. */
const scrolled = (page) =>
  page.evaluate(
    (step) =>
      new Promise((done) => {
        const stage = document.querySelector('.segno-stage');
        const frames = [];
        let last = performance.now();
        let down = true;
        const frame = (now) => {
          frames.push(now - last);
          last = now;
          if (frames.length > 240) return done(frames.slice(1));
          const before = stage.scrollTop;
          stage.scrollTop += down ? step : -step;
          if (stage.scrollTop === before) down = !down;
          requestAnimationFrame(frame);
        };
        stage.scrollTop = 0;
        requestAnimationFrame(frame);
      }),
    STEP,
  );

const longest = (page) => page.evaluate(() => Math.max(0, ...window.tasks.splice(0)));

/** Processor time that the page's thread has had, in milliseconds. */
async function busy(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
}

async function measure(segments) {
  const page = await open();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  // The server takes its time, too, in which the page is there.
  await page.waitForTimeout(300);
  const loading = await longest(page);
  await give(page, drawings(note(segments)));
  await longest(page);
  const first = await shown(page, '.segno-row');
  const opening = await longest(page);
  const edits = [];
  const work = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const words = `edit${edit}`;
    await page.evaluate(() => document.querySelector('.segno-stage').scrollTo(0, 800));
    await give(page, drawings(note(segments, words)));
    const before = await busy(session);
    edits.push(await shown(page, '.segno-remark', words));
    work.push((await busy(session)) - before);
  }
  const frames = await scrolled(page);
  await page.close();
  return {
    first,
    edit: at(edits, 0.95),
    work: at(work, 0.5),
    slow: at(frames, 0.95),
    atOpening: Math.max(loading, opening),
  };
}

/** What is said of rows that fall short. */
const WHY = {
  edit: 'The first few edits are the slow ones, since their code is compiled meanwhile. Later ones take half of the time: to read the message, to see which of its rows are new, to stack the rows and to patch the page. Rows that are the same are neither checked, measured nor placed again.',
  opening:
    'The task in which the drawings come and are laid out is the longest one: each row is read, checked, measured and placed for the first time. Mermaid draws what is in view afterwards, a dozen rows in a task of its own; its code has run by then on a drawing that nobody sees.',
};

try {
  // The first page warms the browser up.
  await measure(SHORT);
  const long = await measure(LONG);
  const short = await measure(SHORT);
  /** @param {string} what @param {number} ms @param {number} most @param {string} [why] @param {number} [cpu] */
  const row = (what, ms, most, why = '', cpu = undefined) => {
    const figure = `${ms.toFixed(0)} ms${cpu === undefined ? '' : ` (median: ${cpu.toFixed(0)} ms CPU)`}`;
    tell({ what, goal: `${most} ms`, figure, reached: ms <= most, why });
  };
  row(`first picture of ${SHORT} segments, the page being open`, short.first, 600);
  row(`new drawings until they show, ${SHORT} segments, p95`, short.edit, 30, WHY.edit, short.work);
  const many = `${LONG.toLocaleString('en')} segments`;
  row(`new drawings until they show, ${many}, p95`, long.edit, 60, WHY.edit, long.work);
  row(`a frame while scrolling ${many}, p95`, long.slow, 33);
  row(`longest task while an exchange of ${many} opens`, long.atOpening, 100, WHY.opening);
} finally {
  await browser.close();
}
