import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';
import { compact } from './compact.js';

describe('the text of tcpdump', () => {
  it('counts from the first numbers, on the wire and around 2^32', () => {
    const text = `
10:00:00.000001 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 4294967290, win 64240, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0
10:00:00.010001 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [S.], seq 90000, ack 4294967291, win 65160, options [mss 1460,sackOK,TS val 7 ecr 1,nop,wscale 7], length 0
10:00:00.010101 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], ack 1, win 502, options [nop,nop,TS val 2 ecr 7], length 0
10:00:00.010201 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [P.], seq 1:39, ack 1, win 502, options [nop,nop,TS val 2 ecr 7], length 38: HTTP: GET / HTTP/1.1`;
    expect(compact(text)).toEqual([
      'tcpdump',
      'C > S SYN seq=4294967290',
      'S > C SYN+ACK seq=90000 ack=4294967291',
      'C > S ACK ack=90001',
      'C > S PSH+ACK+DATA seq=4294967291 ack=90001 len=38',
    ]);
  });

  it('is read without times, with -v, with IPv6 and with names', () => {
    const text = `
IP6 (flowlabel 0x1, hlim 64, next-header TCP (6) payload length: 40)
    2001:db8::1.5000 > 2001:db8::2.http: Flags [S], cksum 0x1234 (correct), seq 100, win 100, length 0
    2001:db8::2.http > 2001:db8::1.5000: Flags [R.], cksum 0x1234 (correct), seq 0, ack 101, win 0, length 0`;
    expect(compact(text)).toEqual(['tcpdump', 'C > S SYN seq=100', 'S > C RST+ACK seq=0 ack=101']);
  });

  it('is read in its older form', () => {
    const text = `
arthur.1023 > zaphod.80: S 768512:768512(0) win 4096 <mss 1024>
zaphod.80 > arthur.1023: S 947648:947648(0) ack 768513 win 4096 <mss 1024>
arthur.1023 > zaphod.80: . ack 1 win 4096
arthur.1023 > zaphod.80: P 1:2(1) ack 1 win 4096`;
    const dotted = text.replaceAll('arthur', 'arthur.lan').replaceAll('zaphod', 'zaphod.lan');
    expect(compact(dotted)).toEqual([
      'tcpdump',
      'C > S SYN seq=768512',
      'S > C SYN+ACK seq=947648 ack=768513',
      'C > S ACK ack=947649',
      'C > S PSH+ACK+DATA seq=768513 ack=947649 len=1',
    ]);
  });

  it('has one exchange a connection', () => {
    const text = `
IP 10.0.0.1.1 > 10.0.0.2.80: Flags [S], seq 1, win 1, length 0
IP 10.0.0.1.2 > 10.0.0.2.80: Flags [S], seq 5, win 1, length 0
IP 10.0.0.2.80 > 10.0.0.1.1: Flags [R.], seq 0, ack 2, win 0, length 0
IP 10.0.0.2.80 > 10.0.0.1.2: Flags [R.], seq 0, ack 6, win 0, length 0`;
    expect(compact(text).filter((line) => line === 'tcpdump')).toHaveLength(2);
  });
});

