import type { Seq } from '../../tcp/seq.js';
import type { EndKey } from '../trace.js';

/** One direction of a connection that was open when the scenario began. */
export interface Earlier {
  readonly sender: EndKey;
  /** The sender's SND.NXT and the receiver's RCV.NXT at the beginning. */
  readonly sent: Seq;
  readonly received: Seq;
  /** The sender's SND.UNA where a state line gives it. */
  readonly acknowledged: Seq | undefined;
  /** The number of the sender's FIN, if it had sent one. */
  readonly fin: Seq | undefined;
  /** Which of the three variables no state line gives. */
  readonly open: { readonly nxt: boolean; readonly rcv: boolean; readonly una: boolean };
}
