import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';
import { compact } from './compact.js';

const mermaid = (...lines: string[]): string[] =>
  compact(['sequenceDiagram', ...lines].join('\n'), { language: 'mermaid' });
const sequence = (...lines: string[]): string[] => compact(lines.join('\n'), { language: 'plantuml' });

/** What is found in a fence of that language: the lines and the codes. */
function problems(language: string, ...lines: string[]): string[] {
  const text = ['```' + language, ...lines, '```'].join('\n');
  const analysis = analyse(text, { kind: 'markdown', language: 'en', stateNames: 'netstat' });
  return analysis.problems.map(({ line, code }) => `${line - 1} ${code}`);
}

const OPENING = ['A > B SYN', 'B > A SYN+ACK', 'A > B ACK'];

describe('a Mermaid diagram', () => {
  it.each([
    ['with open arrows', 'A->B: SYN', 'B-->A: SYN-ACK', 'A->B: ACK'],
    ['with filled arrows', 'A->>B: SYN', 'B-->>A: SYN/ACK', 'A->>B: ACK'],
    ['of messages that nobody waits for', 'A-)B: SYN', 'B--)A: SYN,ACK', 'A-)B: ACK'],
    ['with activations', 'A->>+B: SYN', 'B-->>-A: SYN ACK', 'A->>B: ACK'],
    ['with several statements on a line', 'A->>B: SYN; B-->>A: SYN+ACK; A->>B: ACK'],
    [
      'in a box, and a loop',
      'box Net',
      'participant A',
      'end',
      'loop once',
      'A->>B: SYN',
      'B->>A: SYN+ACK',
      'A->>B: ACK',
      'end',
    ],
    [
      'with comments and settings',
      '%% how it opens',
      'autonumber',
      'A->>B: SYN',
      'B->>A: [SYN, ACK]',
      'A->>B: [ACK]',
    ],
    ['with bits', 'A->>B: SYN=1', 'B->>A: SYN=1, ACK=1', 'A->>B: ACK=1'],
    ['in lower case', 'A->>B: syn', 'B->>A: syn-ack', 'A->>B: ack'],
    ['with names of steps', 'A->>B: 1. SYN', 'B->>A: (2) SYN+ACK', 'A->>B: ③ ACK'],
  ])('%s is read', (_, ...lines) => {
    expect(mermaid(...lines)).toEqual(['mermaid', ...OPENING]);
  });

  it('has numbers however they are written', () => {
    expect(
      mermaid(
        'A->>B: SYN<br/>Seq = client_isn',
        'B->>A: SYN+ACK, seq: y, ACK=client_isn + 1',
        'A->>B: ACK (确认号=y+1)',
        'A->>B: PSH,ACK Seq=5 Ack=9 Len=20',
      ),
    ).toEqual([
      'mermaid',
      'A > B SYN seq=client_isn',
      'B > A SYN+ACK seq=y ack=client_isn+1',
      'A > B ACK ack=y+1',
      'A > B PSH+ACK+DATA seq=5 ack=9 len=20',
    ]);
  });

  it('loses what has a cross at its end, or says so', () => {
    expect(mermaid('A-xB: SYN', 'A->>B: SYN (lost)', 'A->>B: SYN (retransmission of the lost one)')).toEqual([
      'mermaid',
      'A > B SYN lost',
      'A > B SYN lost',
      'A > B SYN',
    ]);
  });

  it('claims the states in its notes, of the end that is named or of both', () => {
    expect(
      mermaid(
        'A->>B: SYN',
        'Note over A,B: A SYN_SENT – B SYN_RCVD',
        'B->>A: SYN+ACK',
        'A->>B: ACK',
        'Note over A,B: ESTABLISHED',
        'Note right of B: not CLOSED yet',
      ),
    ).toEqual([
      'mermaid',
      'A > B SYN',
      'A: SYN_SENT',
      'B: SYN_RCVD',
      'B > A SYN+ACK',
      'A > B ACK',
      'A: ESTABLISHED',
      'B: ESTABLISHED',
    ]);
  });

  it('takes what an acknowledgment is for as no flag', () => {
    expect(mermaid('A->>B: FIN', 'B->>A: ACK of FIN', 'B->>A: FIN', 'A->>B: 对 FIN 的 ACK')).toEqual([
      'mermaid',
      'A > B FIN',
      'B > A ACK',
      'B > A FIN',
      'A > B ACK',
    ]);
  });

  it.each([
    ['of acknowledgments of another protocol', 'A->>B: PUBLISH', 'B->>A: PUBACK', 'A->>B: ACK', 'B->>A: ACK'],
    ['of TLS', 'A->>B: ClientHello', 'B->>A: ServerHello, Certificate', 'A->>B: Finished'],
    ['of a login', 'A->>B: POST /login', 'B-->>A: 200 OK', 'Note over A: session ESTABLISHED'],
    ['of SCTP', 'A->>B: INIT', 'B->>A: INIT ACK', 'A->>B: COOKIE ECHO', 'B->>A: COOKIE ACK'],
    ['of DHCP', 'A->>B: DISCOVER', 'B->>A: OFFER', 'A->>B: REQUEST', 'B->>A: ACK'],
    ['in French that ends', 'A->>B: Début', 'B->>A: Fin', 'A->>B: ACK'],
    ['that name a whole handshake', 'A->>B: handshake (SYN / SYN-ACK / ACK)', 'A->>B: FIN'],
    ['of QUIC', 'A->>B: STREAM data FIN', 'B->>A: ACK', 'A->>B: ACK'],
  ])('%s gets no word', (_, ...lines) => {
    expect(mermaid(...lines)).toEqual([]);
  });

  it('takes what is said in parentheses for no data', () => {
    expect(mermaid('A->>B: FIN ("bye")', 'B->>A: ACK ("I heard")', 'A->>B: PSH+ACK DATA("abc")')).toEqual([
      'mermaid',
      'A > B FIN',
      'B > A ACK',
      'A > B PSH+ACK+DATA len=3',
    ]);
  });

  it('is none of TCP with negative acknowledgments', () => {
    expect(mermaid('M->>S: SYN (0xAA)', 'S-->>M: ACK or NACK', 'M->>S: SYN', 'S-->>M: ACK')).toEqual([]);
  });

  it('lets attackers send what they like', () => {
    expect(
      problems(
        'mermaid',
        'sequenceDiagram',
        'participant A as Attacker',
        'A->>S: SYN+ACK (seq=5, ack=9)',
        'S->>A: RST (seq=9)',
        'A->>S: SYN (seq=70)',
        'S->>A: SYN+ACK (ack=71)',
      ),
    ).toEqual([]);
  });

  it('is left alone where a comment says so', () => {
    expect(mermaid('%% segno: ignore', 'A->>B: SYN', 'B->>A: SYN+ACK')).toEqual([]);
  });

  it('is told of what is wrong, at its own lines', () => {
    expect(
      problems(
        'mermaid',
        'sequenceDiagram',
        'A->>B: SYN (seq=41)',
        'B->>A: SYN, ACK (seq=86, ack=43)',
        'A->>B: ACK (seq=42, ack=87)',
        'A->>B: FIN (seq=42, ack=87)',
        'A->>B: DATA (seq=43, len=5)',
      ),
    ).toEqual(['3 wrong-ack-number', '6 data-after-fin']);
  });

  it('is told of a state that the end is not in near where it stands', () => {
    const close = ['sequenceDiagram', 'A->>B: FIN', 'B->>A: ACK', 'B->>A: FIN'];
    expect(
      problems('mermaid', ...close, 'Note over A: TIME_WAIT', 'A->>B: ACK', 'Note over A,B: CLOSED'),
    ).toEqual([]);
    expect(problems('mermaid', ...close, 'A->>B: ACK', 'Note over B: TIME_WAIT')).toEqual([
      '6 state-mismatch',
    ]);
  });

  it('may go on from wherever its alternatives may end', () => {
    const alternatives = [
      'sequenceDiagram',
      'A->>B: SYN',
      'alt listens',
      'B->>A: SYN+ACK',
      'else',
      'B->>A: RST+ACK',
      'end',
    ];
    expect(problems('mermaid', ...alternatives, 'A->>B: ACK')).toEqual([]);
    expect(problems('mermaid', ...alternatives, 'A->>B: SYN+FIN')).not.toEqual([]);
  });

  it('says what stands in the way where it cannot be read', () => {
    const text = ['```mermaid', 'sequenceDiagram', 'A->>B: SYN', 'B->>A SYN+ACK', 'A->>B: ACK', '```'].join(
      '\n',
    );
    const { scenarios, unread } = analyse(text, { kind: 'markdown', language: 'en', stateNames: 'netstat' });
    expect(scenarios).toEqual([]);
    expect(unread.map(({ line }) => line)).toEqual([4]);
  });
});

