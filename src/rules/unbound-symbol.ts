import { rule, type Finding } from './rule.js';
import type { Expr, Part, Statement } from '../exchange/script.js';

interface Use {
  readonly symbol: string;
  readonly offset: number;
  readonly statement: number;
  readonly part: Part;
}

function usesIn(statement: Statement, index: number): Use[] {
  const numbers: readonly (readonly [Part, Expr | undefined])[] =
    statement.kind === 'segment'
      ? [
          ['seq', statement.seq],
          ['ack', statement.ack],
        ]
      : statement.kind === 'state'
        ? Object.entries(statement.counters).map(([name, expr]) => [`counter.${name}` as Part, expr] as const)
        : [];
  return numbers.flatMap(([part, expr]) =>
    expr?.symbol === undefined ? [] : [{ symbol: expr.symbol, offset: expr.offset, statement: index, part }],
  );
}

export const unboundSymbol = rule({
  code: 'unbound-symbol',
  section: '',
  title: { en: 'A symbol without a meaning', 'zh-cn': '没有含义的符号' },
  explanation: {
    en: `A symbol gets its meaning where it is used first, and then means that number to the end of the scenario. One that is
used only once, and only with something added, such as \`w+1\`, says where a number lies in relation to one that is
nowhere to be seen: it may be a slip for another symbol.`,
    'zh-cn': `符号在首次使用处获得含义，此后在整个场景中都代表那个编号。如果一个符号只用了一次，而且还带着加减（如 \`w+1\`），它所参照的编号在笔记中就无处可寻，可能是别的符号的笔误。`,
  },
  examples: {
    bad: ['begin\nC -> ACK(ack=w+1) -> S\nC -> DATA(seq=u, len=10) -> S\nC <- ACK(ack=u+10) <- S\nend'],
    good: ['begin\nC -> ACK(ack=w) -> S\nC -> DATA(seq=u, len=10) -> S\nC <- ACK(ack=u+10) <- S\nend'],
  },
  message: ({ symbol }, { say }) =>
    say({
      en: `Nothing says what \`${symbol}\` is: it is used only here, and only with an offset.`,
      'zh-cn': `没有说明 \`${symbol}\` 是什么：它只在这里出现，而且带着加减。`,
    }),
  short: ({ symbol }, { say }) => say({ en: `what is ${symbol}?`, 'zh-cn': `${symbol} 是什么？` }),
  check(trace) {
    const uses = new Map<string, Use[]>();
    for (const use of trace.script.statements.flatMap(usesIn)) {
      const known = uses.get(use.symbol);
      if (known) known.push(use);
      else uses.set(use.symbol, [use]);
    }
    // What is reported already needs no second word.
    const reported = new Set(trace.faults.map(({ place }) => place.statement));
    return [...uses.values()].flatMap((all): Finding<'unbound-symbol'>[] => {
      const [only, ...others] = all;
      if (!only || others.length > 0 || only.offset === 0 || reported.has(only.statement)) return [];
      const { symbol, statement, part } = only;
      return [{ fault: { code: 'unbound-symbol', symbol }, place: { statement, part }, related: [] }];
    });
  },
});
