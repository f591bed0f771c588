import type { Seq } from '../../tcp/seq.js';
import type { EndKey } from '../trace.js';

/** One direction between two ends of which one at least had a connection when the scenario began. */
export interface Earlier {
  readonly sender: EndKey;
  /** The sender's SND.NXT and the receiver's RCV.NXT at the beginning. */
  readonly sent: Seq;
  readonly received: Seq;
  /** The sender's SND.UNA where a state line gives it. */
  readonly acknowledged: Seq | undefined;
  /** The number of the sender's FIN, if it had sent one. */
  readonly fin: Seq | undefined;
  /** The number of the sender's SYN; where that is not known, the largest that it may have had. */
  readonly syn: { readonly number: Seq; readonly known: boolean };
  /**
   * Whether the sender has no connection any more, or has begun another one: then whatever it sent in the one before may
   * be on its way.
   */
  readonly former: boolean;
  /** Which of the three variables no state line gives. */
  readonly open: { readonly nxt: boolean; readonly rcv: boolean; readonly una: boolean };
}
