/** Where an end begins: its state, the line that says so, and whether its SYN or FIN has left already. */
import type { StateStatement } from '../script.js';
import { isSynchronized, standOf, type State } from '../../tcp/state.js';
import { besides, impliedStates } from './implied.js';
import type { Side } from './side.js';

export interface Start {
  readonly state: State;
  /**
   * Whether the SYN of an end in SYN-SENT or SYN-RECEIVED, or the FIN of one that has closed, was sent before the
   * scenario begins. A call changes the state at once; what it sends may be yet to leave (§3.10.1, §3.10.4).
   */
  readonly left: boolean;
  readonly line?: StateStatement;
  /** The index of that line. */
  readonly index?: number;
}

export type Starts = readonly [Start, ...Start[]];

/** Where the end may begin, the likeliest first. */
export function startsOf(side: Side): Starts {
  if (side.isInFigure) return startsInFigure(side);
  const told = side.told();
  const [first, ...more] = told ? ([told.line.state] as const) : impliedStates(side);
  return [...departures(side, first, told), ...more.flatMap((state) => departures(side, state, told))] as [
    Start,
    ...Start[],
  ];
}

/**
 * In a figure the first state of an end may be the one that it begins in, or the one that the first segment leads to:
 * what the segments imply comes first.
 */
function startsInFigure(side: Side): Starts {
  const [first, ...more] = startsOf(side.withoutStates());
  const own = side.told()?.line.state;
  const theirs = side.toldOfPeer()?.line.state;
  const others = [
    ...(own === undefined ? [] : [own]),
    ...(theirs !== undefined && isSynchronized(theirs) ? besides(theirs) : []),
  ].filter((state) => ![first, ...more].some((start) => start.state === state));
  return [
    first,
    ...more,
    ...[...new Set(others)].flatMap((state) => departures(side.withoutStates(), state, undefined)),
  ];
}

function departures(side: Side, state: State, told: ReturnType<Side['told']>): Starts {
  const base = { state, ...told };
  const { syn, fin } = standOf(state);
  const own = side.own();
  if (syn === 'sent' && fin === 'none') {
    const { iss, snd } = told?.line.counters ?? {};
    const isGiven = iss !== undefined && snd !== undefined && iss.symbol === snd.symbol;
    if (isGiven) return [{ ...base, left: iss.offset !== snd.offset }];
    return own[0]?.flags.has('SYN') === true
      ? [
          { ...base, left: false },
          { ...base, left: true },
        ]
      : [{ ...base, left: true }];
  }
  const { una, snd } = told?.line.counters ?? {};
  // Where nothing is unacknowledged, its FIN has not left: else it would be in the next state.
  const isIdle =
    una !== undefined && snd !== undefined && una.symbol === snd.symbol && una.offset === snd.offset;
  if (fin === 'sent' && isIdle) return [{ ...base, left: false }];
  // Who has received the FIN tells that it has left.
  const peer = side.toldOfPeer()?.line.state;
  const isReceived = peer !== undefined && standOf(peer).peerFin;
  return fin === 'sent' && !isReceived
    ? [
        { ...base, left: true },
        { ...base, left: false },
      ]
    : [{ ...base, left: true }];
}
