import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const note = `begin Three-way handshake
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;

describe('the preview of a .segno file', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'handshake.segno': note });
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('handshake.segno');
  });

  const rows = () => code.webview().locator('.segno-row-segment');
  const said = () => rows().evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  const chips = () => code.webview().locator('.segno-chip text').allTextContents();
  const problems = () => code.webview().locator('.segno-banner .segno-problem').allInnerTexts();

  it('opens beside the editor from its title bar and leaves the focus there', async () => {
    await code.page.getByRole('button', { name: 'Open Exchange Preview to the Side' }).click();
    await code.tab('Preview handshake.segno').waitFor({ timeout: PATIENCE });
    await rows().first().waitFor({ timeout: PATIENCE });
    // Typed without going there first.
    await code.page.keyboard.type('// ');
    await code.expectLine(1, '// begin Three-way handshake');
  });

  it('draws the segments, and the states of both ends', async () => {
    await code.preview();
    expect(await rows().count()).toBe(3);
    expect(await chips()).toEqual(expect.arrayContaining(['LISTEN', 'SYN_SENT', 'SYN_RCVD', 'ESTABLISHED']));
    await code.screenshot('preview-right');
  });

  it('changes while one types, marks the segment with the problem, and clears the mark', async () => {
    await code.preview();
    await code.overwrite(3, 27, '2');
    await expect.poll(said, { timeout: PATIENCE }).toContainEqual(expect.stringContaining('ack x+2'));
    await expect.poll(problems, { timeout: PATIENCE }).toHaveLength(1);
    expect((await problems())[0]).toContain('x+1');
    expect(await code.webview().locator('.segno-row-segment.segno-is-error').count()).toBe(1);
    await code.screenshot('preview-problem');

    await code.overwrite(3, 27, '1');
    await expect.poll(problems, { timeout: PATIENCE }).toEqual([]);
    expect(await code.webview().locator('.segno-row-segment.segno-is-error').count()).toBe(0);
  });

  it('keeps the last picture while a line cannot be read, and says so', async () => {
    await code.preview();
    await code.overwrite(3, 3, '<', 2);
    await expect.poll(problems, { timeout: PATIENCE }).not.toEqual([]);
    expect(await rows().count()).toBe(3);
    await code.screenshot('preview-broken');

    await code.overwrite(3, 3, '<-', 1);
    await expect.poll(problems, { timeout: PATIENCE }).toEqual([]);
    expect(await rows().count()).toBe(3);
  });

  it('selects the line of an arrow that is clicked', async () => {
    await code.preview();
    await rows().nth(2).locator('.segno-hit').click();
    // The focus stays in the preview, so the status bar tells nothing of the editor.
    const line = code.page.locator('.editor-instance .active-line-number');
    await expect.poll(() => line.allInnerTexts(), { timeout: PATIENCE }).toEqual(['4']);
  });
});
