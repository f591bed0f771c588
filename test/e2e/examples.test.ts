import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/root.js';
import { PATIENCE, Workbench } from './support/workbench.js';

const note = readFileSync(join(root, 'examples/handshake.md'), 'utf8');
const lines = note.split('\n');
/** The first acknowledgment number of the note, and where its `1` stands, 1-based. */
const line = lines.findIndex((text) => text.includes('ack=x+1')) + 1;
const column = (lines[line - 1] ?? '').indexOf('ack=x+1') + 'ack=x+'.length + 1;

describe('a newcomer with the example note', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'handshake.md': note });
    await code.page.setViewportSize({ width: 1480, height: 640 });
    await code.run('workbench.action.closeSidebar');
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('handshake.md', { line });
  });

  const problems = () => code.webview().locator('.segno-banner .segno-problem').allInnerTexts();

  it('opens the preview, breaks a number, sees it marked in text and drawing, and mends it', async () => {
    await code.click(
      code.page.getByRole('button', { name: 'Open Exchange Preview to the Side' }),
      code.webview().locator('.segno-row-segment').first(),
    );

    await code.overwrite(line, column, '2');
    await code.expectSquiggles('error', ['ack=x+2']);
    await expect.poll(problems, { timeout: PATIENCE }).toHaveLength(1);
    await code.screenshot('readme');

    await code.overwrite(line, column, '1');
    await code.expectSquiggles('error', []);
    await expect.poll(problems, { timeout: PATIENCE }).toEqual([]);
  });

  it('mends it with the quick fix', async () => {
    await code.overwrite(line, column, '3');
    await code.expectSquiggles('error', ['ack=x+3']);
    await code.fixes();
    await code.screenshot('quick-fix');
    await code.fix('ack=x+1');
    await code.expectText(note);
    await code.expectSquiggles('error', []);
  });
});
