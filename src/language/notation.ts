/** The words for what can be wrong with the notation itself, before any exchange is looked at, in both languages. */
import type { Severity } from '../exchange/fault.js';
import type { Timing } from '../exchange/script.js';
import type { Notation } from '../notation/reader.js';
import type { Bilingual, NotationCode } from '../rules/rule.js';
import type { Edit, Range } from './range.js';

/** A problem with the notation, in the text that was read. */
export interface NotationProblem {
  /** How grave it is here; as its rule says when left out. */
  readonly severity?: Severity;
  /** An expectation that stands where no line of an exchange can meet it is a problem of the notation, too. */
  readonly code: NotationCode | 'unused-expectation';
  readonly range: Range;
  readonly message: Bilingual;
  readonly fixes?: readonly NotationFix[];
}

/** A quick fix, as edits of the text that was read. */
export interface NotationFix {
  readonly title: Bilingual;
  readonly edits: readonly Edit[];
  /** Whether the edit puts several lines in the place of one: each is set in as that one is. */
  readonly several?: boolean;
}

/** Problems that leave no doubt what the line says. */
export const CLEAR: ReadonlySet<string> = new Set(['letter-case', 'unusual-arrow']);

/** Puts pieces of the note into a message; a long piece is cut, because a message is one line. */
export function quote(text: string, most = 40): string {
  const piece = text.length > most ? `${text.slice(0, most)}…` : text;
  return `\`${piece.replaceAll('`', '´')}\``;
}

const TIMING_EXAMPLES: Readonly<Record<Timing, Bilingual>> = {
  delay: { en: 'delay C S 20ms', 'zh-cn': '延迟 C S 20ms' },
  rto: { en: 'rto C 1s', 'zh-cn': '重传超时 C 1s' },
  msl: { en: 'msl C 30s', 'zh-cn': '最长寿命 C 30s' },
  delack: { en: 'delack S 40ms', 'zh-cn': '延迟确认 S 40ms' },
};

/** What lines in another notation look like. */
const LOOKS: Readonly<Record<Notation, Bilingual>> = {
  segno: { en: 'an exchange', 'zh-cn': '交互' },
  mermaid: { en: 'a Mermaid diagram', 'zh-cn': 'Mermaid 图' },
  arrows: { en: 'arrows with labels', 'zh-cn': '带文字的箭头' },
  ladder: { en: 'a ladder of arrows', 'zh-cn': '用字符画的时序图' },
  sequence: { en: 'a PlantUML diagram', 'zh-cn': 'PlantUML 图' },
  rfc: { en: 'a figure of an RFC', 'zh-cn': 'RFC 中的图' },
  tcpdump: { en: 'the output of tcpdump', 'zh-cn': 'tcpdump 的输出' },
  tshark: { en: 'a packet list of Wireshark', 'zh-cn': 'Wireshark 的分组列表' },
  packetdrill: { en: 'a script of packetdrill', 'zh-cn': 'packetdrill 脚本' },
  table: { en: 'a table', 'zh-cn': '表格' },
};

