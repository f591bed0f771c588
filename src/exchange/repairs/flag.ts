/** Another flag: one too many, one too few, one in place of another; or data where there is none. */
import type { Objection } from '../../tcp/emit.js';
import type { Flag } from '../../tcp/segment.js';
import type { SegmentStatement } from '../script.js';
import { repair } from './repair.js';

const CONTROLS = ['SYN', 'FIN', 'RST'] as const;
const CHANGED = [...CONTROLS, 'ACK'] as const;

export const flag = repair({
  name: 'flag',
  reach: 'note',
  *tries({ statement, index, refusal, spots }) {
    if (statement.kind === 'segment') {
      for (const suspect of suspects(refusal?.objections[0])) {
        const flags = without(statement, suspect);
        if (!statement.flags.has(suspect) || flags.size === 0) continue;
        yield { moves: [{ statement: { ...statement, flags }, index }], cost: 'flag-blamed' };
      }
    }
    for (const { statement: one, index: from, rest } of spots) {
      if (one.kind !== 'segment') continue;
      for (const variant of variants(one)) {
        yield { from, moves: [{ statement: variant, index: from }, ...rest] };
      }
    }
  },
});

/** The flags that cannot be on the segment, the likeliest slip first. */
function suspects(objection: Objection | undefined): readonly Flag[] {
  if (objection?.code === 'syn-in-synchronized-state') return ['SYN'];
  return objection?.code === 'impossible-flags' ? [...CONTROLS].reverse() : [];
}

function without({ flags }: SegmentStatement, flag: Flag): Set<Flag> {
  return new Set([...flags].filter((one) => one !== flag));
}

function variants(statement: SegmentStatement): SegmentStatement[] {
  const { flags, data } = statement;
  const { len: _len, payload: _payload, ...dataless } = statement;
  const found: SegmentStatement[] = [];
  const put = (set: ReadonlySet<Flag>): void => {
    if (set.size > 0 || data) found.push({ ...statement, flags: set });
  };
  for (const changed of CHANGED) {
    if (flags.has(changed)) put(without(statement, changed));
    else put(new Set([...flags, changed]));
  }
  for (const one of CONTROLS) {
    if (!flags.has(one)) continue;
    for (const other of CONTROLS) if (other !== one) put(without(statement, one).add(other));
  }
  if (data) found.push({ ...dataless, flags: flags.size > 0 ? flags : new Set(['ACK']), data: false });
  return found;
}
