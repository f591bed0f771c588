/** The states of a connection (RFC 9293 §3.3.2), as the trace spells them. */
export const STATES = [
  'CLOSED',
  'LISTEN',
  'SYN_SENT',
  'SYN_RCVD',
  'ESTABLISHED',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'CLOSE_WAIT',
  'CLOSING',
  'LAST_ACK',
  'TIME_WAIT',
] as const;

export type State = (typeof STATES)[number];

/** How states are shown: as the RFC spells them, as netstat does, or as ss does. */
export type StateStyle = 'rfc' | 'netstat' | 'ss';

const RFC: Partial<Record<State, string>> = { SYN_SENT: 'SYN-SENT', SYN_RCVD: 'SYN-RECEIVED' };
const SS: Partial<Record<State, string>> = { SYN_RCVD: 'SYN-RECV', ESTABLISHED: 'ESTAB', CLOSED: 'UNCONN' };

/** The state's name in the given style. */
export function stateName(state: State, style: StateStyle = 'netstat'): string {
  if (style === 'netstat') return state;
  const special = (style === 'rfc' ? RFC : SS)[state];
  return special ?? state.replaceAll('_', '-');
}

const spellings = new Map<string, State>();
for (const state of STATES) spellings.set(state.replaceAll('_', ''), state);
for (const [spelling, state] of [
  ['CLOSE', 'CLOSED'],
  ['UNCONN', 'CLOSED'],
  ['SYNRECV', 'SYN_RCVD'],
  ['SYNRECEIVED', 'SYN_RCVD'],
  ['ESTAB', 'ESTABLISHED'],
  ['TIMEDWAIT', 'TIME_WAIT'],
] as const) {
  spellings.set(spelling, state);
}

/** The state that a word names, in any usual spelling and any case, or undefined. */
export function parseState(word: string): State | undefined {
  return spellings.get(word.replaceAll(/[-_ ]/g, '').toUpperCase());
}

/** Whether both ends have each other's SYN acknowledged or received (RFC 9293 §3.5.2, "synchronized state"). */
export function isSynchronized(state: State): boolean {
  return !(state === 'CLOSED' || state === 'LISTEN' || state === 'SYN_SENT' || state === 'SYN_RCVD');
}