describe('the text of tshark', () => {
  it('is read as a list of packets, remarks of the expert included', () => {
    const text = `
    1   0.000000    192.0.2.1 → 192.0.2.2    TCP 74 50000 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM=1 TSval=1 TSecr=0 WS=128
    2   0.010000    192.0.2.2 → 192.0.2.1    TCP 74 80 → 50000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460 SACK_PERM=1 TSval=9 TSecr=1 WS=128
    3   0.010100    192.0.2.1 → 192.0.2.2    TCP 66 50000 → 80 [ACK] Seq=1 Ack=1 Win=64256 Len=0 TSval=2 TSecr=9
    4   0.220000    192.0.2.1 → 192.0.2.2    HTTP 140 GET / HTTP/1.1
    5   0.230000    192.0.2.2 → 192.0.2.1    TCP 66 [TCP Window Update] 80 → 50000 [ACK] Seq=1 Ack=75 Win=65152 Len=0 TSval=9 TSecr=2`;
    expect(compact(text, { language: 'console' })).toEqual([
      'tshark',
      'C > S SYN seq=0',
      'S > C SYN+ACK seq=0 ack=1',
      'C > S ACK seq=1 ack=1',
      'C > S PSH+ACK+DATA',
      'S > C ACK seq=1 ack=75',
    ]);
  });

  it('begins another excerpt behind what was not captured', () => {
    const line = (from: number, to: number, rest: string): string =>
      `1 0.1 192.0.2.${from} → 192.0.2.${to} TCP 60 ${rest}`;
    const text = [
      line(1, 2, '50000 → 80 [SYN] Seq=0 Len=0'),
      line(2, 1, '80 → 50000 [SYN, ACK] Seq=0 Ack=1 Len=0'),
      line(1, 2, '50000 → 80 [ACK] Seq=1 Ack=1 Len=0'),
      line(2, 1, '[TCP Previous segment not captured] 80 → 50000 [FIN, ACK] Seq=900 Ack=70 Len=0'),
      line(1, 2, '50000 → 80 [ACK] Seq=70 Ack=901 Len=0'),
    ].join('\n');
    expect(compact(text).filter((one) => one === 'tshark' || one.includes('900'))).toEqual([
      'tshark',
      'tshark',
      'S > C FIN+ACK seq=900 ack=70',
    ]);
  });

  it('is read with the columns of Wireshark, and without any', () => {
    const columns = `
No.     Time           Source                Destination           Protocol Length Info
      1 0.000000       10.1.1.1              10.1.1.2              TCP      66     3000 > 4000 [SYN] Seq=0 Win=8192 Len=0
      2 0.000100       10.1.1.2              10.1.1.1              TCP      54     4000 > 3000 [RST, ACK] Seq=1 Ack=1 Win=0 Len=0`;
    const expected = ['tshark', 'C > S SYN seq=0', 'S > C RST+ACK seq=1 ack=1'];
    expect(compact(columns)).toEqual(expected);
    expect(
      compact('3000 → 4000 [SYN] Seq=0 Win=8192 Len=0\n4000 → 3000 [RST, ACK] Seq=1 Ack=1 Win=0 Len=0'),
    ).toEqual(expected);
  });
});

/** Lines with problems, from 1. */
const wrong = (...lines: string[]): string[] =>
  analyse(lines.join('\n'), {
    kind: 'figure',
    ending: 'txt',
    language: 'en',
    stateNames: 'netstat',
  }).problems.map((problem) => `${problem.line} ${problem.code}`);

