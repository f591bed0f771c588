import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const handshake = `begin Three-way handshake
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;

describe('a .segno file in VS Code', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'handshake.segno': handshake });
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('handshake.segno');
  });

  it('is of the language Segno and coloured', async () => {
    await code.page.locator('#status\\.editor\\.mode', { hasText: 'Segno' }).waitFor();
    const colours = () => Promise.all(['C', 'SYN', 'seq'].map((word) => code.colourOf('SYN(seq=x)', word)));
    await expect.poll(async () => new Set(await colours()).size, { timeout: PATIENCE }).toBe(3);
  });

  it('underlines a wrong acknowledgment number, says what is wrong, and is content once it is mended', async () => {
    await code.overwrite(3, 27, '2');
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.hover(3, 22, 'x+1');
    await code.screenshot('editor-problem');

    await code.overwrite(3, 27, '1');
    await code.expectSquiggles('error', []);
    await code.screenshot('editor-right');
  });
});
