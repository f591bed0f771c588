/** The states that a text names, and where. */
import { parseState, type State } from '../../tcp/state.js';
import { remembering } from '../remembering.js';
import type { Span } from './plain.js';

export interface NamedState {
  readonly state: State;
  readonly span: Span;
}

/** States whose names are no words of any language. */
const SURE =
  /(?<![\p{Script=Latin}\d_])(?:SYN[-_ ]?(?:SENT|RECEIVED|RECV|RCVD|RECIEVED)|FIN[-_ ]?WAIT[-_ ]?[12]|CLOSE[-_]WAIT|LAST[-_]ACK|TIME[-_]WAIT|TIMED[-_]WAIT|CLOSE WAIT|LAST ACK|TIME WAIT|CLOSEWAIT|LASTACK|TIMEWAIT|ESTAB(?:LISHED|LISH(?!\s*\p{L}))?|CLOSED|CLOSING|LISTEN)(?![\p{Script=Latin}\d_])/gu;
/** The same in lower case or as in a title, where nothing else can be meant. */
const SPELLED =
  /(?<![\p{Script=Latin}\d_])(?:syn[-_](?:sent|received|recv|rcvd)|fin[-_]?wait[-_]?[12]|(?:close|time)[-_]wait|last[-_]ack)(?![\p{Script=Latin}\d_])/giu;

/** Texts that speak of a state without saying that an end is in it. */
const HYPOTHETICAL =
  /[?？]|\b(?:not|no|never|before|until|unless|if|wait(?:s|ing)? for|instead|should|would|could|kein\w*|nicht|pas|jamais|nunca|sin|antes|avant|bevor|bis|não|не|нет|до|если)\b|未|尚|没有|不是|不会|直到|如果|之前|等待进入|前に|ない|まで|않|아직|전에/iu;

/** The states named in a text, in its order. */
export const statesIn = remembering(findStates);

function findStates(text: string): readonly NamedState[] {
  const found: NamedState[] = [];
  for (const pattern of [SURE, SPELLED]) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      const state = parseState(
        match[0].replace(/RECIEVED/i, 'RECEIVED').replace(/ESTABLISH$/, 'ESTABLISHED'),
      );
      const known = found.some((one) => one.span.start < span.end && span.start < one.span.end);
      if (state && !known) found.push({ state, span });
    }
  }
  const [only] = found;
  if (!only) {
    const trimmed = text.trim();
    const state = /^[a-z][a-z\d_ -]*$/i.test(trimmed) ? parseState(trimmed) : undefined;
    const start = text.length - text.trimStart().length;
    // In lower case it must be the whole text, so that `close` stays a call.
    if (state && !/^close$/i.test(trimmed)) return [{ state, span: { start, end: start + trimmed.length } }];
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** The states that a text claims: those it names, unless it says that they are not there, or asks. */
export function claimsIn(text: string): readonly NamedState[] {
  const found = statesIn(text);
  if (found.length === 0) return found;
  let rest = text;
  for (const { span } of found) rest = blank(rest, span);
  return HYPOTHETICAL.test(rest) ? [] : found;
}

/** The text with a span blanked. */
export function blank(text: string, { start, end }: Span): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
