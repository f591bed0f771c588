import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';

/** The exchanges in a block as `from-to of its lines`, and its problems. */
function judged(language: string, ...lines: string[]): { exchanges: string[]; problems: string[] } {
  const text = ['```' + language, ...lines, '```'].join('\n');
  const { scenarios, problems } = analyse(text, {
    kind: 'markdown',
    language: 'en',
    stateNames: 'netstat',
  });
  return {
    exchanges: scenarios.map(({ line, endLine }) => `${line - 1}-${endLine - 1}`),
    problems: problems.map(({ line, code }) => `${line - 1} ${code}`),
  };
}

const OPENING = ['C->>S: SYN', 'S->>C: SYN-ACK', 'C->>S: ACK'];

describe('a figure in which hosts connect again and again', () => {
  it('is one exchange for each connection', () => {
    const flood = ['Note over C,S: flood', 'C->>S: SYN (spoofed)', 'S->>C: SYN-ACK'];
    expect(judged('mermaid', 'sequenceDiagram', ...OPENING, ...flood, ...flood)).toEqual({
      exchanges: ['1-4', '5-7', '8-10'],
      problems: [],
    });
  });

  it('is one exchange for each connection that opens with data, too', () => {
    expect(
      judged(
        '',
        'Client                    Server',
        '  |--- SYN + Cookie -------->|',
        '  |<-- SYN-ACK + Cookie -----|',
        '  |                          |',
        '  |--- SYN + Cookie + DATA ->|',
        '  |<-- SYN-ACK --------------|',
      ),
    ).toEqual({ exchanges: ['1-4', '5-6'], problems: [] });
  });

  it('begins another story where the end that has reset goes on below a line of text', () => {
    const half = ['P -> Q: SYN', 'Q -> P: SYN/ACK', 'P -> Q: RST'];
    const gentle = [
      'P -> Q: RST/ACK',
      'Let both say goodbye:',
      'P -> Q: FIN',
      'Q -> P: FIN/ACK',
      'P -> Q: ACK',
    ];
    expect(judged('', ...half, 'or gently', ...gentle)).toEqual({
      exchanges: ['1-3', '6-9'],
      problems: [],
    });
    expect(judged('', ...half, 'P -> Q: FIN').problems).toEqual(['4 sent-after-reset']);
  });

  it('is not cut where that would cut the connection of others', () => {
    const proxied = [
      ...OPENING,
      'S->>T: SYN',
      'T->>S: SYN-ACK',
      'S->>T: ACK',
      'C->>S: SYN',
      'S->>C: SYN-ACK',
      'S->>T: FIN',
      'T->>S: ACK',
    ];
    const { exchanges, problems } = judged('mermaid', 'sequenceDiagram', ...proxied);
    expect(exchanges).toEqual(['1-11', '8-9']);
    expect(problems).toEqual([]);
  });

  it('is told of a SYN that opens nothing', () => {
    expect(judged('mermaid', 'sequenceDiagram', ...OPENING, 'C->>S: SYN', 'S->>C: ACK').problems).toEqual([
      '5 syn-in-synchronized-state',
    ]);
  });

  it('is one exchange where a lost SYN,ACK makes the SYN come again', () => {
    const again = ['C->>S: SYN', 'S--xC: SYN-ACK', ...OPENING];
    expect(judged('mermaid', 'sequenceDiagram', ...again).exchanges).toHaveLength(1);
  });

  it('is told of mistakes in any of its connections, at their places', () => {
    const wrong = ['C->>S: SYN seq=5', 'S->>C: SYN-ACK seq=9 ack=7', 'C->>S: ACK'];
    expect(judged('mermaid', 'sequenceDiagram', ...OPENING, ...wrong).problems).toEqual([
      '6 wrong-ack-number',
    ]);
  });
});

describe('a figure that begins behind the SYN', () => {
  it('is right where nobody there has sent it', () => {
    const spoofed = [
      'Attacker -> Server: SYN (spoofed)',
      'Server -> Victim: SYN-ACK',
      'Server -> Victim: SYN-ACK',
    ];
    expect(judged('text', ...spoofed)).toEqual({ exchanges: ['1-3'], problems: [] });
  });

  it('is right in what was captured of it', () => {
    const packets = [
      '1  0.10  10.0.0.7  10.0.0.3  TCP  66  80 → 44682 [SYN, ACK] Seq=0 Ack=1 Win=64240 Len=0',
      '2  0.11  10.0.0.3  10.0.0.7  TCP  54  44682 → 80 [ACK] Seq=1 Ack=1 Win=64240 Len=0',
      '3  0.12  10.0.0.3  10.0.0.7  TCP  54  44682 → 80 [FIN, ACK] Seq=1 Ack=1 Win=64240 Len=0',
    ];
    expect(judged('', ...packets)).toEqual({ exchanges: ['1-3'], problems: [] });
    expect(judged('markdown', ...packets).exchanges).toEqual(['1-3']);
  });

  it('is wrong where the SYN comes after its answer', () => {
    const turned = ['sequenceDiagram', 'S->>C: SYN-ACK', 'C->>S: SYN', 'C->>S: ACK'];
    expect(judged('mermaid', ...turned).problems).not.toEqual([]);
  });
});

describe('ladders one below the other', () => {
  const one = [
    'Client          Server',
    '  |--- SYN ------->|',
    '  |<-- SYN-ACK ----|',
    '  |--- ACK ------->|',
  ];

  it('begin where their heading comes again', () => {
    expect(judged('', ...one, '', 'Once more:', '', ...one)).toEqual({
      exchanges: ['1-4', '8-11'],
      problems: [],
    });
  });
});

