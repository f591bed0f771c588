import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const note = `begin Three-way handshake
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;

const within = { timeout: PATIENCE };

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
  const expectRows = (count: number) => expect.poll(() => rows().count(), within).toBe(count);
  const wrong = () => code.webview().locator('.segno-row-segment.segno-is-error');
  const said = () => rows().evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  const chips = () => code.webview().locator('.segno-chip text').allTextContents();
  const problems = () => code.webview().locator('.segno-banner .segno-problem').allInnerTexts();

  it('opens beside the editor from its title bar and leaves the focus there', async () => {
    await code.click(
      code.page.getByRole('button', { name: 'Open Exchange Preview to the Side' }),
      code.tab('Preview handshake.segno'),
    );
    await rows().first().waitFor(within);
    // Typed without going there first.
    await code.page.keyboard.type('// ');
    await code.expectLine(1, '// begin Three-way handshake');
  });

  it('draws the segments, and the states of both ends', async () => {
    await code.preview();
    await expectRows(3);
    await expect
      .poll(chips, within)
      .toEqual(expect.arrayContaining(['LISTEN', 'SYN_SENT', 'SYN_RCVD', 'ESTABLISHED']));
    await code.screenshot('preview-right');
  });

  it('changes while one types, marks the segment with the problem, and clears the mark', async () => {
    await code.preview();
    await code.overwrite(3, 27, '2');
    await expect.poll(said, within).toContainEqual(expect.stringContaining('ack x+2'));
    await expect.poll(problems, within).toEqual([expect.stringContaining('x+1')]);
    await expect.poll(() => wrong().count(), within).toBe(1);
    await code.screenshot('preview-problem');

    await code.overwrite(3, 27, '1');
    await expect.poll(problems, within).toEqual([]);
    await expect.poll(() => wrong().count(), within).toBe(0);
  });

  it('keeps the last picture while a line cannot be read, and says so', async () => {
    await code.preview();
    await code.overwrite(3, 3, '<', 2);
    await expect.poll(problems, within).not.toEqual([]);
    await expectRows(3);
    await code.screenshot('preview-broken');

    await code.overwrite(3, 3, '<-', 1);
    await expect.poll(problems, within).toEqual([]);
    await expectRows(3);
  });

  it('selects the line of an arrow that is clicked', async () => {
    await code.preview();
    // The focus stays in the preview, so the status bar tells nothing of the editor.
    const line = code.page.locator('.editor-instance .active-line-number', { hasText: /^4$/ });
    await code.click(rows().nth(2).locator('.segno-hit'), line);
  });
});
