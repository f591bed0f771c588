/** The notes to read and to change that come with the extension: what they are called, and where they are. */
import type { Bilingual, Language } from '../rules/rule.js';

export interface NoteFile {
  /** What commands call it. */
  readonly id: string;
  /** The first heading of the note. */
  readonly title: Bilingual;
}

/** The tutorial, which a new user opens first. */
export const FIRST_NOTE: NoteFile = {
  id: 'first-note',
  title: { en: 'Your first note in five steps', 'zh-cn': '五步写出第一篇笔记' },
};

export const COMING_FROM: NoteFile = {
  id: 'coming-from',
  title: {
    en: 'Coming from Mermaid, PlantUML, Wireshark, packetdrill',
    'zh-cn': '从 Mermaid、PlantUML、Wireshark、packetdrill 过来',
  },
};

const question = (id: string, en: string, zh: string): NoteFile => ({
  id: `questions/${id}`,
  title: { en, 'zh-cn': zh },
});

/** What people ask about TCP, from opening a connection to what rarely happens to it. */
export const QUESTIONS: readonly NoteFile[] = [
  question('why-three', 'Why does opening take three segments?', '为什么要三次握手？'),
  question('stale-syn', 'Why are two segments not enough?', '为什么两次握手不够？'),
  question('why-four', 'Why does closing take four segments?', '为什么要四次挥手？'),
  question('why-time-wait', 'Why is there a TIME-WAIT?', '为什么要有 TIME-WAIT？'),
  question(
    'port-reuse',
    'May a port be used again while the old connection is in TIME-WAIT?',
    '旧连接还在 TIME-WAIT 时，能再次使用同一个端口吗？',
  ),
  question('why-reset', 'Why did I get a RST?', '为什么会收到 RST？'),
  question(
    'unread-data',
    'What happens to data that nobody has read when the program closes?',
    '程序关闭时，还没有读取的数据会怎样？',
  ),
  question('half-open', 'What is a half-open connection?', '什么是半开连接？'),
  question('keep-alive', 'What is a keep-alive?', '什么是保活（keep-alive）？'),
  question('sent-again', 'When is a segment sent again?', '什么时候重传报文段？'),
  question('zero-window', 'What happens when the window is zero?', '窗口为零时会发生什么？'),
  question('simultaneous-open', 'Can both ends open at the same time?', '两端可以同时打开连接吗？'),
  question('syn-flood', 'What is a SYN flood?', '什么是 SYN 洪泛？'),
  question('fast-open', 'What does Fast Open do?', 'Fast Open 做了什么？'),
];

export const NOTE_FILES: readonly NoteFile[] = [FIRST_NOTE, COMING_FROM, ...QUESTIONS];

/** Where a note is in the extension's folder. */
export function fileOf({ id }: NoteFile, language: Language): string {
  return `docs/${id}${language === 'en' ? '' : `.${language}`}.md`;
}

/** The line, counted from 0, at which the first exchange of a note begins; the first line where there is none. */
export function firstExchange(text: string): number {
  return text.split('\n').findIndex((line) => line.startsWith('```segno')) + 1;
}
