import { describe, expect, it } from 'vitest';
import { STATES } from '../../src/tcp/state.js';
import { cells, ENDS, type Effect } from './matrix.js';
import { allowed } from './rfc.js';

const all = cells();

function inWords({ state, outcome, reply, advances, holds, acknowledged }: Effect): string {
  const details = [
    reply,
    advances ? `RCV.NXT+${advances}` : '',
    holds ? 'held' : '',
    acknowledged ? 'acked' : '',
  ];
  return [state, outcome, ...details.filter((detail) => detail !== '')].join(' ');
}

describe('the state × segment matrix', () => {
  it('has every state', () => {
    expect([...new Set(ENDS.map(({ state }) => state))]).toEqual([...STATES]);
  });

  describe.each(ENDS)('$title', (end) => {
    const own = all.filter((cell) => cell.end === end);

    it.each(own.map((cell) => [cell.kind.name, cell.acknowledges, cell.where, cell] as const))(
      'does with %s, ACK %s, %s what RFC 9293 §3.10.7 says',
      (_kind, _ack, _where, { kind, where, acknowledges, effects }) => {
        const expected = allowed(end, kind, where, acknowledges);
        expect(effects.map(inWords).sort()).toEqual(expected.map(inWords).sort());
        expect(effects.map(inWords)[0]).toBe(expected.map(inWords)[0]);
      },
    );
  });
});
