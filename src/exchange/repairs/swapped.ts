/** `seq` and `ack` in each other's place, where that is the one thing wrong with the segment. */
import { at } from '../world.js';
import { repair } from './repair.js';

export const swapped = repair({
  name: 'swapped',
  reach: 'note',
  tells: 'swapped-numbers',
  *tries({ scene, statement, index, world }) {
    if (statement.kind !== 'segment' || statement.origin !== 'new' || statement.flags.has('RST')) return;
    const { from, to, seq, ack } = statement;
    if (from === undefined || to === undefined || seq === undefined || ack === undefined) return;
    const [number, acknowledged] = [scene.resolve(world, seq), scene.resolve(world, ack)];
    if (number === undefined || acknowledged === undefined || number === acknowledged) return;
    const owes = (end: string, peer: string): boolean =>
      (world.tcbs.get(scene.topology.key(end, peer))?.owes.length ?? 0) > 0;
    const end = scene.topology.key(from, to);
    yield {
      moves: [{ statement: { ...statement, seq: ack, ack: seq }, index }],
      told: {
        fault: { code: 'swapped-numbers', end, seq: acknowledged, ack: number },
        place: at(index, 'segment'),
      },
      // The numbers alone would fit a segment the other way, too: whose turn it is tells which of the two was meant.
      ...(owes(from, to) && !owes(to, from) ? { cost: 'swapped-owed' } : {}),
    };
  },
});
