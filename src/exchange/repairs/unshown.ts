/**
 * The numbers of both directions jump: data that the note does not show, or numbers counted from another beginning, as
 * tcpdump counts them from 0 behind a SYN. The lines below count on from there.
 */
import { distance } from '../../tcp/seq.js';
import { shiftStream } from '../repair.js';
import { repair } from './repair.js';
import { bothNumbers } from './right.js';
import { routeOf } from './route.js';

export const unshown = repair({
  name: 'unshown',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    if (statement.kind !== 'segment' || refusal?.objections.length !== 2) return;
    const [first, second] = refusal.objections;
    const isStart = first?.code === 'wrong-sequence-number' || first?.code === 'sequence-gap';
    if (!isStart || second?.code !== 'wrong-ack-number') return;
    const { key, peerKey } = routeOf(scene, statement, index);
    const own = shiftStream(refusal.world, key, peerKey, distance(first.written, first.expected), index);
    const both = shiftStream(own, peerKey, key, distance(second.written, second.expected), index);
    const told = bothNumbers(refusal.found);
    yield { given: both, moves: [{ statement, index }], ...(told ? { told } : {}) };
  },
});
