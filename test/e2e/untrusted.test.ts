import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

const NOTE = `# From somebody

\`\`\`segno
begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+2) <- S
end
\`\`\`
`;

describe('a folder whose authors are not trusted', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.md': NOTE }, { untrusted: true });
    await code.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor(within);
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async () => {
    await code.begin('note.md');
  });

  it('is checked and explained all the same', async () => {
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.hover(6, 24, 'x+1');
  });

  it('is drawn all the same', async () => {
    await code.goTo(5, 1);
    await code.preview();
    await code.webview().locator('.segno-row-segment.segno-is-error').waitFor(within);
    await expect.poll(() => code.webview().locator('.segno-row-segment').count(), within).toBe(2);
    await code.screenshot('untrusted');
  });
});