/** The words for each way in which a line can fail to be read. */
export const WORDS = {
  otherNotation: (notation: Notation): Bilingual => ({
    en: `These lines look like ${LOOKS[notation].en}. Here lines are read as Segno’s: turn them into Segno.`,
    'zh-cn': `这几行看起来是${LOOKS[notation]['zh-cn']}。这里按 Segno 的记法来读：请转换为 Segno。`,
  }),
  unknownStatement: (): Bilingual => ({
    en: 'This line is not a statement. Write a segment as `C -> SYN -> S`, and what an end does as `C: close`.',
    'zh-cn': '这一行不是语句。报文段写作 `C -> SYN -> S`，端的调用写作 `C: 关闭`。',
  }),
  openString: (): Bilingual => ({
    en: 'The string has no closing quotation mark.',
    'zh-cn': '字符串缺少结尾的引号。',
  }),
  openComment: (): Bilingual => ({
    en: 'The comment is never closed, so that nothing below it counts. Close it with `*/`.',
    'zh-cn': '注释没有结束，因此下面的内容都不算数。请用 `*/` 结束注释。',
  }),
  strayCharacter: (text: string): Bilingual => ({
    en: `${quote(text)} means nothing here. A text after a statement begins with \`:\`, a comment with \`//\`.`,
    'zh-cn': `${quote(text)} 在这里没有含义。语句后的文字以 \`:\` 开头，注释以 \`//\` 开头。`,
  }),
  unexpected: (text: string): Bilingual => ({
    en: `${quote(text)} does not belong here. A text after a statement begins with \`:\`, a comment with \`//\`.`,
    'zh-cn': `${quote(text)} 不该出现在这里。语句后的文字以 \`:\` 开头，注释以 \`//\` 开头。`,
  }),
  missingParenthesis: (): Bilingual => ({
    en: 'A `)` is missing: arguments are written as in `SYN(seq=x)`.',
    'zh-cn': '缺少 `)`：参数写作 `SYN(seq=x)`。',
  }),
  missingBracket: (): Bilingual => ({
    en: 'A `]` is missing: states are written as in `[SYN_SENT, SYN_RCVD]`.',
    'zh-cn': '缺少 `]`：状态写作 `[SYN_SENT, SYN_RCVD]`。',
  }),
  missingValue: (key: string): Bilingual => ({
    en: `The value after ${quote(`${key}=`)} is missing.`,
    'zh-cn': `${quote(`${key}=`)} 后面缺少值。`,
  }),
  missingArgument: (): Bilingual => ({
    en: 'An argument is missing here, such as `seq=x`.',
    'zh-cn': '这里缺少参数，例如 `seq=x`。',
  }),
  missingNumber: (sign: string): Bilingual => ({
    en: `A number is missing after ${quote(sign)}.`,
    'zh-cn': `${quote(sign)} 后面缺少数字。`,
  }),
  missingFlag: (sign: string): Bilingual => ({
    en: `A flag is missing after ${quote(sign)}, such as \`ACK\`.`,
    'zh-cn': `${quote(sign)} 后面缺少标志，例如 \`ACK\`。`,
  }),
  missingSide: (): Bilingual => ({
    en: 'The end at the left is missing: a segment is written `C -> SYN -> S`.',
    'zh-cn': '左边缺少端的名字：报文段写作 `C -> SYN -> S`。',
  }),
  missingSegment: (): Bilingual => ({
    en: 'A segment is missing after the arrow, such as `SYN` or `ACK(ack=x+1)`.',
    'zh-cn': '箭头后面缺少报文段，例如 `SYN` 或 `ACK(ack=x+1)`。',
  }),
  missingSecondArrow: (): Bilingual => ({
    en: 'A second arrow and the other end are missing after the segment: `C -> SYN -> S`.',
    'zh-cn': '报文段后面缺少第二个箭头和另一端：`C -> SYN -> S`。',
  }),
  missingBetween: (left: string, right: string): Bilingual => ({
    en: `Nothing is sent between ${quote(left)} and ${quote(right)}: write a segment there, as in ${quote(`${left} -> SYN -> ${right}`)}.`,
    'zh-cn': `${quote(left)} 和 ${quote(right)} 之间缺少报文段，例如 ${quote(`${left} -> SYN -> ${right}`)}。`,
  }),
  missingOtherEnd: (): Bilingual => ({
    en: 'The name of an end is missing after the second arrow, or `...` for the network.',
    'zh-cn': '第二个箭头后面缺少端的名字，或表示网络的 `...`。',
  }),
  thirdArrow: (): Bilingual => ({
    en: 'A line has two arrows: one before the segment and one behind it. Begin a new line for the next segment.',
    'zh-cn': '一行有两个箭头：报文段前一个、后一个。下一个报文段请另起一行。',
  }),
  missingDoing: (end: string): Bilingual => ({
    en: `After ${quote(`${end}:`)} comes what the end does, such as \`close\`, or its state, such as \`ESTABLISHED\`.`,
    'zh-cn': `${quote(`${end}:`)} 后面要写端的动作（例如 \`关闭\`）或状态（例如 \`ESTABLISHED\`）。`,
  }),
  missingState: (): Bilingual => ({
    en: 'The name of a state is missing here, such as `ESTABLISHED`.',
    'zh-cn': '这里缺少状态的名字，例如 `ESTABLISHED`。',
  }),
  missingName: (): Bilingual => ({
    en: 'The name of an end is missing here.',
    'zh-cn': '这里缺少端的名字。',
  }),
  missingMode: (): Bilingual => ({
    en: 'The mode is missing: write `strict` or `notes`.',
    'zh-cn': '缺少模式：请写 `严格` 或 `笔记`。',
  }),
  momentAlone: (moment: string): Bilingual => ({
    en: `What happens then is missing: ${quote(`${moment} C -> SYN -> S`)}.`,
    'zh-cn': `缺少这时发生的事：${quote(`${moment} C -> SYN -> S`)}。`,
  }),
  nothingHappens: (keyword: string): Bilingual => ({
    en: `Nothing happens on a line with ${quote(keyword)}, so it has no time.`,
    'zh-cn': `${quote(keyword)} 这一行不发生任何事，因此没有时间。`,
  }),
  notAMoment: (text: string): Bilingual => ({
    en: `${quote(text)} is not a time. Write \`@12ms\`, \`@0.012\` in seconds, \`@13:19:52.379\`, \`@+200ms\` after the line above, or \`@0..40ms\` for when it leaves and arrives.`,
    'zh-cn': `${quote(text)} 不是时间。请写 \`@12ms\`、以秒计的 \`@0.012\`、\`@13:19:52.379\`、上一行之后的 \`@+200ms\`，或表示离开和到达的 \`@0..40ms\`。`,
  }),
  nothingArrives: (moment: string): Bilingual => ({
    en: `${quote(moment)} says when a segment leaves and when it arrives, but nothing does both on this line: write one time.`,
    'zh-cn': `${quote(moment)} 表示报文段何时离开、何时到达，而这一行没有既离开又到达的报文段：请只写一个时间。`,
  }),
  missingDuration: (keyword: Timing): Bilingual => ({
    en: `How long is missing: ${quote(TIMING_EXAMPLES[keyword].en)}.`,
    'zh-cn': `缺少时长：${quote(TIMING_EXAMPLES[keyword]['zh-cn'])}。`,
  }),
  notADuration: (text: string): Bilingual => ({
    en: `${quote(text)} does not say how long: write a number and its unit, such as \`20ms\`, \`1.5s\` or \`2min\`.`,
    'zh-cn': `${quote(text)} 不是时长：请写数字和单位，例如 \`20ms\`、\`1.5s\` 或 \`2min\`。`,
  }),
  endsOfTiming: (keyword: Timing): Bilingual =>
    keyword === 'delay'
      ? {
          en: `A delay is from one end to another, as in ${quote(TIMING_EXAMPLES[keyword].en)}, or the same for all.`,
          'zh-cn': `延迟是从一端到另一端的，例如 ${quote(TIMING_EXAMPLES[keyword]['zh-cn'])}；不写端则对所有端都一样。`,
        }
      : {
          en: `This belongs to one end, as in ${quote(TIMING_EXAMPLES[keyword].en)}, or is the same for all.`,
          'zh-cn': `这属于一个端，例如 ${quote(TIMING_EXAMPLES[keyword]['zh-cn'])}；不写端则对所有端都一样。`,
        },
  missingText: (): Bilingual => ({
    en: 'The text of the note is missing: `note C: text`.',
    'zh-cn': '缺少注的内容：`注 C：文字`。',
  }),
  afterEnd: (): Bilingual => ({
    en: 'Nothing but a comment may follow `end`.',
    'zh-cn': '`结束` 后面只能有注释。',
  }),
  notAName: (text: string): Bilingual => ({
    en: `${quote(text)} cannot be the name of an end: names begin with a letter.`,
    'zh-cn': `${quote(text)} 不能作为端的名字：名字以字母开头。`,
  }),
  notANumber: (text: string): Bilingual => ({
    en: `${quote(text)} is not a number. Numbers are decimal or \`0x…\`.`,
    'zh-cn': `${quote(text)} 不是数字。数字写成十进制或 \`0x…\`。`,
  }),
  numberNeeded: (key: string, text: string): Bilingual => ({
    en: `${quote(key)} takes a number of octets, not ${quote(text)}.`,
    'zh-cn': `${quote(key)} 要写字节数，而不是 ${quote(text)}。`,
  }),
  tooLarge: (text: string): Bilingual => ({
    en: `${quote(text)} is too large: at most 2^31-1 octets.`,
    'zh-cn': `${quote(text)} 太大：最多 2^31-1 个字节。`,
  }),
  notAnExpression: (text: string): Bilingual => ({
    en: `${quote(text)} is not a sequence number: write a number, a symbol, or a symbol plus or minus a number, such as \`x+1\`.`,
    'zh-cn': `${quote(text)} 不是序号：应为数字、符号，或符号加减数字，例如 \`x+1\`。`,
  }),
  twice: (key: string): Bilingual => ({
    en: `${quote(key)} is given twice.`,
    'zh-cn': `${quote(key)} 写了两次。`,
  }),
  nameTheArgument: (text: string): Bilingual => ({
    en: `Say what ${quote(text)} is: \`seq=…\`, \`ack=…\`, or \`DATA(…)\` for its length.`,
    'zh-cn': `请写明 ${quote(text)} 是什么：\`seq=…\`、\`ack=…\`，或用 \`DATA(…)\` 表示长度。`,
  }),
  badEscape: (text: string): Bilingual => ({
    en: `${quote(text)} is not an escape. The escapes are \`\\r\`, \`\\n\`, \`\\t\`, \`\\"\`, \`\\\\\` and \`\\xHH\`.`,
    'zh-cn': `${quote(text)} 不是转义。可用的转义是 \`\\r\`、\`\\n\`、\`\\t\`、\`\\"\`、\`\\\\\` 和 \`\\xHH\`。`,
  }),
  mixedArrows: (): Bilingual => ({
    en: 'Both arrows of a line point the same way: `C -> SYN -> S` or `C <- SYN <- S`.',
    'zh-cn': '一行的两个箭头方向相同：`C -> SYN -> S` 或 `C <- SYN <- S`。',
  }),
  noArrow: (text: string, arrow: string | undefined): Bilingual =>
    arrow === undefined
      ? {
          en: `${quote(text)} is not an arrow: write \`->\` or \`<-\`, as in \`C -> SYN -> S\`.`,
          'zh-cn': `${quote(text)} 不是箭头：应写作 \`->\` 或 \`<-\`，例如 \`C -> SYN -> S\`。`,
        }
      : {
          en: `${quote(text)} is not an arrow: write ${quote(arrow)}.`,
          'zh-cn': `${quote(text)} 不是箭头：应写作 ${quote(arrow)}。`,
        },
  lossAtSender: (): Bilingual => ({
    en: 'The cross stands where the segment is lost, on the way to its receiver: `C -> SYN -x S` or `C x- SYN <- S`.',
    'zh-cn': '叉号写在报文段丢失的地方，即通往接收端的路上：`C -> SYN -x S` 或 `C x- SYN <- S`。',
  }),
  lossBehind: (): Bilingual => ({
    en: 'This is read as a loss on the way to the left end, whose cross usually stands at the left: `C x- ACK <- S`.',
    'zh-cn': '这里当作报文段在去往左端的途中丢失；叉号通常写在左端一侧：`C x- ACK <- S`。',
  }),
  bothInNetwork: (): Bilingual => ({
    en: 'One side must be the name of an end: `...` stands for the network.',
    'zh-cn': '必须有一边是端的名字：`...` 表示网络。',
  }),
  lostInNetwork: (): Bilingual => ({
    en: 'A segment is lost on its way to an end, not on its way to `...`. Write the name of the end.',
    'zh-cn': '报文段是在去往某一端的路上丢失的，而不是去往 `...`。请写端的名字。',
  }),
  toItself: (name: string): Bilingual => ({
    en: `A segment goes from one end to another, but ${quote(name)} stands on both sides.`,
    'zh-cn': `报文段由一端发给另一端，而这里两边都是 ${quote(name)}。`,
  }),
  unknownDoing: (text: string, suggestion: string | undefined): Bilingual => ({
    en: `${quote(text)} is neither a call nor a state.${suggestion ? ` Did you mean \`${suggestion}\`?` : ''}`,
    'zh-cn': `${quote(text)} 既不是调用也不是状态。${suggestion ? `是不是想写 \`${suggestion}\`？` : ''}`,
  }),
  unknownState: (text: string, suggestion: string | undefined): Bilingual => ({
    en: `${quote(text)} is not a TCP state. ${suggestion ? `Did you mean \`${suggestion}\`?` : 'A text begins with `:`.'}`,
    'zh-cn': `${quote(text)} 不是 TCP 的状态。${suggestion ? `是不是想写 \`${suggestion}\`？` : '文字以 `:` 开头。'}`,
  }),
  unknownCounter: (text: string): Bilingual => ({
    en: `${quote(text)} is not a counter of an end: \`snd\`, \`una\`, \`wnd\`, \`rcv\`, \`rwnd\`, \`iss\` or \`irs\`, each with a value.`,
    'zh-cn': `${quote(text)} 不是端的计数器：可用 \`snd\`、\`una\`、\`wnd\`、\`rcv\`、\`rwnd\`、\`iss\` 或 \`irs\`，并写上值。`,
  }),
  unknownMode: (text: string): Bilingual => ({
    en: `${quote(text)} is not a mode: write \`strict\` or \`notes\`.`,
    'zh-cn': `${quote(text)} 不是模式：请写 \`严格\` 或 \`笔记\`。`,
  }),
  callTakesNoArgument: (call: string): Bilingual => ({
    en: `${quote(call)} takes nothing after it; only \`send\` and \`receive\` take a number of octets.`,
    'zh-cn': `${quote(call)} 后面不带内容；只有 \`发送\` 和 \`接收\` 可以带字节数。`,
  }),
  oneNumber: (call: string): Bilingual => ({
    en: `${quote(call)} takes one number of octets, such as ${quote(`${call} 5`)}, and nothing else.`,
    'zh-cn': `${quote(call)} 只带一个字节数，例如 ${quote(`${call} 5`)}，不带其他内容。`,
  }),
  reusesItself: (name: string): Bilingual => ({
    en: `Here ${quote(name)} reuses its own address. Name the end that had the address before.`,
    'zh-cn': `这样写，${quote(name)} 复用的是自己的地址。请写先前使用该地址的端。`,
  }),
  pathArrow: (): Bilingual => ({
    en: 'A path of states goes from left to right: `CLOSED -> LISTEN`.',
    'zh-cn': '状态路径从左到右写：`CLOSED -> LISTEN`。',
  }),
  statesAfterState: (): Bilingual => ({
    en: 'States in brackets follow a segment or a call; this line names a state already.',
    'zh-cn': '方括号里的状态写在报文段或调用之后；这一行已经写了状态。',
  }),
  whichEnd: (): Bilingual => ({
    en: 'Name the ends of these states: two states for the left and the right end, or `[S: CLOSED]`.',
    'zh-cn': '请写明状态属于哪一端：左右两端各一个状态，或写作 `[S: CLOSED]`。',
  }),
  tooManyStates: (): Bilingual => ({
    en: 'There are two ends, left and right, so at most two states without a name.',
    'zh-cn': '只有左右两端，因此不带名字的状态最多两个。',
  }),
  unknownFlag: (text: string, suggestion: string | undefined): Bilingual => ({
    en: `${quote(text)} is not a flag.${suggestion ? ` Did you mean \`${suggestion}\`?` : ' The flags are SYN, ACK, FIN, RST, PSH, URG, ECE, CWR, AE, and DATA for data.'}`,
    'zh-cn': `${quote(text)} 不是标志。${suggestion ? `是不是想写 \`${suggestion}\`？` : '标志有 SYN、ACK、FIN、RST、PSH、URG、ECE、CWR、AE，以及表示数据的 DATA。'}`,
  }),
  missingPlus: (joined: string): Bilingual => ({
    en: `Flags are joined by \`+\`: write ${quote(joined)}.`,
    'zh-cn': `标志之间要用 \`+\` 连接：写作 ${quote(joined)}。`,
  }),
  strayEnd: (): Bilingual => ({
    en: 'There is nothing to close here: no `begin` above is still open.',
    'zh-cn': '这里没有可以结束的场景：前面没有尚未结束的 `开始`。',
  }),
  unclosedScenario: (): Bilingual => ({
    en: 'This scenario has no `end`.',
    'zh-cn': '这个场景没有 `结束`。',
  }),
  letterCase: (text: string, usual: string): Bilingual => ({
    en: `${quote(text)} is read as ${quote(usual)}, which is how it is usually written.`,
    'zh-cn': `${quote(text)} 当作 ${quote(usual)} 来读，后者是通常的写法。`,
  }),
  unknownCode: (word: string, suggestion: string | undefined): Bilingual =>
    word === ''
      ? {
          en: 'This hides nothing, because it does not name a problem, as in `// ignore shorthand: why`.',
          'zh-cn': '这条注释没有写明问题，因此什么也没有隐藏。写法如 `// 忽略 shorthand：原因`。',
        }
      : {
          en: `No problem is called ${quote(word)}, so this hides nothing.${suggestion ? ` Did you mean \`${suggestion}\`?` : ''}`,
          'zh-cn': `没有 ${quote(word)} 这种问题，因此什么也没有隐藏。${suggestion ? `是不是想写 \`${suggestion}\`？` : ''}`,
        },
  otherFence: (language: string): Bilingual =>
    language === ''
      ? {
          en: 'This block is checked by Segno. With the info string `segno` it is highlighted, too.',
          'zh-cn': 'Segno 会检查这个代码块。标为 `segno` 后还会有语法高亮。',
        }
      : {
          en: `This block is checked by Segno though it says ${quote(language)}. With the info string \`segno\` it is highlighted, too.`,
          'zh-cn': `这个代码块标为 ${quote(language)}，但 Segno 仍会检查。标为 \`segno\` 后还会有语法高亮。`,
        },
  unusedDirective: (): Bilingual => ({
    en: 'This comment belongs to no statement.',
    'zh-cn': '这条注释没有对应的语句。',
  }),
} as const;

/** The titles of the notation's quick fixes. */
export const FIX_TITLES = {
  write: (text: string): Bilingual => ({
    en: `Write ${quote(text, 90)}`,
    'zh-cn': `写成 ${quote(text, 90)}`,
  }),
  crossBefore: (): Bilingual => ({ en: 'Write `x-` and `<-`', 'zh-cn': '写成 `x-` 和 `<-`' }),
  joinFlags: (): Bilingual => ({ en: 'Join the flags with `+`', 'zh-cn': '用 `+` 连接标志' }),
  remove: (text: string): Bilingual => ({ en: `Remove ${quote(text)}`, 'zh-cn': `删除 ${quote(text)}` }),
  addEnd: (word: string): Bilingual => ({ en: `Add ${quote(word)}`, 'zh-cn': `添加 ${quote(word)}` }),
  removeDirective: (): Bilingual => ({ en: 'Remove the comment', 'zh-cn': '删除这条注释' }),
  turn: (): Bilingual => ({ en: 'Turn into Segno', 'zh-cn': '转换为 Segno' }),
  make: (): Bilingual => ({ en: 'Make an exchange of the selection', 'zh-cn': '将所选文字制成交互' }),
};
