/** The fix that writes the lines as they were meant, where the exchange goes on as if they had been written so. */
import type { Expr, SegmentStatement, Statement } from '../exchange/script.js';
import type { Meant, Trace } from '../exchange/trace.js';
import { FLAGS } from '../tcp/segment.js';
import type { Bilingual, Fix, FixContext } from './rule.js';
import { joined } from './text.js';

/** One place where a line is to be written otherwise. */
type Change = Omit<Fix, 'also'>;

/** More places than these make no fix that anybody can read before taking it. */
const MOST_CHANGED = 2;

export function fixesAsMeant({ trace, script, found }: FixContext): readonly Fix[] {
  const changes = (found.meant ?? []).map((one) => changesOf(one, script.statements[one.statement], trace));
  // What cannot be written as a fix would be left out of it.
  if (changes.some((own) => own.length === 0)) return [];
  const all = changes.flat();
  const [first, second] = all;
  if (first === undefined || all.length > MOST_CHANGED) return [];
  const isAbove = all.every(({ place }) => place.statement < found.place.statement);
  const title = isAbove ? above(titleOf(all)) : titleOf(all);
  return [{ ...first, title, ...(second === undefined ? {} : { also: second }) }];
}

function titleOf(changes: readonly Change[]): Bilingual {
  const texts = changes.map(({ text }) => text).join(', ');
  const isWritten = changes.every(({ text, where = 'replace' }) => where === 'replace' && text !== '');
  if (isWritten) return { en: `Change to ${texts}`, 'zh-cn': `改为 ${texts}` };
  return {
    en: changes.map(({ title }) => title.en).join('; '),
    'zh-cn': changes.map(({ title }) => title['zh-cn']).join('；'),
  };
}

function above(title: Bilingual): Bilingual {
  const lower = title.en.charAt(0).toLowerCase() + title.en.slice(1);
  const text = new Map([
    ['en', lower],
    ['zh-cn', title['zh-cn']],
  ]);
  return { en: `Above: ${text.get('en') ?? ''}`, 'zh-cn': `在上文${text.get('zh-cn') ?? ''}` };
}

function changesOf({ statement, as, how }: Meant, written: Statement | undefined, trace: Trace): Change[] {
  const whole = { statement, part: 'whole' } as const;
  if (how === 'out')
    return [{ title: { en: 'Take the line out', 'zh-cn': '去掉这一行' }, place: whole, text: '' }];
  if (as?.kind !== 'segment') return [];
  if (how === 'before') {
    const text = lineOf(as, trace);
    const title = { en: `Put before it: ${text}`, 'zh-cn': `在前面加上：${text}` };
    return [{ title, place: whole, text, where: 'line-before' }];
  }
  if (written?.kind !== 'segment') return [];
  if (written.from === as.to && written.to === as.from && written.from !== as.from) {
    const title = { en: 'Turn the arrow round', 'zh-cn': '把箭头反过来' };
    return [{ title, place: whole, text: '', where: 'turned' }];
  }
  return [
    ...ends(written, as, statement),
    ...fate(written, as, statement),
    ...flags(written, as, statement),
    ...numbers(written, as, statement, trace),
  ];
}

function change(statement: number, part: Fix['place']['part'], text: string): Change {
  const title = { en: `Change to ${text}`, 'zh-cn': `改为 ${text}` };
  return { title, place: { statement, part }, text };
}

function ends(written: SegmentStatement, as: SegmentStatement, statement: number): Change[] {
  return (['from', 'to'] as const).flatMap((part) => {
    const [was, is] = [written[part], as[part]];
    return was === undefined || is === undefined || was === is ? [] : [change(statement, part, is)];
  });
}

function fate(written: SegmentStatement, as: SegmentStatement, statement: number): Change[] {
  const place = { statement, part: 'whole' } as const;
  if (written.fate === 'lost' && as.fate === 'delivered') {
    return [{ title: { en: 'Let it arrive', 'zh-cn': '改为到达' }, place, text: '', where: 'arrives' }];
  }
  if (written.fate === 'delivered' && as.fate === 'lost') {
    return [{ title: { en: 'Let it be lost', 'zh-cn': '改为丢失' }, place, text: '', where: 'lost' }];
  }
  return [];
}

function flags(written: SegmentStatement, as: SegmentStatement, statement: number): Change[] {
  const less = FLAGS.filter((flag) => written.flags.has(flag) && !as.flags.has(flag));
  const more = FLAGS.filter((flag) => as.flags.has(flag) && !written.flags.has(flag));
  const [out, into] = [less[0], more[0]];
  // An ACK that is implied need not be written.
  if (less.length > 1 || more.length > 1 || written.data !== as.data) return [];
  if (out !== undefined && into !== undefined) return [change(statement, `flag.${out}`, into)];
  if (out !== undefined) {
    const title = { en: `Take ${out} out`, 'zh-cn': `去掉 ${out}` };
    return [{ title, place: { statement, part: `flag.${out}` }, text: '' }];
  }
  return into === undefined ? [] : [change(statement, `flag.${into}`, into)];
}

/** Only what is written is written otherwise. */
function numbers(written: SegmentStatement, as: SegmentStatement, statement: number, trace: Trace): Change[] {
  const found: Change[] = [];
  for (const field of ['seq', 'ack'] as const) {
    const [was, is] = [written[field], as[field]];
    const number = is && trace.resolve(is);
    if (!was || number === undefined || trace.resolve(was) === number) continue;
    found.push(change(statement, field, `${field}=${trace.speak(number)}`));
  }
  if (written.len !== undefined && as.len !== undefined && as.len !== written.len) {
    if (written.payload !== undefined) return [];
    found.push(change(statement, 'len', `len=${as.len}`));
  }
  return found;
}

/** A line that is not written, as one would write it. */
function lineOf(segment: SegmentStatement, trace: Trace): string {
  const { from = '...', to = '...', flags: set, data, len } = segment;
  const number = (name: string, expr: Expr | undefined): string[] => {
    const value = expr && trace.resolve(expr);
    return value === undefined ? [] : [`${name}=${trace.speak(value)}`];
  };
  const values = [
    ...number('seq', segment.seq),
    ...number('ack', segment.ack),
    ...(data && len !== undefined ? [`len=${len}`] : []),
  ];
  const names = [joined(FLAGS.filter((flag) => set.has(flag))), ...(data ? ['DATA'] : [])];
  return `${from} -> ${names.filter((name) => name !== '').join('+')}${values.length > 0 ? `(${values.join(', ')})` : ''} -> ${to}`;
}
