/** The way from the first line to the picture in the hand, in the extension host of the desktop. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { small } from '../capture/make.js';
import { PATIENCE, Workbench } from '../e2e/support/workbench.js';
import { isThere, serveDesktop } from './support/desktop.js';

const within = { timeout: PATIENCE };

const HANDSHAKE = `begin Opening
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
end
`;

describe.skipIf(!isThere())('in the extension host of the desktop', () => {
  let code: Workbench;
  let folder = '';
  beforeAll(async () => {
    code = await Workbench.open(
      { 'note.segno': HANDSHAKE },
      {
        serve: (served) => {
          folder = served;
          return serveDesktop(served);
        },
      },
    );
  });
  afterAll(async () => {
    await code.close();
  });

  const begin = (text: string, line = 1) => code.begin('note.segno', { text, line });
  const rows = () => code.webview().locator('.segno-row-segment');
  const wrong = () => code.webview().locator('.segno-banner .segno-problem');
  const name = () => code.page.locator('.quick-input-widget input');

  it('an exchange is written with what is offered, checked, mended and drawn', async () => {
    await begin('begin Opening\n\nend\n', 2);
    const offered = code.page.locator('.suggest-widget.visible .monaco-list-row').first();
    await code.type('C -> ');
    await expect.poll(() => offered.getAttribute('aria-label'), within).toContain('SYN(seq=x) -> S');
    await code.until(() => code.run('selectFirstSuggestion'), offered.and(code.page.locator('.focused')));
    await code.press('Enter');
    await code.expectLine(2, 'C -> SYN(seq=x) -> S');
    await code.rewrite(HANDSHAKE.replace('x+1', 'x+2'));
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.preview();
    await wrong().first().waitFor(within);
    await code.goTo(3, 24);
    await code.fix('ack=x+1');
    await code.expectText(HANDSHAKE);
    await wrong()
      .first()
      .waitFor({ ...within, state: 'hidden' });
    await expect.poll(() => rows().count(), within).toBe(3);
    await code.screenshot('desktop');
  });

  it('it is stepped through', async () => {
    await begin(HANDSHAKE, 2);
    await code.preview();
    await code.palette('Segno: Step Through the Exchange');
    const count = () => code.webview().locator('.segno-transport .segno-count').innerText();
    await expect.poll(count, within).toBe('1 / 3');
    await code.page.keyboard.press(']');
    await expect.poll(count, within).toBe('2 / 3');
  });

  it('its picture is saved on the disk', async () => {
    await begin(HANDSHAKE, 2);
    await code.preview();
    await code.palette('Segno: Save Drawing as SVG');
    await expect.poll(() => name().inputValue(), within).toMatch(/\/note - Opening\.svg$/);
    await name().press('Enter');
    const file = join(folder, 'note - Opening.svg');
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8'), within).toMatch(/<\/svg>\s*$/);
  });

  it('a capture becomes a note', async () => {
    await begin(HANDSHAKE);
    await code.run('driver.store', 'small.pcap', [...small()]);
    await code.run('workbench.view.explorer');
    const file = code.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'small.pcap' });
    const entry = code.page.locator('.context-view .action-label', { hasText: 'Import Capture' });
    await code.until(() => file.click({ button: 'right' }), entry);
    await code.click(entry, code.line('C -> DATA(seq=x+1, len=16)+ACK(ack=y+1) -> S : GET / HTTP/1.0'));
    await code.expectSquiggles('error', []);
  });

  it('the preview is there again after the window is loaded anew', async () => {
    await begin(HANDSHAKE);
    await code.preview();
    await code.reload();
    await rows().first().waitFor(within);
    await code.rewrite(HANDSHAKE.replace('x+1', 'x+2'));
    await wrong().first().waitFor(within);
  });
});
