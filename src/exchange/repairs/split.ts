/** A SYN,ACK written as two lines, ACK and SYN: the line below belongs to this one. */
import { repair } from './repair.js';

export const split = repair({
  name: 'split',
  reach: 'line',
  *tries({ scene, statement, index, refusal }) {
    const next = scene.lines.at(index + 1);
    if (statement.kind !== 'segment' || next?.kind !== 'segment' || refusal === undefined) return;
    const isAck = statement.flags.has('ACK') && !statement.flags.has('SYN');
    const isSyn = next.flags.has('SYN') && !next.flags.has('ACK');
    if (!isAck || !isSyn || next.from !== statement.from || next.to !== statement.to) return;
    const whole = { ...statement, ...next, flags: new Set([...statement.flags, ...next.flags]) };
    const ack = next.ack ?? statement.ack;
    const both = ack === undefined ? whole : { ...whole, ack };
    yield {
      given: refusal.world,
      moves: [
        { statement: both, index: index + 1, as: 'ahead' },
        { statement, index, as: 'refused' },
      ],
    };
  },
});
