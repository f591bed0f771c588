import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelOf, readLabel, type Label } from '../../src/notation/label/label.js';
import { plain } from '../../src/notation/label/plain.js';

/** How many labels are tried. */
const RUNS = Number(process.env['SEGNO_RUNS'] ?? 300);

/** What labels are put together of; `#` stands for a number. */
const PIECES = [
  ...['SYN', 'ACK', 'SYN+ACK', 'fin', 'PSH, ACK', 'SYN=1', 'ACK=0', '[S.]', 'Flags [P.]', 'RST bit: 1'],
  ...['seq=#', 'seq #', 'Seq=x+#', 'seq=x12+#', 'seq=#-#', 'seq #:#(#)', 'seq=0x#', 'seq=# + # + #', 'SN: #'],
  ...['ack=#', 'ack #', 'ack=y+#', 'ack=#+#', 'ack number: #', '确认号 = #', 'ack = ISN(c)+#', 'ACKs #'],
  ...[
    'len=#',
    'len #',
    '# bytes',
    '#,# bytes',
    'data(#)',
    'win=#',
    'window size: #',
    'mss=#',
    'ws #',
    'ts=#/#',
  ],
  ...[
    'DATA',
    'data #',
    '"hello #"',
    '("#")',
    'HTTP # OK',
    'GET /#',
    'port # -> #',
    '(#)',
    '#.',
    '#:#:#',
    '#',
  ],
  ...[
    'FIN_WAIT_#',
    'ESTABLISHED',
    'lost',
    'resend after # s',
    'SYN, SYN-ACK, ACK',
    '，',
    '&gt;',
    '<br/>',
    '+',
    '-',
  ],
];
const NUMBERS = [
  '0',
  '1',
  '2',
  '7',
  '07',
  '10',
  '42',
  '100',
  '101',
  '999',
  '1000',
  '010',
  '65535',
  '123456789',
];
const LARGE = ['1234567890', '3999999999', '4294967295', '4294967296', '9999999999', '12345678901'];

const label = fc.tuple(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 }),
  fc.constantFrom(' ', ', ', ''),
);
const numbers = fc.array(fc.constantFrom(...NUMBERS, ...LARGE), { minLength: 12, maxLength: 12 });

describe('what labels say that differ in their numbers', () => {
  it('is what each says when it is read alone', () => {
    fc.assert(
      fc.property(label, numbers, numbers, fc.boolean(), ([pieces, glue], one, other, bits) => {
        for (const values of [one, other]) {
          let next = 0;
          const text = pieces.join(glue).replaceAll('#', () => values[next++ % values.length] ?? '');
          const { text: own, written } = plain(text);
          const remembered = readLabel(text, { bits });
          const alone = labelOf(own, bits);
          expect(said(remembered), text).toEqual(said(alone));
          expect([...remembered.values], text).toEqual(
            [...alone.values].map(([part, span]) => [part, written(span)]),
          );
        }
      }),
      { numRuns: 10 * RUNS },
    );
  });
});

/** What a label says, without the places. */
function said({ parts, words, states, values: _places, ...rest }: Label): object {
  return {
    ...rest,
    parts: [...parts.keys()],
    words: words.map(({ flags }) => flags),
    states: states.map(({ state }) => state),
  };
}
