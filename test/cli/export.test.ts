import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, RIGHT, segno, WRONG } from './fake.js';

describe('segno render in forms for other programs', () => {
  it('writes a capture that can be imported', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT });
    expect((await segno(['render', '-f', 'pcap', 'a.segno', '-o', 'a.pcap'], { cwd })).status).toBe(0);
    const { stdout } = await segno(['import', 'a.pcap'], { cwd });
    expect(stdout.match(/^@.*$/gm)).toEqual([
      '@0 C -> SYN(seq=x) -> S [C: SYN_SENT, S: SYN_RCVD]',
      '@0.01 C <- SYN(seq=y)+ACK(ack=x+1) <- S [C: ESTABLISHED]',
      '@0.02 C -> ACK(seq=x+1, ack=y+1) -> S [S: ESTABLISHED]',
    ]);
  });

  it('writes a capture into a pipe, and not onto a terminal', async () => {
    const args = ['render', '-f', 'pcap', '-'];
    expect((await segno(args, { stdin: RIGHT })).stdout).toMatch(/^\u00d4\u00c3\u00b2\u00a1/);
    const { status, stdout, stderr } = await segno(args, { stdin: RIGHT, tty: true });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('write it to a file with -o');
  });

  it('writes what tcpdump prints', async () => {
    const stdin = RIGHT.replace('seq=x', 'seq=1000').replace('x+1', '1001');
    const { stdout } = await segno(['render', '-f', 'tcpdump', '-'], { stdin });
    expect(stdout.replaceAll(/(seq|ack) \d{4,}/g, '$1 N')).toBe(
      `00:00:00.000000 IP 192.0.2.1.40000 > 192.0.2.2.6789: Flags [S], seq N, win 65535, length 0
00:00:00.010000 IP 192.0.2.2.6789 > 192.0.2.1.40000: Flags [S.], seq N, ack N, win 65535, length 0
00:00:00.020000 IP 192.0.2.1.40000 > 192.0.2.2.6789: Flags [.], ack 1, win 65535, length 0
`,
    );
  });

  it('writes a script of packetdrill for the end that is opened to, or another', async () => {
    const script = (await segno(['render', '-f', 'packetdrill', '-'], { stdin: RIGHT })).stdout;
    expect(script).toBe(`// Opening
  +0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
  +0 bind(3, ..., ...) = 0
  +0 listen(3, 1) = 0
  +0 < S 0:0(0) win 65535
  +0 > S. 0:0(0) ack 1 <...>
+.01 < . 1:1(0) ack 1 win 65535
  +0 accept(3, ..., ...) = 4
`);
    const client = await segno(['render', '-f', 'packetdrill', '--end', 'C', '-'], { stdin: RIGHT });
    expect(client.stdout).toContain('> S 0:0(0) <...>');
    const none = await segno(['render', '-f', 'packetdrill', '--end', 'X', '-'], { stdin: RIGHT });
    expect([none.status, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('it has no end X that is a TCP');
  });

  it('writes one script for each exchange', async () => {
    const cwd = folderWith({ 'a.segno': RIGHT + RIGHT });
    expect((await segno(['render', '-f', 'packetdrill', 'a.segno'], { cwd })).status).toBe(2);
    await segno(['render', '-f', 'packetdrill', 'a.segno', '-o', 'a.pkt'], { cwd });
    expect(readFileSync(join(cwd, 'a-2.pkt'), 'utf8')).toMatch(/^\/\/ Opening\n/);
  });

  it('writes data for other programs', async () => {
    const { stdout, status } = await segno(['render', '-f', 'json', '-'], { stdin: WRONG });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      exchanges: [
        {
          title: 'Opening',
          packets: [
            { time: 0, from: 'C', to: 'S', source: '192.0.2.1:40000', flags: ['SYN'], ack: null, win: null },
            { time: 0.01, from: 'S', to: 'C', flags: ['SYN', 'ACK'], len: 0, fate: 'delivered' },
            { time: 0.02, from: 'C', to: 'S', flags: ['ACK'], origin: 'new' },
          ],
        },
      ],
    });
  });
});
