/** What people notice when the language server hangs or ends: in the browser, where it is a worker. */
import type { Worker } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

const RIGHT = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;
const WRONG = RIGHT.replace('x+1', 'x+2');

describe('a language server in the browser', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.segno': RIGHT });
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async ({ onTestFailed }) => {
    onTestFailed(() => code.screenshot('life-failed'));
    await code.begin('note.segno');
    await code.preview();
    await expect.poll(() => rows().count(), within).toBe(3);
  });

  const banner = () => code.webview().locator('.segno-banner');
  const rows = () => code.webview().locator('.segno-row-segment');
  const wrong = () => banner().locator('.segno-problem', { hasText: 'x+1' });
  const item = () => code.page.locator('#segno\\.segno\\.segno\\.problems');
  /** What a worker is called; nothing where it hangs or has just ended. */
  const nameOf = (worker: Worker): Promise<string> =>
    Promise.race([
      worker.evaluate(() => self.name).catch(() => ''),
      new Promise<string>((resolve) => setTimeout(resolve, 2_000, '')),
    ]);
  /** The worker in which the server runs. */
  const server = async (): Promise<Worker> => {
    let found: Worker | undefined;
    await expect
      .poll(async () => {
        for (const worker of code.page.workers())
          if ((await nameOf(worker)).includes('server-worker')) found = worker;
        return found !== undefined;
      }, within)
      .toBe(true);
    return found as Worker;
  };

  it('that hangs is said to, keeps the drawing, and makes room for another', async () => {
    const worker = await server();
    const closed = worker.waitForEvent('close', within);
    // Not while it is asked, since nothing that an inspector asks for is ended.
    await worker.evaluate((end) => {
      setTimeout(() => {
        while (Date.now() < end);
      });
    }, Date.now() + 300_000);
    await code.rewrite(WRONG);
    await banner().getByText('has not answered for a while').waitFor(within);
    expect(await rows().count()).toBe(3);
    await expect.poll(() => item().innerText(), within).toContain('Segno does not answer');
    await code.screenshot('life-hangs');
    await banner().getByRole('button', { name: 'Restart' }).click();
    await wrong().waitFor(within);
    await code.expectSquiggles('error', ['ack=x+2']);
    await closed;
  });

  it('that has ended is missed, and there is a way back', async () => {
    const worker = await server();
    await worker.evaluate(() => {
      self.close();
    });
    await code.rewrite(WRONG);
    await banner().getByText('has not answered for a while').waitFor(within);
    await banner().getByRole('button', { name: 'Restart' }).click();
    await wrong().waitFor(within);
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.rewrite(RIGHT);
    await wrong().waitFor({ ...within, state: 'hidden' });
  });
});
