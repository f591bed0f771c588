/** The arrow points the wrong way. */
import { turned } from '../turned.js';
import { at } from '../world.js';
import { repair } from './repair.js';

export const direction = repair({
  name: 'direction',
  reach: 'note',
  tells: 'wrong-direction',
  *tries({ scene, statement, index, world, spots }) {
    if (statement.kind === 'segment' && statement.origin === 'new') {
      const { from, to, flags, seq, ack } = statement;
      // Who could send anything explains nothing.
      if (from !== undefined && to !== undefined && scene.topology.isChecked(to)) {
        const peer = world.tcbs.get(scene.topology.key(to, from));
        const isAnswer = flags.has('SYN') && flags.has('ACK') && peer?.state === 'SYN_RCVD';
        const numbers = [seq, ack]
          .map((expr) => scene.resolve(world, expr))
          .filter((one) => one !== undefined);
        // One number may fit by chance, and so may the same one twice; two do not, nor does the answer that is owed.
        const isSure = new Set(numbers).size === 2 || isAnswer;
        if (numbers.length > 0 || isAnswer) {
          yield {
            moves: [{ statement: turned(statement), index }],
            told: { fault: { code: 'wrong-direction', from, to }, place: at(index, 'whole') },
            ...(isSure ? { cost: 'direction-sure' } : {}),
          };
        }
      }
    }
    for (const { statement: one, index: from, rest } of spots) {
      if (one.kind !== 'segment' || one.origin !== 'new') continue;
      yield { from, moves: [{ statement: turned(one), index: from }, ...rest] };
    }
  },
});
