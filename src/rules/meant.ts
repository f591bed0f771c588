/** How the exchange goes on after a line in error, in words. */
import type { CostName } from '../exchange/repairs/costs.js';
import { exprText, type Expr, type SegmentStatement } from '../exchange/script.js';
import type { EndKey, SegmentStep, Trace } from '../exchange/trace.js';
import { endNamed, NETWORK } from '../exchange/topology.js';
import type { Seq } from '../tcp/seq.js';
import { joined } from './text.js';
import type { Bilingual, Language } from './rule.js';

const UNWRITTEN: Bilingual = {
  en: 'The exchange goes on as if data had been sent that the note does not show.',
  'zh-cn': '后续推演当作还发送过笔记没有写出的数据。',
};
const NOT_THERE: Bilingual = {
  en: 'The exchange goes on as if this line were not there.',
  'zh-cn': '后续推演当作没有这一行。',
};
const ELSEWHERE: Bilingual = {
  en: 'The exchange goes on as if a line above it were written differently.',
  'zh-cn': '后续推演当作上面有一行写的是别的内容。',
};

/** What is said where the line itself is taken as it stands. */
const GOES_ON: Readonly<Partial<Record<CostName, Bilingual>>> = {
  written: {
    en: 'The exchange goes on with this segment as it is written.',
    'zh-cn': '后续推演按这个报文段的原样进行。',
  },
  absent: NOT_THERE,
  doubled: NOT_THERE,
  split: {
    en: 'The exchange goes on as if this line and the next were one segment.',
    'zh-cn': '后续推演当作这一行和下一行是同一个报文段。',
  },
  stream: {
    en: 'The exchange goes on with the numbers of this line.',
    'zh-cn': '后续推演采用这一行的编号。',
  },
  relative: {
    en: 'The exchange goes on counting from the SYN.',
    'zh-cn': '后续推演从 SYN 数起。',
  },
  unshown: UNWRITTEN,
  counted: UNWRITTEN,
  open: {
    en: 'The exchange goes on as if the connection were open.',
    'zh-cn': '后续推演当作连接已经建立。',
  },
  flight: {
    en: 'The exchange goes on as if another segment that is still in the network had arrived.',
    'zh-cn': '后续推演当作到达的是另一个仍在网络中的报文段。',
  },
  missing: {
    en: 'The exchange goes on as if a line before this one had been left out.',
    'zh-cn': '后续推演当作这一行之前漏写了一行。',
  },
  order: {
    en: 'The exchange goes on as if two lines stood the other way round.',
    'zh-cn': '后续推演当作有两行的顺序颠倒了。',
  },
  beginning: ELSEWHERE,
  direction: ELSEWHERE,
  end: ELSEWHERE,
  length: ELSEWHERE,
  fate: ELSEWHERE,
  flag: ELSEWHERE,
  swapped: ELSEWHERE,
};

function asIf(instead: string): Bilingual {
  return {
    en: `The exchange goes on as if it said \`${instead}\`.`,
    'zh-cn': `后续推演当作写的是 \`${instead}\`。`,
  };
}

/** How the exchange goes on after the segment; undefined where nothing is wrong with it. */
export function meantInWords(step: SegmentStep, trace: Trace, language: Language): string | undefined {
  const statement = trace.script.statements[step.statement];
  if (step.meant === undefined || statement?.kind !== 'segment') return undefined;
  const instead = taken(step, statement, trace);
  if (instead === undefined) return GOES_ON[step.meant]?.[language];
  return asIf(instead)[language];
}

/** What the line is taken to say in place of what it says; undefined where that is the same. */
function taken(step: SegmentStep, statement: SegmentStatement, trace: Trace): string | undefined {
  const flags = joined(step.flags);
  const [from, to] = [nameOf(step.from), nameOf(step.to)];
  const isTurned = isOther(from, statement.from) || isOther(to, statement.to);
  if (isTurned) return `${from} -> ${flags} -> ${to}`;
  const numbers = [
    number('seq', statement.seq, step.seq, trace),
    number('ack', statement.ack, step.ack, trace),
    statement.len !== undefined && statement.len !== step.len ? `len=${step.len}` : undefined,
  ].filter((one) => one !== undefined);
  const hasOthers = !isSameFlags(step, statement, trace);
  if (!hasOthers) return numbers.length === 0 ? undefined : numbers.join(', ');
  return numbers.length === 0 ? flags : `${flags}(${numbers.join(', ')})`;
}

function nameOf(key: EndKey | null): string {
  return key === null ? NETWORK : endNamed(key).name;
}

function isOther(end: string, written: string | undefined): boolean {
  return written !== undefined && end !== NETWORK && end !== written;
}

function number(
  name: string,
  written: Expr | undefined,
  taken: Seq | null,
  trace: Trace,
): string | undefined {
  if (written === undefined || taken === null || trace.resolve(written) === taken) return undefined;
  const text = trace.speak(taken);
  return text === exprText(written) ? undefined : `${name}=${text}`;
}

/** Whether the line is taken to have the flags that it has; the ACK that notes leave out makes no difference. */
function isSameFlags({ flags }: SegmentStep, statement: SegmentStatement, { script }: Trace): boolean {
  const isShort = script.mode === 'notes' && (statement.data || statement.flags.has('FIN'));
  const count = (all: Iterable<string>): string[] => [...all].filter((one) => one !== 'ACK' || !isShort);
  const [written, is] = [new Set(count(statement.flags)), count(flags)];
  return written.size === is.length && is.every((one) => written.has(one));
}
