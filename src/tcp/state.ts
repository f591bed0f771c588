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

type Progress = 'none' | 'sent' | 'acknowledged';

/** What has come of the SYN and the FIN of an end, and of its peer's, in a state (§3.3.2). */
export interface Stand {
  /** `sent` stands for what the program has called for, which may be yet to leave. */
  readonly syn: Progress;
  readonly fin: Progress;
  readonly peerSyn: boolean;
  readonly peerFin: boolean;
}

const OPEN = { syn: 'acknowledged', fin: 'none', peerSyn: true, peerFin: false } as const;
const NONE = { syn: 'none', fin: 'none', peerSyn: false, peerFin: false } as const;

const STANDS: Readonly<Record<State, Stand>> = {
  CLOSED: NONE,
  LISTEN: NONE,
  SYN_SENT: { ...NONE, syn: 'sent' },
  SYN_RCVD: { ...OPEN, syn: 'sent' },
  ESTABLISHED: OPEN,
  // CLOSE in SYN-RECEIVED leads here, too, with the SYN yet to be acknowledged (§3.10.4).
  FIN_WAIT_1: { ...OPEN, syn: 'sent', fin: 'sent' },
  FIN_WAIT_2: { ...OPEN, fin: 'acknowledged' },
  CLOSE_WAIT: { ...OPEN, peerFin: true },
  CLOSING: { ...OPEN, fin: 'sent', peerFin: true },
  LAST_ACK: { ...OPEN, fin: 'sent', peerFin: true },
  TIME_WAIT: { ...OPEN, fin: 'acknowledged', peerFin: true },
};

export function standOf(state: State): Stand {
  return STANDS[state];
}

/** Whether an end in this state has a TCB of its own, with numbers in it. */
export function isConnected(state: State): boolean {
  return STANDS[state].syn !== 'none';
}
