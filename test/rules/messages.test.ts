import { describe, expect, it } from 'vitest';
import type { Fault, FaultCode, FaultData } from '../../src/exchange/fault.js';
import { CALLS, COUNTERS } from '../../src/exchange/script.js';
import { ruleOf } from '../../src/rules/index.js';
import type { Language, Wording } from '../../src/rules/rule.js';
import { seq } from '../../src/tcp/seq.js';
import { stateName } from '../../src/tcp/state.js';

const [one, two] = [seq(101), seq(202)];

/** Every way in which each fault can be worded. */
const SAMPLES: { readonly [K in FaultCode]: readonly FaultData[K][] } = {
  'impossible-flags': [
    { flags: ['SYN', 'FIN'] },
    { flags: ['SYN', 'RST'] },
    { flags: ['FIN', 'RST'] },
    { flags: [] },
    { flags: ['PSH', 'URG'] },
  ],
  'no-connection': [
    { end: 'S', state: 'CLOSED', flags: ['RST'], toReset: true },

    { end: 'C', state: 'CLOSED', flags: ['ACK'] },
    { end: 'C', state: 'LISTEN', flags: [] },
  ],
  'syn-in-synchronized-state': [{ end: 'C', state: 'ESTABLISHED' }],
  'ack-before-syn': [
    { end: 'C', state: 'SYN_SENT' },
    { end: 'S', state: 'SYN_RCVD' },
    { end: 'S', state: 'LISTEN' },
  ],
  'data-before-established': [{ end: 'C', state: 'SYN_RCVD' }],
  'fin-before-established': [{ end: 'C', state: 'SYN_SENT' }],
  'data-after-fin': [
    { end: 'C', state: 'FIN_WAIT_1' },
    { end: 'C', state: 'FIN_WAIT_1', fin: one },
  ],
  'fin-after-fin': [
    { end: 'C', state: 'FIN_WAIT_1' },
    { end: 'C', state: 'FIN_WAIT_1', fin: one },
  ],
  'sent-after-reset': [
    { end: 'C', by: 'sent' },
    { end: 'C', by: 'received' },
  ],
  'sent-in-time-wait': [{ end: 'C' }],
  'missing-ack-flag': [
    { end: 'C', state: 'ESTABLISHED' },
    { end: 'S', state: 'SYN_RCVD' },
  ],
  'wrong-direction': [{ from: 'C', to: 'S' }],
  'wrong-end': [
    { end: 'C2', meant: 'C1' },
    { end: 'Sever', meant: 'Server', because: 'alone' },
    { end: 'Sever', meant: 'Server', because: 'alone-above' },
  ],
  'swapped-numbers': [{ end: 'C', seq: one, ack: two }],
  'wrong-sequence-number': [
    { end: 'C', written: one, expected: two },
    { end: 'C', written: one, expected: two, because: 'syn' },
    { end: 'C', written: one, expected: two, because: 'fin' },
    { end: 'C', written: one, expected: two, because: 'data' },
    { end: 'C', written: one, expected: two, because: 'again' },
    { end: 'C', written: one, expected: two, because: 'relative' },
    { end: 'C', written: one, expected: two, ack: { written: two, expected: one } },
  ],
  'sequence-gap': [
    { end: 'C', written: one, expected: two },
    { end: 'C', written: one, expected: two, ack: { written: two, expected: one } },
  ],
  'wrong-ack-number': [
    { end: 'C', written: one, expected: two },
    { end: 'C', written: one, expected: two, because: 'syn' },
    { end: 'C', written: one, expected: two, because: 'fin' },
    { end: 'C', written: one, expected: two, because: 'data' },
    { end: 'C', written: one, expected: two, because: 'backwards' },
    { end: 'C', written: one, expected: two, because: 'relative' },
  ],
  'ack-of-unsent-data': [{ end: 'C', peer: 'S', written: one, expected: two, sent: two }],
  'ack-behind': [undefined, 'missing' as const].map((because) => ({
    end: 'C',
    written: one,
    expected: two,
    ...(because === undefined ? {} : { because }),
  })),
  'repeat-differs': (['length', 'payload', 'flags', 'seq'] as const).map((what) => ({
    end: 'C',
    what,
    seq: one,
    len: 10,
  })),
  'initial-number-too-low': [{ end: 'S', written: one, least: two }],
  'beyond-shrunken-window': [{ end: 'C', edge: one, last: two }],
  'beyond-window': [{ end: 'C', edge: one, last: two }],
  'wrong-reset-numbers': (['seq', 'ack'] as const).flatMap((field) => [
    { end: 'C', field, written: one, expected: two },
    { end: 'C', field, written: undefined, expected: two },
    ...(field === 'ack'
      ? [{ end: 'C', field, written: one, expected: undefined }]
      : (['answers-ack', 'answers-no-ack', 'next'] as const).map((because) => ({
          end: 'C',
          field,
          written: one,
          expected: two,
          because,
        }))),
  ]),
  'reset-discarded': [{ end: 'S', peer: 'C', state: 'SYN_SENT' }],
  'reply-missing': (['reset', 'challenge', 'ack', 'syn-ack'] as const).flatMap((reply) => [
    { end: 'C', reply },
    { end: 'C', reply, seq: one },
    { end: 'C', reply, seq: one, ack: two },
  ]),
  'fin-not-acknowledged': [{ end: 'C' }],
  'arrival-without-departure': [{ flags: ['SYN', 'ACK'] }, { flags: [] }, { flags: ['ACK'], copy: true }],
  'unknown-end': [
    { end: 'Q', known: ['C', 'S'] },
    { end: 'S(Q)', known: [] },
  ],
  'state-mismatch': [
    { end: 'C', written: 'CLOSED', actual: 'LISTEN' },
    { end: 'C', written: 'SYN_RCVD', actual: 'SYN_SENT', swapped: { end: 'S', part: 'states.1' } },
  ],
  'path-mismatch': [{ end: 'C', written: ['CLOSED', 'LISTEN'], actual: ['CLOSED', 'SYN_SENT'] }],
  'counter-mismatch': COUNTERS.map((counter) =>
    // Windows are sizes, which are said as plain numbers.
    counter === 'wnd' || counter === 'rwnd'
      ? { end: 'C', counter, written: seq(1000), actual: seq(2000) }
      : { end: 'C', counter, written: one, actual: two },
  ),
  'impossible-counter': [
    { end: 'S', counter: 'snd', written: one, bound: { by: 'no-connection', state: 'LISTEN' } },
    { end: 'S', counter: 'rcv', written: one, bound: { by: 'nothing-received', state: 'SYN_SENT' } },
    { end: 'S', counter: 'una', written: two, bound: { by: 'unsent', limit: one } },
    { end: 'S', counter: 'una', written: one, bound: { by: 'own-syn', limit: two } },
    { end: 'S', counter: 'rcv', written: one, bound: { by: 'peer-syn', limit: two } },
    { end: 'S', counter: 'una', written: one, bound: { by: 'acknowledged', state: 'TIME_WAIT', limit: two } },
    {
      end: 'S',
      counter: 'una',
      written: two,
      bound: { by: 'unacknowledged', state: 'SYN_SENT', limit: one },
    },
    ...(['unreceived', 'peer-acknowledged', 'peer-unsent', 'peer-received', 'peer-initial'] as const).map(
      (by) => ({ end: 'S', counter: 'rcv' as const, written: one, bound: { by, peer: 'C', limit: two } }),
    ),
  ],
  'impossible-states': (['fin-unsent', 'fin-not-received', 'closed-second'] as const).map((why) => ({
    end: 'C',
    state: 'TIME_WAIT',
    peer: 'S',
    peerState: 'ESTABLISHED',
    why,
    blamed: 'S',
    possible: ['LAST_ACK'],
  })),
  'impossible-call': CALLS.map((call) => ({ end: 'C', call, state: 'LISTEN' })),
  'call-after-the-end': (['reset-received', 'reset-sent', 'timeout', 'closed', 'crash'] as const).map(
    (by) => ({
      end: 'C',
      call: 'close',
      by,
    }),
  ),
  'syn-carries-data': [{ end: 'C' }],
  'port-reused-in-time-wait': [{ end: 'C' }],
  'option-not-agreed': (['syn-ack', 'later'] as const).map((on) => ({ end: 'C', option: 'ts', on })),
  'syn-only-option': [{ option: 'mss' }],
  'wrong-sack-block': (['backwards', 'overlap', 'not-received', 'not-repeated', 'too-many'] as const).map(
    (why) => ({
      end: 'C',
      from: one,
      to: two,
      why,
    }),
  ),
  // Timestamps and sizes are plain numbers.
  'wrong-timestamp': (['tsval', 'tsecr'] as const).map((field) => ({
    end: 'C',
    field,
    written: 7,
    right: 8,
    other: 9,
  })),
  'missing-timestamp': [{ end: 'C' }],
  'segment-too-large': [{ end: 'C', len: 2000, mss: 1460 }],
  'ecn-not-agreed': (['syn-ack', 'later'] as const).map((on) => ({ end: 'C', flag: 'ECE', on })),
  'wrong-urgent-pointer': (['zero', 'back'] as const).map((why) => ({ end: 'C', why, least: 1 })),
  'urgent-without-flag': [{ up: 3 }],
  'window-scale-too-large': [{ written: 15 }],
  'too-large-for-field': [{ field: 'win', written: 70000, most: 65535 }],
  'wrong-option-value': (['missing', 'zero'] as const).map((why) => ({
    option: 'mss',
    why,
    form: 'mss=1460',
  })),
  'half-open-at-end': [{ end: 'C', state: 'ESTABLISHED', peer: 'S', peerState: 'CLOSED' }],
  'in-flight-at-end': [{ end: 'C' }],
  'contradictory-symbol': [{ symbol: 'x', expected: one }],
  'unbound-symbol': [{ symbol: 'w' }],
  shorthand: [{ flags: ['FIN'] }, { flags: [] }],
  'unused-expectation': [
    {},
    { named: 'wrong-ack-number' },
    { named: 'wrong-ack-number', found: 'wrong-sequence-number', why: 'off by one' },
  ],
  'arrives-before-it-leaves': [{ leaves: 40_000, arrives: 20_000 }],
  'time-goes-back': [{ end: 'C', at: 20_000, before: 40_000 }],
  'early-timer': [
    { end: 'C', timer: 'rto', waited: 400_000, least: 1_000_000 },
    { end: 'C', timer: 'backoff', waited: 900_000, least: 1_000_000 },
    { end: 'C', timer: '2MSL', waited: 30_000_000, least: 60_000_000 },
  ],
  'unusual-timing': [
    { timing: 'rto', duration: 300_000, limit: 1_000_000 },
    { timing: 'delack', duration: 1_000_000, limit: 500_000 },
  ],
  'not-checked': [{ unchecked: 12 }],
  'unlike-other-endpoints': [{ name: 'Sever', like: 'Server' }],
  'unknown-option': [{ name: 'mms' }],
  'unused-endpoint': [{ name: 'X' }],
};

