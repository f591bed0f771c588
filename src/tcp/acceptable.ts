import { add, after, atOrAfter, before, distance, type Seq } from './seq.js';

/**
 * Whether octets lie in the receive window: `maybe` where a conforming receiver may see it either way, because the
 * window was never announced or because receivers may accept more than they announce.
 */
export type Inside = 'yes' | 'no' | 'maybe';

/** How far beyond RCV.NXT a receiver of unknown window may still accept: the largest window there is (RFC 7323 §2.3). */
const LARGEST_WINDOW = 2 ** 30;

/**
 * The segment acceptability test (RFC 9293 §3.10.7.4, table 6).
 *
 * @param start SEG.SEQ
 * @param length SEG.LEN, SYN and FIN counted, in octets
 * @param rcv RCV.NXT
 * @param edge RCV.NXT + RCV.WND as announced, undefined while no window was announced
 */
export function acceptable(start: Seq, length: number, rcv: Seq, edge: Seq | undefined): Inside {
  const last = length === 0 ? start : add(start, length - 1);
  if (before(last, rcv)) return 'no';
  if (length === 0 && start === rcv) return 'yes';
  if (edge === undefined) return start === rcv || before(start, rcv) ? 'yes' : within(distance(start, rcv));
  const window = distance(edge, rcv);
  const first = after(start, rcv) ? start : rcv;
  // By the letter, neither its first nor its last octet is in the window; stacks trim both sides.
  if (before(start, rcv) && atOrAfter(last, edge)) return 'maybe';
  if (window > 0 && before(first, edge)) return 'yes';
  // Clearly outside means a window's length beyond the edge; nearer than that lies the slack that real stacks keep.
  return atOrAfter(first, add(edge, Math.max(window, 1))) ? 'no' : 'maybe';
}

function within(octets: number): Inside {
  return octets < LARGEST_WINDOW ? 'maybe' : 'no';
}
