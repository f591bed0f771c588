/** The main job for those who do not point: keys alone, from an empty note to a drawing that is taken elsewhere. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

describe('by keyboard alone', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.segno': '' });
    await code.allowClipboard();
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async () => {
    await code.begin('note.segno');
  });

  const stage = () => code.webview().locator('.segno-stage[aria-busy="false"]');
  const count = () => code.webview().locator('.segno-transport .segno-count').innerText();

  /** Takes a command from the palette. */
  const take = async (title: string) => {
    await code.page.keyboard.press('F1');
    await code.page.locator('.quick-input-widget input').first().waitFor(within);
    await code.page.keyboard.type(title);
    await code.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor(within);
    await code.page.keyboard.press('Enter');
  };

  it('an exchange is written, put right, drawn, stepped through and copied', async () => {
    for (const line of [
      'begin Opening',
      'C -> SYN(seq=x) -> S',
      'C <- SYN(seq=y)+ACK(ack=x+2) <- S',
      'C -> ACK -> S',
    ]) {
      await code.type(line);
      // What is offered meanwhile is not taken.
      await code.press('Escape', 'Enter');
    }
    await code.type('end');
    await code.press('Escape');
    // To the problem, and what it says.
    await code.press('F8');
    await code.page.locator('.zone-widget', { hasText: 'ACK should be' }).waitFor(within);
    await code.page.keyboard.press('Escape');
    await code.press('Control+.');
    await code.page.locator('.action-widget .action').first().waitFor(within);
    await code.page.keyboard.press('Enter');
    await expect.poll(() => code.text(), within).toContain('ack=x+1');
    // The drawing beside the note, which keeps the focus.
    await code.press('Control+k', 'g');
    await stage().locator('.segno-row-segment').nth(2).waitFor(within);
    await code.focused();
    await take('Segno: Step Through the Exchange');
    // The line that was put right is the second segment.
    await expect.poll(count, within).toBe('2 / 3');
    await code.page.keyboard.press(']');
    await expect.poll(count, within).toBe('3 / 3');
    await take('Segno: Copy Drawing as Mermaid');
    await expect
      .poll(() => code.page.evaluate(() => navigator.clipboard.readText()), within)
      .toMatch(/^sequenceDiagram\n/);
  });
});