describe('a diagram of PlantUML and its like', () => {
  it.each([
    ['with colons', 'A -> B: SYN', 'B --> A: SYN+ACK', 'A -> B: ACK'],
    ['without blanks', 'A->B:SYN', 'B-->A:SYN+ACK', 'A->>B:ACK'],
    ['with arrows that point back', 'A -> B : SYN', 'A <-- B : SYN+ACK', 'A -> B : ACK'],
    ['with colours and activations', 'A -[#red]> B ++: SYN', 'B --> A --: SYN+ACK', 'A -> B: ACK'],
    ['that take time', 'A ->(20) B: SYN', 'A <--(20) B: SYN+ACK', 'A ->(20) B: ACK'],
    [
      'with declarations',
      '@startuml',
      'participant A',
      'actor B #red',
      "' a comment",
      'A -> B: SYN',
      'B -> A: SYN+ACK',
      'A -> B: ACK',
      '@enduml',
    ],
  ])('%s is read', (_, ...lines) => {
    expect(sequence(...lines)).toEqual(['sequence', ...OPENING]);
  });

  it('has names of several words, losses, and notes of several lines', () => {
    expect(
      sequence(
        'participant "Web browser" as W',
        'participant S',
        'W ->x S: SYN',
        'W -> S: SYN',
        'note right of S',
        '  SYN_RCVD',
        'end note',
        'S -> W: SYN+ACK',
        'note left: SYN_SENT -> ESTABLISHED',
      ),
    ).toEqual(['sequence', 'W > S SYN lost', 'W > S SYN', 'S: SYN_RCVD', 'S > W SYN+ACK', 'W: ESTABLISHED']);
  });
});

describe('hostile text', () => {
  it('is read in time that grows with its length, whatever it is', () => {
    const pieces = [
      'A->>B: SYN',
      'alt',
      'loop',
      '-x-x-x-x',
      '((((',
      'Note over ',
      '<<',
      '"',
      '%%{',
      ';#',
      '====',
      "/'",
    ];
    for (const piece of pieces) {
      const text = [
        'sequenceDiagram',
        'A->>B: SYN',
        'B->>A: ACK',
        ...Array<string>(2_000).fill(piece),
        piece.repeat(500),
      ];
      expect(() => compact(text.join('\n'), { language: 'mermaid' })).not.toThrow();
      expect(() => compact(text.join('\n'), { language: 'plantuml' })).not.toThrow();
    }
  });
});
