/** Takes the pictures of docs/gallery and of the README, and writes the pages of the gallery: npm run gallery. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../support/root.js';
import { PATIENCE, THEME_KINDS, Workbench } from '../support/workbench.js';
import { EXHIBITS, type Exhibit } from './exchanges.js';
import { galleryPages } from './pages.js';

const within = { timeout: PATIENCE };
const FOLDER = join(root, 'docs/gallery');
const SIZE = { width: 1200, height: 760 };
/** There is more to show while one steps. */
const STEPPING = { width: 1640, height: 740 };

/** Nothing in the window but an editor and the preview beside it. */
const BARE = {
  'workbench.activityBar.location': 'hidden',
  'workbench.statusBar.visible': false,
  'editor.minimap.enabled': false,
  'window.commandCenter': false,
};

describe.each(['en', 'zh-cn'] as const)('pictures in %s', (language) => {
  const own = EXHIBITS.filter((exhibit) => (exhibit.language ?? 'en') === language);
  let code: Workbench | undefined;
  afterAll(async () => {
    await code?.close();
  });

  it.each(own)('$name', { timeout: 180_000 }, async (exhibit) => {
    await code?.close();
    const file = `${exhibit.name}.segno`;
    code = await Workbench.open({ [file]: exhibit.text }, { language, settings: BARE });
    await code.page.setViewportSize(SIZE);
    await code.run('workbench.action.closeSidebar');
    await code.run('segno.openPreviewToSide');
    const preview = code.webview();
    await preview.locator('.segno-stage[aria-busy="false"] .segno-row').first().waitFor(within);
    if (exhibit.toScale) {
      await preview.getByRole('button', { name: 'To scale' }).click();
      await preview.locator('.segno-stage[aria-busy="false"] .segno-row').first().waitFor(within);
    }
    if (exhibit.then !== undefined) await code.rewrite(exhibit.then);
    await code.goTo(exhibit.line, 1);
    await preview.locator('.segno-back.segno-here').waitFor({ ...within, state: 'attached' });
    if (exhibit.then !== undefined)
      await preview.locator('.segno-banner .segno-problem').first().waitFor(within);
    if (exhibit.steps !== undefined) await takeSteps(code, exhibit.steps);
    for (const theme of THEME_KINDS) {
      await code.theme(theme);
      await preview.locator(CLASSES[theme]).waitFor(within);
      await picture(code, exhibit, join(FOLDER, `${exhibit.name}-${theme}.png`));
    }
  });
});

describe('the window', () => {
  const note = readFileSync(join(root, 'examples/handshake.md'), 'utf8');
  const lines = note.split('\n');
  const line = lines.findIndex((text) => text.includes('ack=x+1')) + 1;
  const column = (lines[line - 1] ?? '').indexOf('ack=x+1') + 'ack=x+'.length + 1;
  let code: Workbench;
  afterAll(async () => {
    await code.close();
  });

  it('README', { timeout: 120_000 }, async () => {
    code = await Workbench.open({ 'handshake.md': note }, { settings: { 'editor.minimap.enabled': false } });
    await code.page.setViewportSize({ width: 1380, height: 620 });
    await code.run('workbench.action.closeSidebar');
    await code.goTo(line, 1);
    await code.run('segno.openPreviewToSide');
    await code.webview().locator('.segno-row-segment').first().waitFor(within);
    await code.overwrite(line, column, '2');
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.webview().locator('.segno-banner .segno-problem').first().waitFor(within);
    await code.theme('light');
    // The scenario from its heading to its end.
    await code.run('revealLine', { lineNumber: line - 7, at: 'top' });
    // The window is at rest, with its breadcrumbs.
    const starting = code.page.locator('.statusbar-item', { hasText: 'Activating Extensions' });
    await starting.waitFor({ ...within, state: 'hidden' });
    await code.page.locator('.breadcrumbs-control', { hasText: 'SYN+ACK' }).first().waitFor(within);
    await code.webview().locator(CLASSES.light).waitFor(within);
    await code.page.screenshot({
      path: join(root, 'docs/images/preview.png'),
      animations: 'disabled',
      caret: 'hide',
    });
  });
});

/** The class of the page in a theme of each kind. */
const CLASSES = {
  light: 'body.vscode-light:not(.vscode-high-contrast-light)',
  dark: 'body.vscode-dark',
  'high-contrast': 'body.vscode-high-contrast:not(.vscode-high-contrast-light)',
  'high-contrast-light': 'body.vscode-high-contrast-light',
} as const;

async function takeSteps(code: Workbench, steps: number): Promise<void> {
  await code.page.setViewportSize(STEPPING);
  const preview = code.webview();
  await preview.getByRole('button', { name: 'Step through the exchange' }).click();
  for (let step = 0; step < steps; step++) await preview.getByRole('button', { name: 'Step on' }).click();
  await preview.locator('.segno-stage[aria-busy="false"]').waitFor(within);
  // The pointer is in nobody's way.
  await code.page.mouse.move(100, 100);
}

/** Takes a picture of the preview, cut to what it shows. */
async function picture(code: Workbench, { height, steps }: Exhibit, path: string): Promise<void> {
  const { page } = code;
  const preview = code.webview();
  mkdirSync(FOLDER, { recursive: true });
  if (steps !== undefined) {
    await preview.locator('#segno').screenshot({ path, animations: 'disabled', caret: 'hide' });
    return;
  }
  const box = async (selector: string) => {
    const found = await preview.locator(selector).first().boundingBox();
    if (!found) throw new Error(`nothing shown of ${selector}`);
    return found;
  };
  const bar = await box('.segno-bar');
  const canvas = preview.locator('.segno-canvas');
  // The stage must have room for all of it.
  const needed = await canvas.evaluate((element) => element.getBoundingClientRect().height);
  const stage = await box('.segno-stage');
  const bottom = height === undefined ? stage.y + 46 + needed + 12 : bar.y + height;
  await page.setViewportSize({ width: SIZE.width, height: Math.ceil(Math.max(400, bottom)) + 4 });
  await expect.poll(async () => (await box('.segno-stage')).height > 60, within).toBe(true);
  await preview.locator('.segno-stage[aria-busy="false"]').waitFor(within);
  await page.screenshot({
    path,
    clip: { x: bar.x, y: bar.y, width: bar.width, height: Math.ceil(bottom - bar.y) },
    animations: 'disabled',
    caret: 'hide',
  });
}

it('writes the pages', () => {
  for (const [name, text] of galleryPages()) writeFileSync(join(FOLDER, name), text);
});
