/** Why a step did what it did, in one sentence: what the replay says of it, and nothing that it does not say. */
import type { Call } from '../exchange/script.js';
import type { CallStep, EndKey, SegmentStep } from '../exchange/trace.js';
import { reasonInWords } from '../rules/reasons.js';
import type { Bilingual, Language } from '../rules/rule.js';
import { hrefOf } from '../rules/wording.js';
import type { State } from '../tcp/state.js';
import type { DrawnReason } from './drawing.js';

interface Why extends Bilingual {
  /** Section of RFC 9293. */
  readonly section: string;
}

const why = (section: string, en: string, zh: string): Why => ({ section, en, 'zh-cn': zh });

/** What a call does, about the end `E`. */
const CALLS: Readonly<Record<Call, Why>> = {
  listen: why(
    '3.10.1',
    'E waits for a SYN: the program has asked for a passive OPEN.',
    'E 等待 SYN：程序请求被动打开。',
  ),
  connect: why(
    '3.10.1',
    'The program has asked E for an active OPEN: a SYN is to leave.',
    '程序请求 E 主动打开：将发送 SYN。',
  ),
  send: why(
    '3.10.2',
    'The program hands data to E, which sends it as the window allows.',
    '程序把数据交给 E，E 按窗口发送。',
  ),
  receive: why('3.10.3', 'The program takes data that has arrived at E.', '程序取走已到达 E 的数据。'),
  close: why(
    '3.10.4',
    'The program has nothing more to send: E is to send a FIN, and still receives.',
    '程序不再发送数据：E 将发送 FIN，仍可接收。',
  ),
  shutdown: why(
    '3.10.4',
    'The program has nothing more to send: E is to send a FIN, and still receives.',
    '程序不再发送数据：E 将发送 FIN，仍可接收。',
  ),
  abort: why(
    '3.10.5',
    'The program gives the connection up: E deletes the TCB.',
    '程序放弃连接：E 删除 TCB。',
  ),
  crash: why(
    '3.5.1',
    'E loses all memory of the connection and sends nothing: the other end does not know.',
    'E 失去关于连接的全部记忆，什么也不发送：另一端并不知道。',
  ),
  timeout: why(
    '3.10.8',
    'The retransmission timer of E has run out: what is not acknowledged is to be sent again.',
    'E 的重传计时器到时：尚未确认的内容将重传。',
  ),
  keepalive: why(
    '3.8.4',
    'Nothing has come for long: E asks whether the other end is still there.',
    '很久没有收到任何内容：E 询问另一端是否还在。',
  ),
  '2MSL': why(
    '3.10.8',
    'E has waited for twice the maximum segment lifetime and deletes the TCB.',
    'E 已等待两倍的报文段最大生存时间，删除 TCB。',
  ),
  'user-timeout': why(
    '3.10.8',
    'What E has sent was not acknowledged within the user timeout: E gives the connection up.',
    'E 发送的内容在用户超时之内未被确认：E 放弃连接。',
  ),
};

/** Where a call finds an end that is not open yet, or no longer. */
const CLOSED_EARLY = why(
  '3.10.4',
  'The connection of E is not open yet: CLOSE deletes the TCB.',
  'E 的连接尚未打开：CLOSE 删除 TCB。',
);
const ABORTED_WITH_RESET = why(
  '3.10.5',
  'The program gives the connection up: E deletes the TCB, and a reset is to tell the other end.',
  '程序放弃连接：E 删除 TCB，并将以 RST 告知另一端。',
);
/** §3.10.5: from these an ABORT sends a reset. */
const RESETTING: ReadonlySet<State> = new Set([
  'SYN_RCVD',
  'ESTABLISHED',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'CLOSE_WAIT',
]);
/** §3.10.4: from these a CLOSE ends the connection at once. */
const NOT_OPEN: ReadonlySet<State> = new Set(['LISTEN', 'SYN_SENT']);

const FATES = {
  lost: why('', 'It is lost on the way: E learns nothing of it.', '它在途中丢失：E 对此一无所知。'),
  sent: why('', 'It is on its way: E has not received it yet.', '它还在途中：E 尚未收到。'),
} as const;

/** Why the step did what it did; undefined where the replay does not say. */
export function whyOf(step: SegmentStep | CallStep, language: Language): DrawnReason | undefined {
  if (step.kind === 'call') return said(callWhy(step), step.end, language);
  if (step.fate === 'lost' || step.fate === 'sent') {
    return step.to === null ? undefined : said(FATES[step.fate], step.to, language);
  }
  const { reason, to } = step;
  const text = reason && to !== null ? reasonInWords(reason.key, to, language) : undefined;
  return reason && text !== undefined ? reasonOf(text, reason.section) : undefined;
}

function callWhy({ call, end, before, after }: CallStep): Why {
  const [from, to] = [before[end]?.state, after[end]?.state];
  if ((call === 'close' || call === 'shutdown') && from && NOT_OPEN.has(from) && to === 'CLOSED') {
    return CLOSED_EARLY;
  }
  if (call === 'abort' && from && RESETTING.has(from)) return ABORTED_WITH_RESET;
  return CALLS[call];
}

function said(words: Why, end: EndKey, language: Language): DrawnReason {
  return reasonOf(
    words[language].replaceAll(/(?<![A-Za-z0-9_])E(?![A-Za-z0-9_])/g, () => `\`${end}\``),
    words.section,
  );
}

function reasonOf(text: string, section: string): DrawnReason {
  const href = hrefOf(section);
  return { text, section, ...(href === undefined ? {} : { href }) };
}
