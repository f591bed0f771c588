import { rule, type Bilingual, type Finding } from './rule.js';
import { isCallToNothing } from '../tcp/call.js';
import type { Tcb } from '../tcp/tcb.js';

type How = NonNullable<Tcb['ended']>['by'];

const HOW: Readonly<Record<How, Bilingual>> = {
  'reset-received': { en: 'a reset has ended it', 'zh-cn': '连接已被复位' },
  'reset-sent': { en: 'it was aborted', 'zh-cn': '连接已中止' },
  timeout: { en: 'it has timed out', 'zh-cn': '连接已超时' },
  closed: { en: 'it is closed', 'zh-cn': '连接已关闭' },
  crash: { en: 'the host has crashed', 'zh-cn': '主机已崩溃' },
};

export const callAfterTheEnd = rule({
  code: 'call-after-the-end',
  section: '3.10',
  title: { en: 'A call on a connection that has ended', 'zh-cn': '对已结束的连接发起调用' },
  explanation: {
    en: `A program does not learn at once that its connection is gone: the next \`send\`, \`receive\`, \`close\` or \`shutdown\`
tells it, by an error (RFC 9293 §3.10.2 to §3.10.4, state CLOSED). The call changes nothing, and every program makes
it sooner or later, if only to give the socket back.`,
    'zh-cn': `程序不会立刻知道连接已经不在：下一次 \`send\`、\`receive\`、\`close\` 或 \`shutdown\` 返回的错误才会告诉它（RFC 9293 §3.10.2 至 §3.10.4 的 CLOSED 状态）。这个调用不改变任何东西；每个程序迟早都会这样调用，哪怕只是为了归还套接字。`,
  },
  examples: {
    bad: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC <- RST <- S\nC: close\nend'],
    good: ['begin\nC -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S\nC: close\nC -> FIN -> S\nend'],
  },
  message: ({ end, call, by }, { say }) =>
    say({
      en: `\`${call}\` returns an error here: ${end} has no connection any more, as ${HOW[by].en}.`,
      'zh-cn': `这里的 \`${call}\` 会返回错误：${end} 的${HOW[by]['zh-cn']}。`,
    }),
  short: ({ by }, { say }) =>
    say({ en: `returns an error: ${HOW[by].en}`, 'zh-cn': `返回错误：${HOW[by]['zh-cn']}` }),
  check: (trace) =>
    trace.steps.flatMap((step): Finding<'call-after-the-end'>[] => {
      if (step.kind !== 'call') return [];
      const tcb = step.before[step.end];
      if (tcb?.ended === undefined || !isCallToNothing(tcb, step.call)) return [];
      const { by, cause } = tcb.ended;
      return [
        {
          fault: { code: 'call-after-the-end', end: step.end, call: step.call, by },
          place: { statement: step.statement, part: 'call' },
          related: [{ place: { statement: cause, part: 'whole' }, note: 'closed-here' }],
        },
      ];
    }),
});
