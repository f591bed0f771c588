/** What is measured on: every line is another one. */

/** @param {number} lines */
const data = (lines) =>
  Array.from({ length: lines }, (_, index) => {
    const [first, last] = [Math.floor(index / 2) * 100 + 1, Math.floor(index / 2) * 100 + 101];
    return index % 2 === 0
      ? `C -> DATA(seq=x+${first}, len=100)+ACK(ack=y+1) -> S`
      : `C <- ACK(seq=y+1, ack=x+${last}) <- S`;
  });

const OPENING = [
  'begin',
  'C -> SYN(seq=x) -> S',
  'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
  'C -> ACK(seq=x+1, ack=y+1) -> S',
];

/**
 * One exchange of so many segments.
 *
 * @param {number} segments
 */
export function exchange(segments) {
  return [...OPENING, ...data(segments - 3), 'end', ''].join('\n');
}

/**
 * The same messages as Mermaid.
 *
 * @param {number} segments
 */
export function mermaidOf(segments) {
  const lines = Array.from({ length: segments }, (_, index) => {
    const number = Math.floor(index / 2) * 100 + 1;
    return index % 2 === 0
      ? `  C->>S: DATA seq=x+${number} len=100 ack=y+1`
      : `  S->>C: ACK seq=y+1 ack=x+${number + 100}`;
  });
  return ['sequenceDiagram', ...lines, ''].join('\n');
}

/** How one message is written in each notation, with what stands above and below all of them. */
const BLOCKS = {
  segno: {
    open: ['```segno', 'begin'],
    line: (right, seq, ack) =>
      right ? `C -> DATA(seq=${seq}, len=100)+ACK(ack=${ack}) -> S` : `C <- ACK(seq=${seq}, ack=${ack}) <- S`,
    close: ['end', '```'],
  },
  mermaid: {
    open: ['```mermaid', 'sequenceDiagram'],
    line: (right, seq, ack) =>
      right ? `  C->>S: DATA seq=${seq} len=100 ack=${ack}` : `  S-->>C: ACK seq=${seq} ack=${ack}`,
    close: ['```', ''],
  },
  arrows: {
    open: ['```', ''],
    line: (right, seq, ack) =>
      right
        ? `Client ---- DATA, seq=${seq}, len=100, ack=${ack} ----> Server`
        : `Client <--- ACK, seq=${seq}, ack=${ack} ---- Server`,
    close: ['```', ''],
  },
  ladder: {
    open: ['```text', 'Client                                             Server'],
    line: (right, seq, ack) => {
      const label = right ? `DATA, seq=${seq}, len=100, ack=${ack}` : `ACK, seq=${seq}, ack=${ack}`;
      return right
        ? `  |- ${label.padEnd(42, ' ').replace(/ +$/, (run) => `${run.slice(1).replaceAll(' ', '-')}`)}--->|`
        : `  |<-- ${label} ${'-'.repeat(Math.max(1, 41 - label.length))}|`;
    },
    close: ['```', ''],
  },
};

/**
 * A file of Markdown with blocks of so many messages each, no two of them the same.
 *
 * @param {keyof typeof BLOCKS} notation
 * @param {number} blocks
 * @param {number} messages
 * @param {number} [first] the number of the first block, of which those in it are made
 */
export function markdownOf(notation, blocks, messages, first = 0) {
  const { open, line, close } = BLOCKS[notation];
  return Array.from({ length: blocks }, (_, place) => {
    const block = first + place;
    const [x, y] = [block * 100_003 + 7, block * 70_001 + 11];
    const own = Array.from({ length: messages }, (_, index) => {
      const sent = x + 1 + Math.floor((index + 1) / 2) * 100;
      return index % 2 === 0 ? line(true, sent, y + 1) : line(false, y + 1, sent);
    });
    const opening = {
      segno: [`C -> SYN(seq=${x}) -> S`, `C <- SYN(seq=${y})+ACK(ack=${x + 1}) <- S`],
      mermaid: [`  C->>S: SYN seq=${x}`, `  S-->>C: SYN+ACK seq=${y} ack=${x + 1}`],
      arrows: [
        `Client ---- SYN, seq=${x} ----> Server`,
        `Client <--- SYN+ACK, seq=${y}, ack=${x + 1} ---- Server`,
      ],
      ladder: [
        `  |----- SYN, seq=${x} ----------------------------->|`,
        `  |<---- SYN+ACK, seq=${y}, ack=${x + 1} ------------------|`,
      ],
    }[notation];
    return ['', `Block ${block}`, '', ...open, ...opening, ...own, ...close].join('\n');
  }).join('\n');
}

/**
 * So many lines in scenarios of 20.
 *
 * @param {number} lines
 */
export function scenarios(lines) {
  return Array.from({ length: lines / 20 }, (_, index) => {
    const [begin, ...opening] = OPENING;
    return [`${begin} Number ${index}`, ...opening, ...data(15), 'end', ''].join('\n');
  }).join('');
}

/**
 * A scanner as one would write it by hand for a line of Segno: words, numbers and marks, no more.
 *
 * @param {string} text
 */
export function scan(text) {
  let tokens = 0;
  for (const line of text.split('\n')) {
    for (let at = 0; at < line.length;) {
      const c = line.charCodeAt(at);
      if (c === 32) {
        at++;
        continue;
      }
      const start = at++;
      if (isWord(c)) while (at < line.length && isWord(line.charCodeAt(at))) at++;
      else if (c === 45 || c === 60) while (at < line.length && /[->]/.test(line.charAt(at))) at++;
      if (line.slice(start, at) !== '') tokens++;
    }
  }
  return tokens;
}

/** @param {number} c */
function isWord(c) {
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
}
