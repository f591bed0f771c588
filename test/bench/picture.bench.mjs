/* global document, PerformanceObserver, requestAnimationFrame, window -- of the page that is measured */
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
const EDITS = 9;
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

/** An exchange of so many segments, of which one in the middle may carry other words. */
const note = (segments, words = 'x') => {
  const data = Array.from({ length: segments - 3 }, (_, index) => {
    const said = index === 20 ? ` : ${words}` : '';
    return index % 3 === 2 ? `C <- ACK <- S${said}` : `C -> DATA(1460)+ACK -> S${said}`;
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

/** Sends a message and waits until what it shows is there, in milliseconds. */
const shown = (page, message, selector) =>
  page.evaluate(
    ([data, wanted]) =>
      new Promise((done) => {
        const start = performance.now();
        const look = () => {
          const stage = document.querySelector('.segno-stage[aria-busy="false"]');
          if (stage?.querySelector(wanted)) requestAnimationFrame(() => done(performance.now() - start));
          else requestAnimationFrame(look);
        };
        window.postMessage(data, '*');
        requestAnimationFrame(look);
      }),
    [message, selector],
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
async function measure(segments) {
  const page = await open();
  const first = await shown(page, drawings(note(segments)), '.segno-row');
  const atOpening = await longest(page);
  const edits = [];
  for (let edit = 0; edit < EDITS; edit++) {
    // The line that changes is in view.
    const words = `edit${edit}`;
    await page.evaluate(() => document.querySelector('.segno-stage').scrollTo(0, 1000));
    const message = drawings(note(segments, words));
    edits.push(
      await page.evaluate(
        ([data, text]) =>
          new Promise((done) => {
            const start = performance.now();
            const look = () => {
              const there = [...document.querySelectorAll('.segno-remark')].some(
                (one) => one.textContent === text,
              );
              if (there) requestAnimationFrame(() => done(performance.now() - start));
              else requestAnimationFrame(look);
            };
            window.postMessage(data, '*');
            requestAnimationFrame(look);
          }),
        [message, words],
      ),
    );
  }
  const frames = await scrolled(page);
  await page.close();
  return {
    first,
    edit: at(edits, 0.95),
    slow: at(frames, 0.95),
    atOpening,
  };
}

/** What goes wrong is said where it is measured. */
const WHY =
  'Of the time after an edit a third is the layout, which measures each label, a third the check of the message, and the rest what the page is patched with; all of it is compiled during the first few edits, which are the slow ones.';

try {
  // The first page warms the browser up.
  await measure(SHORT);
  const long = await measure(LONG);
  const short = await measure(SHORT);
  /** @param {string} what @param {number} ms @param {number} most */
  const row = (what, ms, most) =>
    tell({ what, goal: `${most} ms`, figure: `${ms.toFixed(0)} ms`, reached: ms <= most, why: WHY });
  row(`first picture of ${SHORT} segments, the page being open`, short.first, 600);
  row(`new drawings until they show, ${SHORT} segments, p95`, short.edit, 30);
  row(`new drawings until they show, ${LONG.toLocaleString('en')} segments, p95`, long.edit, 60);
  row(`a frame while scrolling ${LONG.toLocaleString('en')} segments, p95`, long.slow, 33);
  row(`longest task while an exchange of ${LONG.toLocaleString('en')} segments opens`, long.atOpening, 100);
} finally {
  await browser.close();
}
