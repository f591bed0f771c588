import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { root } from '../support/root.js';
import { launchChromium } from './support/chromium.js';
import { PATIENCE } from './support/workbench.js';

describe('npm start', () => {
  let start: ChildProcess;
  let url: string;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  beforeAll(async () => {
    start = spawn(process.execPath, ['scripts/start.mjs', '--no-open', '--no-build', '--port=0'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await new Promise((found, failed) => {
      let said = '';
      start.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const address = /http:\/\/\S+/.exec(said)?.[0];
        if (address !== undefined) found(address);
      });
      start.once('exit', () => {
        failed(new Error(`npm start ended:\n${said}`));
      });
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    const ended = new Promise((done) => start.once('exit', done));
    start.kill();
    await Promise.all([ended, browser.close()]);
  });

  it('says where VS Code is, with an example in the editor, its drawing beside it, and the others in the folder', async () => {
    const page = await browser.context.newPage();
    await page.goto(url, { timeout: PATIENCE });
    await page.locator('.editor-instance .view-line').first().waitFor({ timeout: PATIENCE });
    // The preview's tab names the note too, and may come before one looks.
    await page.getByRole('tab', { name: 'handshake.md', exact: true }).waitFor({ timeout: PATIENCE });
    await page
      .locator('iframe.webview.ready')
      .last()
      .contentFrame()
      .frameLocator('iframe#active-frame')
      .locator('.segno-row-segment')
      .first()
      .waitFor({ timeout: PATIENCE });
    await page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: /\.md\s*$/ })
      .first()
      .waitFor({ timeout: PATIENCE });
    await page.screenshot({ path: `${root}/test-results/start.png` });
  });
});
