import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { small } from '../capture/make.js';
import { folderWith, segno } from './fake.js';

describe('segno import of a capture', () => {
  it('writes a note that has no problems', async () => {
    const cwd = folderWith({ 'a.pcap': small() });
    const { status, stdout } = await segno(['import', 'a.pcap'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('C -> SYN(seq=x, mss=1460, sackok) -> S');
    expect((await segno(['check', '-'], { stdin: stdout })).status).toBe(0);
  });

  it('reads standard input', async () => {
    const { stdout } = await segno(['import', '-'], { stdin: small() });
    expect(stdout).toContain('endpoint S "192.0.2.2:80"');
  });

  it('writes one file a capture into a folder', async () => {
    const cwd = folderWith({ 'a.pcap': small(), 'b.pcap': small(), 'out/x': '' });
    expect((await segno(['import', 'a.pcap', 'b.pcap', '-o', 'out'], { cwd })).status).toBe(0);
    expect(existsSync(join(cwd, 'out/a.segno'))).toBe(true);
    expect(readFileSync(join(cwd, 'out/b.segno'), 'utf8')).toMatch(/^begin /);
  });

  it('lists the connections, and imports those that are asked for', async () => {
    const cwd = folderWith({ 'a.pcap': small() });
    const { stdout } = await segno(['import', 'a.pcap', '--list'], { cwd });
    expect(stdout.split('\n')[1]).toMatch(
      /^1 +192\.0\.2\.1:40000 +192\.0\.2\.2:80 .* 8 +33 +CLOSED TIME_WAIT +0 +GET \/ HTTP\/1\.0$/,
    );
    const other = await segno(['import', 'a.pcap', '--connection', '2'], { cwd });
    expect([other.status, other.stdout]).toEqual([2, '']);
    expect((await segno(['import', 'a.pcap', '--grep', 'http'], { cwd })).status).toBe(0);
    expect((await segno(['import', 'a.pcap', '--grep', 'ftp'], { cwd })).status).toBe(2);
  });

  it('leaves out what lies before or after', async () => {
    const cwd = folderWith({ 'a.pcap': small() });
    const { stdout } = await segno(['import', 'a.pcap', '--to', '0.025'], { cwd });
    expect(stdout.match(/(?:->|<-) [A-Z]/g)).toHaveLength(6);
  });

  it('says how far a damaged file could be read', async () => {
    const cwd = folderWith({ 'a.pcap': small().subarray(0, 200) });
    const { status, stdout, stderr } = await segno(['import', 'a.pcap'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('SYN');
    expect(stderr).toMatch(/a\.pcap is cut short: imported as far as octet \d+/);
  });

  it('refuses what is no capture, and numbers that are none', async () => {
    const cwd = folderWith({ 'a.pcap': 'no capture' });
    const { status, stderr } = await segno(['import', 'a.pcap'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('a.pcap is no capture');
    expect((await segno(['import', 'a.pcap', '--limit', 'many'], { cwd })).status).toBe(2);
  });
});