describe('a state in parentheses behind a row', () => {
  const close = (state: string) => [
    '  Client            Server',
    '    |---- FIN -------->|',
    '    |<--- ACK ---------|',
    '    |<--- FIN ---------|',
    `    |---- ACK -------->|  ${state}`,
  ];

  it('may be said of either end', () => {
    expect(judged('', ...close('(TIME_WAIT)')).problems).toEqual([]);
    expect(judged('', ...close('(CLOSED)')).problems).toEqual([]);
  });

  it('may be said of either end of a line that is one arrow', () => {
    const lines = ['Client → FIN=1 → Server (FIN_WAIT_1)', 'Client ← ACK=1 ← Server (CLOSE_WAIT)'];
    expect(judged('', ...lines)).toEqual({ exchanges: ['1-2'], problems: [] });
    expect(judged('', lines[0] ?? '', 'Client ← ACK=1 ← Server (LAST_ACK)').problems).toEqual([
      '2 state-mismatch',
    ]);
  });

  it('is wrong where neither end is in it', () => {
    expect(judged('', ...close('(FIN_WAIT_1)')).problems).toEqual(['5 state-mismatch']);
  });

  it('is said of the end beside it where it stands without them', () => {
    expect(judged('', ...close('TIME_WAIT')).problems).toEqual(['5 state-mismatch']);
  });
});

describe('a state beside a figure', () => {
  const ladder = (first: string, second = 'ESTABLISHED'): string[] => [
    'Client                Server',
    '  |------ SYN -------->|',
    `SYN_SENT              ${first}`,
    '  |<----- SYN-ACK -----|',
    `${second}           SYN_RCVD`,
    '  |------ ACK -------->|',
    'ESTABLISHED           ESTABLISHED',
  ];

  it.each([['SYN_RCVD'], ['LISTEN']])('holds before the segment above arrives, or behind it: %s', (state) => {
    expect(judged('', ...ladder(state)).problems).toEqual([]);
  });

  it.each([['ESTABLISHED'], ['CLOSE_WAIT']])('is wrong in the middle as at the end: %s', (state) => {
    expect(judged('', ...ladder(state)).problems).toEqual(['3 state-mismatch']);
  });

  it('of the receiver may be what it was, and no more', () => {
    expect(judged('', ...ladder('SYN_RCVD', 'SYN_SENT')).problems).toEqual([]);
    expect(judged('', ...ladder('SYN_RCVD', 'CLOSED')).problems).toEqual(['5 state-mismatch']);
  });
});

describe('what rows cannot show', () => {
  it('is read into them where both ends open at once', () => {
    const rows = [
      'A                                    B',
      'CLOSED                               CLOSED',
      'SYN_SENT    ---- SYN seq=100 ---->',
      '            <---- SYN seq=300 ----   SYN_SENT',
      'SYN_RCVD                             SYN_RCVD',
      '            -- SYN,ACK seq=100 ack=301 -->',
      '            <-- SYN,ACK seq=300 ack=101 --',
      'ESTABLISHED                          ESTABLISHED',
    ];
    expect(judged('', ...rows).problems).toEqual([]);
    const wrong = rows.with(-1, 'ESTABLISHED                          FIN_WAIT_1');
    expect(judged('', ...wrong).problems).toEqual(['8 state-mismatch']);
  });

  it('is read into them where both ends close at once', () => {
    const rows = [
      'A                                   B',
      'ESTABLISHED                         ESTABLISHED',
      ' | --- FIN seq=100 --------------->  |',
      ' | <-- FIN seq=300 ----------------  |',
      'FIN_WAIT_1                          FIN_WAIT_1',
      'CLOSING                             CLOSING',
      ' | --- ACK ack=301 --------------->  |',
      ' | <-- ACK ack=101 ----------------  |',
      'TIME_WAIT                           TIME_WAIT',
    ];
    expect(judged('', ...rows).problems).toEqual([]);
  });

  it('is data that is told of, but not drawn', () => {
    const close = ['C->>S: FIN (seq=2000)', 'S->>C: ACK (ack=2001)'];
    const opening = [
      'C->>S: SYN (seq=100)',
      'S->>C: SYN-ACK (seq=300, ack=101)',
      'C->>S: ACK (seq=101, ack=301)',
    ];
    const told = 'Note over C,S: data is transferred';
    expect(judged('mermaid', 'sequenceDiagram', ...opening, told, ...close).problems).toEqual([]);
    expect(judged('mermaid', 'sequenceDiagram', ...opening, ...close).problems).toEqual([
      '5 wrong-sequence-number',
    ]);
  });

  it('is that somebody asks in the name of another, again and again', () => {
    const spoofed = ['X->>S: SYN', 'S->>V: SYN-ACK', 'V->>S: RST'];
    expect(judged('mermaid', 'sequenceDiagram', ...spoofed, ...spoofed).problems).toEqual([]);
  });
});

describe('figures side by side', () => {
  it('are exchanges that have nothing to do with one another', () => {
    const lines = [
      'opening:                     closing:',
      'Client        Server         Active        Passive',
      '  |--- SYN ---->|              |--- FIN ---->|',
      '  |<- SYN+ACK --|              |<-- ACK -----|',
      '  |--- ACK ---->|              |<-- FIN -----|',
      '  |             |              |--- ACK ---->|',
    ];
    const { exchanges, problems } = judged('', ...lines);
    expect(exchanges).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  it('are one with what else is told between its ends', () => {
    const told = ['U->>A: click', ...OPENING, 'A-->>U: done'];
    expect(judged('mermaid', 'sequenceDiagram', ...told)).toEqual({ exchanges: ['1-6'], problems: [] });
  });
});
