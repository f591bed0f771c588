/** Who is named in a text that says what two ends send. */
import { CLIENT, SERVER } from '../label/words.js';

/** The end that is named for opening a connection, and the other one. */
export type Side = 0 | 1;

/** An end that a text names. Offsets in the text. */
export interface Mention {
  readonly side: Side;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is said to send (`from the client`), to receive (`to the client`), or to do something. */
  readonly kind: 'sender' | 'receiver' | 'subject' | 'owner';
}

const NAMED =
  /(?<![\p{Script=Latin}\d_])(?:(?:active|passive) (?:opener|closer|end|side)|clients?|servers?|initiators?|responders?|cliente|servidor|serveur|host\s?[AB12]|peer\s?[AB12]|[AB](?=\s*(?:[:：]|sends?\b|repl|responds?|发|回|向|收|→|->|-->|<-|$)))(?![\p{Script=Latin}\d_])|客户[端机]?|客戶端?|[主被]动(?:关闭|打开)?方|服务[器端]+|伺服器端?|主机\s?[AB12甲乙]|クライアント|サーバー?|클라이언트|서버|клиент|сервер/giu;

const TO = /(?:\bto|\btowards?|\ban|向|给|給|至|发往|到|に|→|->)\s*(?:the\s+|el\s+|den\s+)?$/iu;
const FROM = /(?:\bfrom|\bby|\bvon|来自|由|从|から|←|<-+)\s*(?:the\s+|el\s+|den\s+)?$/iu;
const OWNED = /^(?:'s|’s|的|の)|^\s+ISN\b/u;

/** The ends that a text names, in its order. */
export function mentionsIn(text: string): readonly Mention[] {
  return [...text.matchAll(NAMED)].map((match): Mention => {
    const [name] = match;
    const before = text.slice(0, match.index);
    const end = match.index + name.length;
    const kind = OWNED.test(text.slice(end))
      ? 'owner'
      : TO.test(before)
        ? 'receiver'
        : FROM.test(before)
          ? 'sender'
          : 'subject';
    return { side: sideOf(name), text: name, start: match.index, end, kind };
  });
}

function sideOf(name: string): Side {
  if (CLIENT.test(name)) return 0;
  return SERVER.test(name) || /^被|[B2乙]$/u.test(name) ? 1 : 0;
}

/** What the two sides are called first, in several texts. */
export function mentionsOf(texts: readonly string[]): readonly [string | undefined, string | undefined] {
  const all = texts.flatMap(mentionsIn);
  const first = (side: Side): string | undefined => all.find((one) => one.side === side)?.text;
  return [first(0), first(1)];
}