describe('what text of a capture leaves open', () => {
  const line = (from: number, flags: string, rest: string): string =>
    `IP 10.0.0.${from}.${from === 1 ? 4000 : 80} > 10.0.0.${3 - from}.${from === 1 ? 80 : 4000}: Flags [${flags}], ${rest}, length 0`;
  const opening = [
    line(1, 'S', 'seq 1000, win 500'),
    line(2, 'S.', 'seq 5000, ack 1001, win 500'),
    line(1, '.', 'ack 5001, win 500'),
  ];
  it.each([
    [
      'two FINs that cross',
      [
        line(1, 'F.', 'seq 70, ack 900, win 5'),
        line(2, 'F.', 'seq 900, ack 70, win 5'),
        line(1, '.', 'ack 901, win 5'),
      ],
    ],
    [
      'an ACK that is lost',
      [...opening, line(2, 'S.', 'seq 5000, ack 1001, win 500'), line(1, '.', 'ack 5001, win 500')],
    ],
    [
      'a reset that is under way',
      [...opening, line(1, 'R', 'seq 1001, win 0'), line(2, 'F.', 'seq 5001, ack 1001, win 500')],
    ],
  ])('is read as right where it can be: %s', (_, lines) => {
    expect(wrong(...lines)).toEqual([]);
  });

  it('is what arrives when, as acknowledgments of the parts of it tell', () => {
    const data = (flags: string, rest: string, length: number): string =>
      line(1, flags, rest).replace('length 0', `length ${length}`);
    const lines = [
      line(2, '.', 'ack 200, win 500'),
      data('P.', 'seq 400:600, ack 1, win 50', 200),
      data('FP.', 'seq 600:650, ack 1, win 50', 50),
      line(2, '.', 'ack 400, win 500'),
      line(2, '.', 'ack 600, win 500'),
      line(2, 'F.', 'seq 1, ack 651, win 500'),
      line(1, '.', 'ack 2, win 50'),
    ];
    expect(wrong(...lines)).toEqual([]);
    expect(wrong(...lines.with(4, line(2, '.', 'ack 700, win 500')))).toEqual(['5 ack-of-unsent-data']);
  });

  it('is wrong where nothing makes it right', () => {
    expect(wrong(...opening, line(1, 'F.', 'seq 1001, ack 5011, win 500'))).toEqual(['4 ack-of-unsent-data']);
  });

  it('is an excerpt behind dots if its numbers jump', () => {
    const close = [line(1, 'F.', 'seq 1500, ack 9000, win 500'), line(2, '.', 'ack 1501, win 500')];
    expect(wrong(...opening, '... data ...', ...close)).toEqual([]);
    expect(wrong(...opening, ...close)).toEqual(['4 wrong-sequence-number']);
  });

  it('is nothing to read where one direction is missing', () => {
    const half = [line(1, 'S', 'seq 1000, win 500'), line(1, '.', 'ack 5001, win 500')];
    const { scenarios, unread } = analyse(half.join('\n'), {
      kind: 'figure',
      ending: 'txt',
      language: 'en',
      stateNames: 'netstat',
    });
    expect(scenarios).toEqual([]);
    expect(unread.map(({ why }) => why.en)).toEqual(['Only one direction of this connection was captured.']);
  });
});

it('believes no number of a reset by an end that has none, and reads rows without number and time', () => {
  const rows = `
172.17.0.1 -> 172.17.0.2 TCP 66 62232 > http [SYN] Seq=0 Win=64240 Len=0
172.17.0.2 -> 172.17.0.1 TCP 54 http > 62232 [RST, ACK] Seq=1 Ack=1 Win=0 Len=0`;
  expect(compact(rows, { language: 'console' })).toEqual([
    'tshark',
    'C > S SYN seq=0',
    'S > C RST+ACK seq=1 ack=1',
  ]);
  expect(wrong(rows)).toEqual([]);
  const above = `
192.0.2.1    192.0.2.2    TCP    42225 > https [SYN] Seq=0
192.0.2.2    192.0.2.1    TCP    https > 42225 [SYN, ACK] Seq=0 Ack=1
192.0.2.1    192.0.2.2    TLSv1        Client Hello`;
  expect(compact(above, { language: 'console' }).at(-1)).toBe('C > S PSH+ACK+DATA');
});

describe('lines of tcpdump that are wrapped before the second address', () => {
  const wrapped = (...lines: string[]): string[] => compact(lines.join('\n'));
  const lines = [
    '10:00:00.1 IP 192.0.2.1.40000 >',
    '    192.0.2.2.80: Flags [S], seq 1000, win 64240, length 0',
    '10:00:00.2 IP 192.0.2.2.80 >',
    '    192.0.2.1.40000: Flags [S.], seq 9000, ack 1002, win 65535, length 0',
    '10:00:00.3 IP 192.0.2.1.40000',
    '    > 192.0.2.2.80: Flags [.], ack 9001, win 64240, length 0',
  ];

  it('are read', () => {
    expect(wrapped(...lines)).toEqual([
      'tcpdump',
      'C > S SYN seq=1000',
      'S > C SYN+ACK seq=9000 ack=1002',
      'C > S ACK ack=9001',
    ]);
  });

  it('are told of at the characters of the line on which they go on', () => {
    const text = ['```', ...lines, '```'].join('\n');
    const { problems } = analyse(text, { kind: 'markdown', language: 'en', stateNames: 'netstat' });
    expect(
      problems.map(({ line, column, endColumn }) =>
        text.split('\n')[line - 1]?.slice(column - 1, endColumn - 1),
      ),
    ).toEqual(['ack 1002']);
  });
});
