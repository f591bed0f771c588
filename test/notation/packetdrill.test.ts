/** Scripts of packetdrill as exchanges: one end is a TCP, the other injects what it likes. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';
import { turned } from '../../src/language/turn.js';

const SERVER = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
`;
const OPEN = `${SERVER}+0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
+0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 8>
+.01 < . 1:1(0) ack 1 win 257
+0 accept(3, ..., ...) = 4
`;

function read(script: string) {
  const { scenarios, problems } = analyse(script, {
    kind: 'figure',
    ending: 'pkt',
    language: 'en',
    stateNames: 'netstat',
  });
  return {
    notes: scenarios.map((scenario) => turned(scenario)),
    notations: scenarios.map(({ notation }) => notation),
    problems: problems
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ line, code }) => `${line} ${code}`),
  };
}

/** The lines of the only exchange, without what frames it. */
const linesOf = (script: string): readonly string[] => {
  const { notes, problems } = read(script);
  expect(problems).toEqual([]);
  expect(notes).toHaveLength(1);
  return (notes[0] ?? []).slice(3, -1);
};

describe('a script of packetdrill', () => {
  it('reads like a note', () => {
    const { notes, notations, problems } = read(`${OPEN}
+0 < P. 1:101(100) ack 1 win 257
+0 > . 1:1(0) ack 101
+0 read(4, ..., 1000) = 100
+0 %{ assert tcpi_state == TCP_ESTABLISHED, tcpi_state }%
+.01 close(4) = 0
+0 > F. 1:1(0) ack 101
+.01 < F. 101:101(0) ack 2 win 257
+0 > . 2:2(0) ack 102
`);
    expect(problems).toEqual([]);
    expect(notations).toEqual(['packetdrill']);
    expect(notes).toEqual([
      [
        'begin',
        'endpoint C "packetdrill" unchecked',
        'endpoint S "TCP"',
        'C -> SYN(seq=x, win=32792, mss=1000, sackok, wscale=7) -> S',
        'C <- SYN(seq=y)+ACK(ack=x+1, mss=1460, sackok, wscale=8) <- S',
        'C -> ACK(seq=x+1, ack=y+1, win=257) -> S',
        'C -> DATA(seq=x+1, len=100)+PSH+ACK(ack=y+1, win=257) -> S',
        'C <- ACK(seq=y+1, ack=x+101) <- S',
        'S: receive 100',
        'S: ESTABLISHED',
        'S: close',
        'C <- FIN(seq=y+1)+ACK(ack=x+101) <- S',
        'C -> FIN(seq=x+101)+ACK(ack=y+2, win=257) -> S',
        'C <- ACK(seq=y+2, ack=x+102) <- S',
        'end',
      ],
    ]);
  });

  it('opens from the end that is tried, and counts from absolute numbers of SYNs', () => {
    const lines = linesOf(`0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
+0 > S 0:0(0) <mss 1460>
+.01 < S. 1000000:1000000(0) ack 1 win 5840 <mss 1040>
+0 > . 1:1(0) ack 1
`);
    expect(lines).toEqual([
      'C -> SYN(seq=x, mss=1460) -> S',
      'C <- SYN(seq=y)+ACK(ack=x+1, win=5840, mss=1040) <- S',
      'C -> ACK(seq=x+1, ack=y+1) -> S',
    ]);
  });

  it('takes the side of the standard', () => {
    const sides = (name: string, yes: string, no: string): string =>
      `${OPEN}#ifdef ${name}\n${yes}#else\n${no}#endif\n`;
    const right = '+0 < . 1:1(0) ack 5 win 257\n+0 > . 1:1(0) ack 1\n';
    const wrong = '+0 < . 1:1(0) ack 5 win 257\n+0 > R 7:7(0)\n';
    expect(read(sides('STANDARD', right, wrong)).problems).toEqual([]);
    expect(read(sides('SOME_STACK', wrong, right)).problems).toEqual([]);
    expect(read(`${OPEN}${wrong}`).problems).not.toEqual([]);
  });

  it('aborts where a program lingers for no time, and is closed where nobody listens', () => {
    expect(
      linesOf(`${OPEN}+0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
+0 close(4) = 0
+0 > R. 1:1(0) ack 1
`).slice(3),
    ).toEqual(['S: abort', 'C <- RST(seq=y+1)+ACK(ack=x+1) <- S']);
    expect(linesOf('0 < S 0:0(0) win 1000\n+0 > R. 0:0(0) ack 1\n')).toEqual([
      'C -> SYN(seq=x, win=1000) -> S',
      'C <- RST(seq=0)+ACK(ack=x+1) <- S',
    ]);
  });

  it('reads every time, mark and field that scripts have', () => {
    expect(
      linesOf(`${SERVER}// a comment before
0.100 < [ect0] SEW 0:0(0) win 1000 <mss 1000>
0.100...0.200 > [noecn] S. 0:0(0) ack 1 <...>
+.2~+.3 < . 1:1(0) ack 1 win 1000
\`sysctl -q
 < . 5:5(0) ack 9\`
/* +0 > . 7:7(0)
ack 9 */
// one between
* > (tos 0x2) . 1!:1!(0) ack 1
`),
    ).toEqual([
      'C -> SYN(seq=x)+ECE+CWR -> S',
      'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
      'C -> ACK(seq=x+1, ack=y+1) -> S',
      'note C, S: one between',
      'C <- ACK(seq=y+1, ack=x+1) <- S',
    ]);
  });

  it('is one exchange a socket', () => {
    expect(read(OPEN + OPEN).notes).toHaveLength(2);
  });

  it('judges what leaves the end that is tried', () => {
    expect(read(`${OPEN}+0 < P. 1:101(100) ack 1 win 257\n+0 > . 1:1(0) ack 102\n`).problems).toEqual([
      '9 wrong-ack-number',
    ]);
    expect(read(`${OPEN}+0 < F. 1:1(0) ack 9 win 257\n+0 < S 1:1(0) win 257\n`).problems).toEqual([]);
  });
});
