/** What people notice when the language server ends, ends again and again, or hangs: in the desktop's extension host. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from '../e2e/support/workbench.js';
import { isThere, serveDesktop, type Desktop } from './support/desktop.js';

const within = { timeout: PATIENCE };

const RIGHT = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;
const WRONG = RIGHT.replace('x+1', 'x+2');

describe.skipIf(!isThere())('a language server', () => {
  let code: Workbench;
  let desktop: Desktop;
  beforeAll(async () => {
    code = await Workbench.open(
      { 'note.segno': RIGHT },
      { serve: async (folder) => (desktop = await serveDesktop(folder)) },
    );
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async ({ onTestFailed }) => {
    onTestFailed(() => code.screenshot('life-failed'));
    await code.run('segno.restartServer');
    await code.begin('note.segno');
    await code.preview();
    await expect.poll(() => desktop.servers().length, within).toBe(1);
  });

  const banner = () => code.webview().locator('.segno-banner');
  const rows = () => code.webview().locator('.segno-row-segment');
  const wrong = () => banner().locator('.segno-problem', { hasText: 'x+1' });
  const item = () => code.page.locator('#segno\\.segno\\.segno\\.problems');
  const toast = () => code.page.locator('.notification-toast', { hasText: 'keeps ending' });
  const server = () => desktop.servers()[0] ?? 0;
  /** Ends the server, and answers as soon as there is another. */
  const end = async (signal: NodeJS.Signals) => {
    const before = server();
    process.kill(before, signal);
    await expect.poll(() => desktop.servers().some((pid) => pid !== before), within).toBe(true);
  };
  /** What is typed is checked and drawn, by one server alone. */
  const expectAlive = async () => {
    await code.rewrite(WRONG);
    await code.expectSquiggles('error', ['ack=x+2']);
    await wrong().waitFor(within);
    await expect.poll(() => banner().innerText(), within).not.toContain('language server');
    await code.rewrite(RIGHT);
    await wrong().waitFor({ ...within, state: 'hidden' });
    await expect.poll(() => desktop.servers().length, within).toBe(1);
  };

  it.each(['SIGKILL', 'SIGABRT'] as const)('is there again when it has ended by %s', async (signal) => {
    await end(signal);
    await expectAlive();
    await expect.poll(() => item().innerText(), within).toContain('No problems');
  });

  it('that ends again and again is given up, with the drawing still there and a way back', async () => {
    for (let time = 0; time < 4; time++) await end('SIGKILL');
    process.kill(server(), 'SIGKILL');
    await toast().waitFor(within);
    await banner().getByText('The language server is not running').waitFor(within);
    expect(await rows().count()).toBe(3);
    await expect.poll(() => item().innerText(), within).toContain('Segno is not running');
    await code.screenshot('life-gone');
    await banner().getByRole('button', { name: 'Restart' }).click();
    await expectAlive();
  });

  it('that is given up has its log one click away', async () => {
    for (let time = 0; time < 4; time++) await end('SIGKILL');
    process.kill(server(), 'SIGKILL');
    await code.click(
      toast().getByRole('button', { name: 'Show Output' }).first(),
      code.page.locator('.output-view-container, .output-view'),
    );
    await code.screenshot('life-log');
    await code.run('workbench.action.closePanel');
    await item().click();
    await expectAlive();
  });

  it('that hangs is said to, and makes room for another', async () => {
    const before = server();
    process.kill(before, 'SIGSTOP');
    await code.rewrite(WRONG);
    await banner().getByText('has not answered for a while').waitFor(within);
    expect(await rows().count()).toBe(3);
    await expect.poll(() => item().innerText(), within).toContain('Segno does not answer');
    await code.screenshot('life-hangs');
    await banner().getByRole('button', { name: 'Restart' }).click();
    await wrong().waitFor(within);
    expect(desktop.servers()).not.toContain(before);
    await expectAlive();
  });

  it('that hung goes on where it was when it only needed time', async () => {
    const before = server();
    process.kill(before, 'SIGSTOP');
    await code.rewrite(WRONG);
    await banner().getByText('has not answered for a while').waitFor(within);
    process.kill(before, 'SIGCONT');
    await wrong().waitFor(within);
    expect(desktop.servers()).toEqual([before]);
    await expectAlive();
  });
});
