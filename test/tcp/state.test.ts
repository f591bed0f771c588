import { describe, expect, it } from 'vitest';
import { parseState, STATES, stateName } from '../../src/tcp/state.js';

describe('state names', () => {
  it.each(STATES)('%s is read back in every style that shows it', (state) => {
    for (const style of ['rfc', 'netstat', 'ss'] as const)
      expect(parseState(stateName(state, style))).toBe(state);
  });

  it.each([
    ['SYN_RECV', 'SYN_RCVD'],
    ['SYN-RECEIVED', 'SYN_RCVD'],
    ['syn_received', 'SYN_RCVD'],
    ['FIN_WAIT1', 'FIN_WAIT_1'],
    ['FIN-WAIT-2', 'FIN_WAIT_2'],
    ['ESTAB', 'ESTABLISHED'],
    ['CLOSE', 'CLOSED'],
  ] as const)('%s is %s', (word, state) => {
    expect(parseState(word)).toBe(state);
  });

  it('knows no other words', () => {
    for (const word of ['', 'OPEN', 'FIN_WAIT', 'WAIT', '状态']) expect(parseState(word)).toBeUndefined();
  });

  it('shows the RFC’s spelling and that of ss', () => {
    expect(stateName('SYN_RCVD', 'rfc')).toBe('SYN-RECEIVED');
    expect(stateName('FIN_WAIT_1', 'rfc')).toBe('FIN-WAIT-1');
    expect(stateName('SYN_RCVD', 'ss')).toBe('SYN-RECV');
    expect(stateName('ESTABLISHED', 'ss')).toBe('ESTAB');
  });
});
