import { rule, type Finding } from './rule.js';
import { rewrite } from './text.js';
import type { Part, Statement } from '../exchange/script.js';
import { LARGEST_SHIFT, numberIn, stampsWritten } from '../tcp/options.js';

const BITS_16 = 0xffff;
const BITS_32 = 0xffff_ffff;
/** The largest window that there is: 16 bits, shifted as far as scaling goes (RFC 7323 §2.3). */
const WINDOW = BITS_16 * 2 ** LARGEST_SHIFT;

export const tooLargeForField = rule({
  code: 'too-large-for-field',
  section: '3.1',
  title: { en: 'A number that its field cannot hold', 'zh-cn': '数值超出字段范围' },
  explanation: {
    en: `The window (\`win\`), the urgent pointer (\`up\`) and the maximum segment size (\`mss\`) have 16 bits, so that they are
at most 65535. Each of the two timestamps (\`ts\`) has 32 bits, the window scale has eight, of which 14 is the largest
value that counts. \`win\` is what stands in the header: a larger window needs a window scale on both SYNs (RFC 7323 §2).
The variables \`wnd\` and \`rwnd\` of a state line are counted in octets and are at most 65535 × 2^14.

Sequence numbers need no such check: they wrap around.`,
    'zh-cn': `窗口（\`win\`）、紧急指针（\`up\`）和最大报文段长度（\`mss\`）都是 16 位，最大 65535。两个时间戳（\`ts\`）各 32 位；窗口扩大因子 8 位，其中有效的最大值是 14。\`win\` 是首部里的值：更大的窗口需要双方的 SYN 都带窗口扩大选项（RFC 7323 §2）。状态行里的 \`wnd\` 和 \`rwnd\` 以字节计，最大 65535 × 2^14。

序号不做这项检查：它们会回绕。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(mss=70000) -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nend',
      'begin\nC -> DATA(10) -> S\nC <- ACK(win=131072) <- S\nend',
    ],
    good: [
      'begin\nC -> SYN(mss=1460, wscale=2) -> S\nC <- SYN+ACK(wscale=2, win=65535) <- S\nC -> ACK(win=32768) -> S\nend',
    ],
  },
  message: ({ field, written, most }, { say }) =>
    say({
      en: `\`${field}\` should be at most \`${most}\`, not \`${written}\`: its field holds no larger number.`,
      'zh-cn': `\`${field}\` 最大为 \`${most}\`，不应为 \`${written}\`：字段里放不下更大的数。`,
    }),
  short: ({ field, most }, { say }) =>
    say({ en: `${field} is at most ${most}`, 'zh-cn': `${field} 最大为 ${most}` }),
  fixes: ({ field, written, most }, context) => {
    const { part } = context.found.place;
    if (field !== 'ts') return [rewrite(part, `${field}=${most}`, context)];
    const { statement } = context;
    const stamps = statement.kind === 'segment' ? stampsWritten(statement) : undefined;
    const right = stamps?.map((one) => (one === written ? most : one)) ?? [];
    return [rewrite(part, `ts=${right.join('/')}`, context)];
  },
  check: (trace) => {
    // A line that only says again what is wrong already where its segment left.
    const repeated = new Set(
      trace.steps.flatMap((step) =>
        step.kind === 'segment' && step.departure !== undefined ? [step.statement] : [],
      ),
    );
    return trace.script.statements.flatMap((statement, index): Finding<'too-large-for-field'>[] =>
      repeated.has(index)
        ? []
        : numbersOf(statement).flatMap(({ field, part, written, most }) =>
            written > most
              ? [
                  {
                    fault: { code: 'too-large-for-field', field, written, most },
                    place: { statement: index, part },
                    related: [],
                  },
                ]
              : [],
          ),
    );
  },
});

interface Numbered {
  readonly field: string;
  readonly part: Part;
  readonly written: number;
  readonly most: number;
}

/** The numbers of a statement that stand in fields of their own. */
function numbersOf(statement: Statement): readonly Numbered[] {
  const numbers: Numbered[] = [];
  const add = (field: string, part: Part, written: number | undefined, most: number): void => {
    if (written !== undefined) numbers.push({ field, part, written, most });
  };
  if (statement.kind === 'segment') {
    add('win', 'win', statement.win, BITS_16);
    add('up', 'up', statement.up, BITS_16);
    add('mss', 'option.mss', numberIn(statement, 'mss'), BITS_16);
    // What the field holds and is still too large has a rule of its own.
    const scale = numberIn(statement, 'wscale') ?? 0;
    if (scale > 0xff) add('wscale', 'option.wscale', scale, LARGEST_SHIFT);
    const [largest] = stampsWritten(statement)?.toSorted((a, b) => b - a) ?? [];
    add('ts', 'option.ts', largest, BITS_32);
  } else if (statement.kind === 'state') {
    for (const counter of ['wnd', 'rwnd'] as const) {
      const size = statement.counters[counter];
      if (size?.symbol === undefined) add(counter, `counter.${counter}`, size?.offset, WINDOW);
    }
  }
  return numbers;
}
