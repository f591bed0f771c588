import { describe, expect, it } from 'vitest';
import { mendings } from '../../src/language/mend.js';
import { applyEdits } from '../../src/language/range.js';
import { noteOf } from './note.js';

const TCPDUMP = [
  'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 3000000000, win 500, length 0',
  'IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [S.], seq 90000, ack 3000000001, win 500, length 0',
];

/** The message of the first problem of a figure, and the line that it is about after its best fix. */
function mended(...lines: string[]): { message: string; line: string } {
  const note = noteOf(lines.join('\n'), 'figure');
  const [problem] = note.analysis.problems;
  if (!problem) throw new Error('nothing is wrong');
  const [fix] = mendings(note, problem);
  const after = fix ? applyEdits(note.text, fix.edits) : 'no fix';
  return { message: problem.message, line: after.split('\n')[problem.line - 1] ?? after };
}

describe('what is wrong in a figure', () => {
  it.each([
    [
      'its numbers',
      ['A -> B: SYN, Seq = x', 'B -> A: SYN/ACK, Seq = y, Ack = x + 2'],
      'B -> A: SYN/ACK, Seq = y, Ack = x+1',
    ],
    ['its flags', ['A -> B: syn', 'B -> A: syn', 'A -> B: ack', 'A -> B: fin/ack'], 'B -> A: syn/ack'],
    [
      'its bits',
      ['A -> B: SYN=1, seq=x', 'B -> A: SYN=1, seq=y', 'A -> B: ACK=1, ack=y+1'],
      'B -> A: SYN=1, ACK=1, seq=y',
    ],
    [
      'what tcpdump counts',
      [...TCPDUMP, 'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], ack 2, win 500, length 0'],
      'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], ack 1, win 500, length 0',
    ],
    [
      'what Wireshark counts',
      [
        '50000 → 80 [SYN] Seq=0 Len=0',
        '80 → 50000 [SYN, ACK] Seq=0 Ack=1 Len=0',
        '50000 → 80 [ACK] Seq=1 Ack=5 Len=0',
      ],
      '50000 → 80 [ACK] Seq=1 Ack=1 Len=0',
    ],
    [
      'its states',
      [
        'A                        B',
        '  |------ SYN ----------->|',
        'SYN-SENT               LISTEN',
        '  |<----- SYN-ACK --------|',
        'SYN-SENT            SYN-RECEIVED',
        '  |------ ACK ----------->|',
        'ESTABLISHED          SYN-SENT',
      ],
      'ESTABLISHED          ESTABLISHED',
    ],
  ])('is mended in %s', (_, lines, line) => {
    expect(mended(...lines).line).toBe(line);
  });

  it('is told with the figure’s own names and numbers', () => {
    const ladder = [
      'Web Client            Server',
      '|------ FIN seq=u ---->|',
      '|<----- ACK ack=u+1 ---|',
      '|------ FIN seq=u+1 -->|',
    ];
    expect(mended(...ladder).message).toMatch(/^Web Client has sent/);
    const { message } = mended(
      ...TCPDUMP,
      'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [.], ack 2, win 500, length 0',
    );
    expect(message).toMatch(/^ACK should be `1`, not `2`/);
    const late = [
      ...TCPDUMP,
      'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [F.], seq 1, ack 1, win 500, length 0',
      'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [P.], seq 2:5, ack 1, win 500, length 3',
    ];
    expect(mended(...late).message).toMatch(/^192\.0\.2\.1:40000 has sent FIN/);
  });
});