function wordingIn(language: Language, figure = false): Wording {
  return {
    language,
    say: (text) => text[language],
    speak: (number) => `x+${number}`,
    state: (state) => stateName(state, 'rfc'),
    figure,
  };
}

const faults = Object.entries(SAMPLES).flatMap(([code, samples]) =>
  samples.map((data, index) => [`${code} ${index + 1}`, { code, ...data } as Fault] as const),
);

describe.each(faults)('the words for %s', (_name, fault) => {
  const rule = ruleOf(fault.code);
  const [en, zh] = [wordingIn('en'), wordingIn('zh-cn')];

  it('are a full sentence in English', () => {
    const message = rule.message(fault, en);
    expect(message).toMatch(/^[A-Z`\w].*\.$/);
    expect(message).not.toMatch(/\p{Script=Han}(?![^（]*）)/u);
  });

  it('are a full sentence in Chinese', () => {
    expect(rule.message(fault, zh)).toMatch(/\p{Script=Han}.*。$/u);
  });

  it('name none of the words that only Segno has where a figure is wrong', () => {
    const [message, inChinese] = [wordingIn('en', true), wordingIn('zh-cn', true)].map((one) =>
      rule.message(fault, one),
    );
    expect(message).toMatch(/^[A-Z`\w].*\.$/);
    expect(inChinese).toMatch(/\p{Script=Han}.*。$/u);
    expect(`${message} ${inChinese}`).not.toMatch(/`(?:dup|stale|forged)`/);
  });

  it.each([
    ['message', rule.message(fault, en), rule.message(fault, zh)],
    ['short form', rule.short?.(fault, en) ?? '', rule.short?.(fault, zh) ?? ''],
  ])(
    'have a %s with every blank filled in, numbers as the note writes them, backticks in pairs',
    (_what, ...texts) => {
      for (const text of texts) {
        expect(text).not.toMatch(/undefined|null|NaN|\[object|\$\{|(?<![+\d])(?:101|202)(?!\d)/);
        expect(text.split('`').length % 2).toBe(1);
      }
    },
  );

  it('are short beside an arrow and without backticks', () => {
    const short = rule.short?.(fault, en) ?? rule.title.en;
    expect(short).not.toContain('`');
    expect(short.length).toBeLessThanOrEqual(45);
  });
});
