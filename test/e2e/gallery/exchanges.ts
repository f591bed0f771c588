/** What the gallery shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/root.js';

export interface Exhibit {
  /** The name of its files. */
  readonly name: string;
  readonly title: string;
  readonly titleZh: string;
  readonly words: string;
  readonly wordsZh: string;
  readonly text: string;
  /** What is written over the text once it has been drawn. */
  readonly then?: string;
  /** The line that the cursor stands on, 1-based. */
  readonly line: number;
  /** The height of the picture, where it is not to show the whole drawing. */
  readonly height?: number;
  /** Whether it is drawn to scale. */
  readonly toScale?: boolean;
  /** How many steps are taken through it: then the whole panel is shown. */
  readonly steps?: number;
  /** The language of the window. */
  readonly language?: 'zh-cn';
}

/** Where the texts of the exhibits are. */
export const NOTES = 'docs/gallery/notes';

function note(name: string): string {
  return readFileSync(join(root, NOTES, `${name}.segno`), 'utf8');
}

const handshake = note('handshake');

/** An import of a long download: 1,000 segments after the handshake. */
function long(): string {
  const round = (index: number) =>
    `S -> DATA(1460)+ACK -> C${index % 25 === 5 ? ` : part ${index}` : ''}\nS -> DATA(1460)+ACK -> C\nS <- ACK <- C`;
  const data = Array.from({ length: 333 }, (_, index) => round(index));
  return `begin A download\nS -> SYN(seq=x) -> C\nS <- SYN(seq=y)+ACK(ack=x+1) <- C\nS -> ACK -> C\n${data.join('\n')}\nend\n`;
}

export const EXHIBITS: readonly Exhibit[] = [
  {
    name: 'handshake',
    title: 'The handshake',
    titleZh: '三次握手',
    words:
      'State, arrow, state, as in the figures of RFC 9293. Each change has its chip at the arrow that made it.',
    wordsZh: '状态、箭头、状态，与 RFC 9293 的图一致。每次状态变化都标在引起它的箭头旁。',
    text: handshake,
    line: 7,
  },
  {
    name: 'close',
    title: 'A normal close',
    titleZh: '正常关闭',
    words:
      'One direction is closed while the other still carries data; the dashed lifeline waits in TIME_WAIT.',
    wordsZh: '一个方向已关闭，另一个方向仍在传数据；虚线的生命线表示处于 TIME_WAIT。',
    text: note('close'),
    line: 5,
  },
  {
    name: 'simultaneous-close',
    title: 'Both ends close at once',
    titleZh: '两端同时关闭',
    words: 'The FINs cross on their way: a slanted line joins where a segment leaves and where it arrives.',
    wordsZh: '两个 FIN 在途中交错：斜线连接报文段离开和到达的位置。',
    text: note('simultaneous-close'),
    line: 3,
  },
  {
    name: 'figure-8',
    title: 'An old SYN comes first',
    titleZh: '旧的 SYN 先到',
    words: 'Figure 8 of RFC 9293: recovery from an old duplicate, which is dashed.',
    wordsZh: 'RFC 9293 的图 8：从旧的重复 SYN（虚线）中恢复。',
    text: note('figure-8'),
    line: 6,
  },
  {
    name: 'lossy',
    title: 'Loss in both directions',
    titleZh: '两个方向都有丢失',
    words: 'What is lost ends in a cross; timers stand on the lifelines.',
    wordsZh: '丢失的报文段以叉结束；计时器画在生命线上。',
    text: note('lossy'),
    line: 11,
  },
  {
    name: 'to-scale',
    title: 'A lost segment, to scale',
    titleZh: '按比例绘制的丢失报文段',
    words:
      'Time goes down the page: arrows slant by their time on the way, and the retransmission timer is a bracket as long as it ran.',
    wordsZh: '时间向下流逝：箭头按传输时间倾斜，重传计时器画成与其时长相同的括号。',
    text: readFileSync(join(root, 'examples/retransmission.segno'), 'utf8'),
    line: 13,
    toScale: true,
  },
  {
    name: 'problem',
    title: 'A wrong number',
    titleZh: '错误的确认号',
    words: 'A problem is marked at its own arrow and explained above the picture.',
    wordsZh: '问题标在它自己的箭头上，并在图的上方说明。',
    text: note('problem'),
    line: 6,
  },
  {
    name: 'broken',
    title: 'A line that cannot be read',
    titleZh: '无法读取的一行',
    words: 'The last good drawing stays while a line is being written.',
    wordsZh: '正在书写的一行尚无法读取时，保留最近一次正确的图。',
    text: handshake,
    then: handshake.replace('SYN(seq=y)+ACK(ack=x+1) <- S', 'SYN(seq=y)+ACK(ack= <- S'),
    line: 7,
  },
  {
    name: 'stepping',
    title: 'Step by step',
    titleZh: '逐步查看',
    words: 'Both TCBs with what the step changed, and each end’s way through the state diagram.',
    wordsZh: '两端的 TCB 及这一步引起的变化，以及每一端在状态图中走过的路径。',
    text: note('close'),
    line: 5,
    steps: 6,
  },
  {
    name: 'thousand',
    title: 'A thousand segments',
    titleZh: '一千个报文段',
    words: 'Only what is near is drawn, and participants stay in view.',
    wordsZh: '只绘制附近的部分，端点名称始终可见。',
    text: long(),
    line: 517,
    height: 560,
  },
  {
    name: 'chinese',
    title: 'In Chinese',
    titleZh: '中文笔记',
    words: 'The notation, the problems and the preview speak Chinese too.',
    wordsZh: '记法、问题和预览都有中文。',
    text: note('chinese'),
    line: 8,
    language: 'zh-cn',
  },
];
