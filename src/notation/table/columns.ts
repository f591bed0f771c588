/** What the columns of a table hold, as their titles say it. */
import type { Flag } from '../../tcp/segment.js';
import { readLabel } from '../label/label.js';
import { plain } from '../label/plain.js';
import { CLIENT, SERVER } from '../label/words.js';
import type { Cell } from '../layout/text.js';
import type { Row } from './cells.js';

const HEADS = {
  from: /^(?:from|sender|source|src|sent by|von|absender|quelle|de|desde|origen|remitente|emisor|émetteur|origem|remetente|от|отправитель|发送方|发送端|发送者|发起方|源|來源|发出方|發送方|送信元|送信側|送信者|보내는 ?쪽|송신자?|송신 ?측|출발지)$/iu,
  to: /^(?:to|receiver|destination|dest|dst|nach|an|empfänger|ziel|a|para|hacia|destino|receptor|destinataire|vers|à|destinatário|кому|получатель|接收方|接收端|接收者|目的|目标|接受方|宛先|受信側|受信者|받는 ?쪽|수신자?|수신 ?측|목적지)$/iu,
  seq: /^(?:seq(?:uence)?\.?(?: ?(?:number|num|no)\.?)?|seq ?#|sn|序列号|序號|序列號|シーケンス番号|시퀀스(?: ?번호)?|순서 ?번호|sequenznummer|número de secuencia|numéro de séquence|número de sequência|номер последовательности)$/iu,
  ack: /^(?:ack(?:nowledg(?:e)?ment)?\.?(?: ?(?:number|num|no)\.?)?|ack ?#|an|确认号|确认序号|確認號|確認番号|確認応答番号|확인 ?(?:응답 ?)?번호|bestätigungsnummer|número de (?:acuse|confirmación|confirmação)|numéro d'acquittement|номер подтверждения)$/iu,
  len: /^(?:len(?:gth)?|bytes|octets|data length|payload|长度|長度|数据长度|長さ|길이|länge|longitud|taille|tamanho|длина)$/iu,
  win: /^(?:win(?:dow)?(?: size)?|窗口(?:大小)?|視窗|ウィンドウ(?:サイズ)?|윈도우|fenster|ventana|fenêtre|janela|окно)$/iu,
  step: /^(?:#|no\.?|nr\.?|n°|step|line|time|t|packet ?#|序|步骤|步驟|次序|顺序|编号|时间|番号|手順|順番|단계|순서|번호|시간|schritt|paso|étape|passo|шаг|№)$/iu,
  state: /state|status|状态|狀態|状態|상태|zustand|état|estado|состояни/iu,
} as const;

export type Head = keyof typeof HEADS;

/** The titles of a table's columns, and what they hold; undefined where a title does not say it. */
export interface Columns {
  readonly titles: readonly string[];
  readonly kinds: readonly (Head | undefined)[];
  /** The first of the columns in which most rows name flags; -1 where none does. */
  readonly flags: number;
}

export function columnsOf(head: Row, body: readonly Row[]): Columns {
  const titles = head.cells.map(({ text }) => plain(text).text.replaceAll(/[*_`]/gu, '').trim());
  const kinds = titles.map((title, index) => (index === 0 && counts(body) ? 'step' : kindOf(title)));
  const flagged = titles.map(
    (_, index) => body.filter(({ cells }) => flagsNamedIn(cells[index]).size > 0).length,
  );
  const most = Math.max(0, ...flagged);
  return { titles, kinds, flags: most === 0 ? -1 : flagged.indexOf(most) };
}

/** The flags that a cell names, but for those of which it gives numbers only. */
export function flagsNamedIn(cell: Cell | undefined): ReadonlySet<Flag> {
  return new Set(cell ? readLabel(cell.text, { bits: true }).words.flatMap(({ flags }) => flags) : []);
}

/** Whether the first column counts the rows. */
function counts(body: readonly Row[]): boolean {
  const cells = body.flatMap(({ cells: [first] }) => first?.text ?? []);
  return (
    cells.length > 1 &&
    cells.every(
      (text, place) => /^[①-⑳]$/u.test(text) || /^\(?0*(\d+)[.)]?$/u.exec(text)?.[1] === `${place + 1}`,
    )
  );
}

function kindOf(title: string): Head | undefined {
  if (/^序号$/u.test(title)) return 'seq';
  for (const [kind, pattern] of Object.entries(HEADS)) if (pattern.test(title)) return kind as Head;
  return undefined;
}

/** What stands behind the name of an end in the title of the column of its states: `Client (state)`. */
export const STATES_OF =
  /\s*[(（]\s*(?:states?|状态|狀態|状態|상태|Zustand|estado|état|состояние)\s*[)）]\s*$/iu;

export function isEndsStates(title = ''): boolean {
  return STATES_OF.test(title) && (CLIENT.test(title) || SERVER.test(title));
}

/** The end whose state a column tells: the one that its title names. */
export function ownersOf(titles: readonly string[], ids: readonly string[]): readonly (string | undefined)[] {
  return titles.map((title) => {
    const lower = title.toLowerCase();
    const named = ids.filter((id) => lower.includes(id.toLowerCase()));
    if (named.length > 0) return named.sort((a, b) => b.length - a.length)[0];
    for (const side of [CLIENT, SERVER]) if (side.test(title)) return ids.find((id) => side.test(id));
    return undefined;
  });
}
