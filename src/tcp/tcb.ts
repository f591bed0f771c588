/** One end of a connection: its TCB as it comes and goes. */
import { LARGEST_SHIFT } from './options.js';
import { after, type Seq } from './seq.js';
import type { Segment } from './segment.js';
import { changed, NOTHING, type Tcb } from './variables.js';

export {
  changed,
  digest,
  heldAlso,
  moved,
  owesAlso,
  type Held,
  type Owed,
  type Shift,
  type Tcb,
} from './variables.js';

/** The variables of a connection that does not exist. Its sequence numbers mean nothing. */
export function noConnection(state: 'CLOSED' | 'LISTEN', listens: Tcb['listens']): Tcb {
  return changed(NOTHING, { state, listens });
}

/** An active OPEN (§3.10.1): SYN-SENT, with the SYN yet to leave. Resets that are owed stay owed. */
export function opening(tcb: Tcb, iss: Seq): Tcb {
  return changed(noConnection('CLOSED', tcb.listens), {
    state: 'SYN_SENT',
    opened: 'active',
    iss,
    una: iss,
    nxt: iss,
    owes: tcb.owes.filter(({ kind }) => kind === 'reset'),
  });
}

/** The connection is gone: the TCB is deleted and the state is CLOSED. What it owed is owed no more. */
export function deleted(tcb: Tcb, by: NonNullable<Tcb['ended']>['by'], cause: number): Tcb {
  return changed(noConnection('CLOSED', tcb.listens), { ended: { by, cause, was: tcb } });
}

/** Whether our FIN was sent and acknowledged. */
export function finAcknowledged(tcb: Tcb): boolean {
  return tcb.fin !== undefined && after(tcb.una, tcb.fin);
}

/**
 * The window that a segment announces, in octets; undefined where it is not written, or where nobody knows how it is
 * scaled. The window on a SYN never is (RFC 7323 §2.2).
 *
 * @param by whether the segment is the peer's or of this end's own
 */
export function windowIn(tcb: Tcb, { win, flags }: Segment, by: 'peer' | 'own'): number | undefined {
  if (win === undefined || win === 0 || flags.has('SYN')) return win;
  const shift = shiftOf(tcb, by);
  return shift === undefined ? undefined : win * 2 ** shift;
}

/** The shift count of an end's windows: scaling is in force only if both SYNs offered it (RFC 7323 §2.2). */
function shiftOf({ scaleSent, scaleReceived }: Tcb, by: 'peer' | 'own'): number | undefined {
  if (scaleSent === 'none' || scaleReceived === 'none') return 0;
  if (scaleSent === undefined || scaleReceived === undefined) return undefined;
  return Math.min(by === 'peer' ? scaleReceived : scaleSent, LARGEST_SHIFT);
}
