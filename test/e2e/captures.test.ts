import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePcap } from '../../src/capture/out/pcap.js';
import { smallExchange } from '../capture/make.js';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

describe('a capture in the browser', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'a.segno': 'begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nend\n' });
  });
  afterAll(async () => {
    await code.close();
  });

  it('becomes a note, checked and drawn, of the connection that is picked', async () => {
    await code.begin('a.segno');
    const other = smallExchange().map((packet) => ({
      ...packet,
      ...(packet.fromPort === 80 ? { toPort: 40_001 } : { fromPort: 40_001 }),
    }));
    await code.run('driver.store', 'two.pcap', [...writePcap([...smallExchange(), ...other])]);
    await code.run('workbench.view.explorer');
    const file = code.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'two.pcap' });
    const entry = code.page.locator('.context-view .action-label', { hasText: 'Import Capture' });
    await code.until(() => file.click({ button: 'right' }), entry);
    const picked = code.page.locator('.quick-input-list .monaco-list-row', { hasText: ':40001' });
    await code.click(entry, picked);
    await code.screenshot('capture-connections');
    await picked.click();
    await code.page.locator('.quick-input-widget', { hasText: '1 Selected' }).waitFor(within);
    await code.page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).click();
    await code.line('endpoint C "192.0.2.1:40001"').waitFor(within);
    await code.line('C -> DATA(seq=x+1, len=16)+ACK(ack=y+1) -> S : GET / HTTP/1.0').waitFor(within);
    await code
      .webview()
      .locator('.segno-stage[aria-busy="false"] .segno-row-segment')
      .first()
      .waitFor(within);
    await code.expectSquiggles('error', []);
    await code.screenshot('capture-note');
  });

  it('of packetdrill becomes a note, and a note becomes a script of packetdrill', async () => {
    await code.begin('a.segno', { line: 2 });
    await code.palette('Segno: Save Exchange As');
    await code.choose('Script of packetdrill');
    await code.choose('S');
    const name = code.page.locator('.quick-input-widget input');
    await expect.poll(() => name.inputValue(), within).toMatch(/\/a\.pkt$/);
    await name.press('Enter');
    const saved = code.page.locator('.notification-toast', { hasText: 'Saved “a.pkt”.' });
    await code.click(
      saved.getByRole('button', { name: 'Open' }),
      code.page.locator('.tab.active', { hasText: 'a.pkt' }),
    );
    await code.line('+0 < S 0:0(0) win 65535').waitFor(within);
    await code.screenshot('packetdrill-script');
    const file = code.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'a.pkt' });
    const entry = code.page.locator('.context-view .action-label', { hasText: 'Import Capture' });
    await code.until(() => file.click({ button: 'right' }), entry);
    await code.click(entry, code.line('endpoint C "packetdrill" unchecked'));
    await code.line('C <- SYN(seq=y)+ACK(ack=x+1) <- S').waitFor(within);
    await code.screenshot('packetdrill-note');
  });
});
