/** Puts what was found into words: the one place where messages are made, for the editor, the picture and the CLI. */
import { entryOf, ruleOf } from './index.js';
import { levelOf, type Levels } from './levels.js';
import type { Bilingual, Language, Wording } from './rule.js';
import type { Fault, Severity } from '../exchange/fault.js';
import type { Place, Script } from '../exchange/script.js';
import type { Found, RelatedNote, Trace } from '../exchange/trace.js';
import { stateName, type StateStyle } from '../tcp/state.js';

export interface WordingOptions {
  readonly language: Language;
  readonly states: StateStyle;
  readonly levels?: Levels | undefined;
}

/** A problem in words. */
export interface Worded {
  readonly code: string;
  readonly severity: Severity;
  /** A full sentence; pieces of notation stand in backticks. */
  readonly message: string;
  /** A few words to stand beside an arrow, without backticks. */
  readonly short: string;
  /** Section of RFC 9293, empty when the problem is one of the notation. */
  readonly section: string;
  /** Where that section can be read; undefined without one. */
  readonly href: string | undefined;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
}

const RELATED: Readonly<Record<RelatedNote, Bilingual>> = {
  'fin-sent': { en: 'The FIN is sent here.', 'zh-cn': 'FIN 在这里发出。' },
  'fin-received': { en: 'The FIN arrives here.', 'zh-cn': 'FIN 在这里到达。' },
  'syn-sent': { en: 'The SYN is sent here.', 'zh-cn': 'SYN 在这里发出。' },
  reset: { en: 'The connection is reset here.', 'zh-cn': '连接在这里被复位。' },
  'rcv-nxt-set': {
    en: 'What arrives here sets the next number expected.',
    'zh-cn': '这里到达的内容决定了期望的下一个序号。',
  },
  'number-set': { en: 'The number is set here.', 'zh-cn': '编号在这里确定。' },
  'first-sent': { en: 'It is sent here for the first time.', 'zh-cn': '它在这里首次发送。' },
  'symbol-bound': { en: 'The symbol gets its meaning here.', 'zh-cn': '符号在这里获得含义。' },
  'caused-here': { en: 'This is what causes it.', 'zh-cn': '原因在这里。' },
  'closed-here': { en: 'The connection ends here.', 'zh-cn': '连接在这里结束。' },
  lost: { en: 'It is lost here.', 'zh-cn': '它在这里丢失。' },
  arrived: { en: 'It arrives here.', 'zh-cn': '它在这里到达。' },
};

/** The words for something found in a trace. */
export function word(found: Found, trace: Trace, { language, states, levels }: WordingOptions): Worded {
  const fault = inItsWords(found.fault, trace);
  const rule = ruleOf(fault.code);
  const wording: Wording = {
    language,
    say: (text) => text[language],
    speak: found.speak ?? ((number) => trace.speak(number)),
    state: (state) => stateName(state, states),
    figure: trace.script.figure === true,
  };
  return {
    code: rule.code,
    severity: levelOf(rule.code, rule.severity, levels),
    message: rule.message(fault, wording),
    short: rule.short?.(fault, wording) ?? rule.title[language],
    section: rule.section,
    href: hrefOf(rule.section),
    related: found.related.map(({ place, note }) => ({
      place,
      message: rule.related?.(note, wording) ?? RELATED[note][language],
    })),
  };
}

/** The parts of a fault that name ends. */
const NAMES: ReadonlySet<string> = new Set(['end', 'peer', 'from', 'to', 'meant', 'like']);

/** What figures call their ends, by their scripts. */
const calledIn = new WeakMap<Script, ReadonlyMap<string, string>>();

/** A fault of a figure with its ends as the figure calls them. */
function inItsWords(fault: Fault, { script }: Trace): Fault {
  if (!script.figure) return fault;
  let called = calledIn.get(script);
  if (!called) {
    called = new Map(
      script.statements.flatMap((statement) =>
        statement.kind === 'endpoint' && statement.called !== undefined
          ? [[statement.name, statement.called]]
          : [],
      ),
    );
    calledIn.set(script, called);
  }
  return called.size === 0 ? fault : renamed(fault, called);
}

function renamed<T extends object>(value: T, called: ReadonlyMap<string, string>): T {
  const entries = Object.entries(value).map(([key, own]: [string, unknown]) => {
    if (typeof own === 'string') return [key, NAMES.has(key) ? (called.get(own) ?? own) : own];
    const isPlain =
      typeof own === 'object' && own !== null && Object.getPrototypeOf(own) === Object.prototype;
    return [key, isPlain ? renamed(own, called) : own];
  });
  return Object.fromEntries(entries) as T;
}

/** Where a section of RFC 9293, such as `3.10.7.4`, can be read; undefined for the empty section. */
export function hrefOf(section: string): string | undefined {
  return section === '' ? undefined : `https://www.rfc-editor.org/rfc/rfc9293.html#section-${section}`;
}

/** The link of the rule of this code, if it rests on the RFC. */
export function hrefOfCode(code: string): string | undefined {
  return hrefOf(entryOf(code)?.section ?? '');
}
