/** What the preview itself says, in both languages. What a drawing says comes with the drawing. */
import type { Drawing, TCB_FIELDS } from '../diagram/drawing.js';

type Language = Drawing['language'];

export interface Words {
  readonly language: Language;
  readonly line: (line: number) => string;
  readonly untitled: string;
  readonly scenario: string;
  readonly toolbar: string;
  readonly place: (index: number, count: number) => string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomReset: string;
  readonly fit: string;
  readonly lock: string;
  readonly unlock: string;
  readonly copy: string;
  readonly copied: string;
  readonly leave: string;
  readonly drawing: (title: string) => string;
  readonly nothingLeft: string;
  readonly more: (count: number) => string;
  readonly loading: string;
  readonly gone: string;
  readonly goneHint: string;
  readonly silent: string;
  readonly restart: string;
  readonly showLog: string;
  readonly noDocument: string;
  readonly noDocumentHint: string;
  readonly empty: string;
  readonly emptyHint: string;
  /** An exchange of which nothing can be drawn yet. */
  readonly begun: string;
  readonly begunHint: string;
  /** What is said where nothing is wrong. */
  readonly calm: (segments: number) => string;
  readonly moreSaid: string;
  readonly lessSaid: string;
  /** Said of a file that is no longer there. */
  readonly deleted: (name: string) => string;
  readonly emptyMarkdown: string;
  readonly example: string;
  readonly failed: string;
  readonly nothingToExport: string;
  readonly tooLarge: string;
  /** The scales that were wanted and used. */
  readonly reduced: (wanted: number, used: number) => string;
  readonly refused: string;
  readonly close: string;
  readonly find: string;
  readonly findNext: string;
  readonly findPrevious: string;
  readonly findOpen: string;
  readonly nothingFound: string;
  readonly stepping: string;
  readonly step: string;
  readonly stepThrough: string;
  readonly stopStepping: string;
  readonly toScale: string;
  readonly notToScale: string;
  readonly time: string;
  readonly timeLess: string;
  readonly timeMore: string;
  readonly timeEven: string;
  readonly measure: string;
  readonly stopMeasuring: string;
  readonly stepBack: string;
  readonly stepForth: string;
  readonly play: string;
  readonly pause: string;
  readonly speed: string;
  readonly stepOf: (step: number, last: number) => string;
  readonly tcbs: string;
  readonly showTcbs: string;
  readonly hideTcbs: string;
  readonly state: string;
  /** Read out before the value that was. */
  readonly was: string;
  /** What the variables of RFC 9293 §3.3.1 mean. */
  readonly variables: Readonly<Record<(typeof TCB_FIELDS)[number], string>>;
  /** What takes an end out of its connection where the figure has no line for it. */
  readonly resetReceived: string;
  readonly resetSent: string;
  /** The state diagram for who cannot see it; each way is an end's states in their order. */
  readonly stateDiagram: (ways: readonly string[]) => string;
}

const en: Words = {
  language: 'en',
  line: (line) => `line ${line}`,
  untitled: 'Untitled exchange',
  scenario: 'Scenario',
  toolbar: 'Drawing',
  place: (index, count) => `${index} of ${count}`,
  zoomIn: 'Zoom in (+)',
  zoomOut: 'Zoom out (-)',
  zoomReset: 'Actual size (1)',
  fit: 'Fit to the panel (0)',
  lock: 'Lock to this file',
  unlock: 'Unlock: follow the active editor',
  copy: 'Copy as Mermaid text',
  copied: 'Copied',
  leave: 'Copy or save as…',
  drawing: (title) => `Exchange: ${title}`,
  nothingLeft: 'There is no exchange in this file now; this was the last one.',
  more: (count) => `and ${count} more`,
  loading: 'Reading the exchange…',
  gone: 'The language server is not running',
  goneHint: 'The drawing is not up to date.',
  silent: 'The language server has not answered for a while',
  restart: 'Restart',
  showLog: 'Show Log',
  noDocument: 'Nothing to draw',
  noDocumentHint: 'Open a .segno file, or a Markdown note with an exchange in it.',
  empty: 'No exchange yet',
  emptyHint: 'Write one, and it is drawn here as you type:',
  begun: 'Nothing has been sent yet',
  begunHint: 'The first segment is drawn as soon as its line is whole:',
  calm: (segments) => `${segments === 1 ? '1 segment' : `${segments} segments`}, no problems`,
  moreSaid: 'Show all of it',
  lessSaid: 'Show less (Escape)',
  deleted: (name) => `${name} has been deleted. This is what it held last.`,
  emptyMarkdown: 'In Markdown, put it into a fenced block that begins with ```segno.',
  example: [
    'begin Three-way handshake',
    'C -> SYN(seq=x) -> S',
    'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
    'C -> ACK(ack=y+1) -> S',
    'end',
  ].join('\n'),
  failed: 'The drawing failed',
  nothingToExport: 'There is no drawing to copy or save.',
  tooLarge: 'The drawing is too large for a PNG. Save it as SVG, which has no such limit.',
  reduced: (wanted, used) =>
    `The drawing is too large for a PNG at ${wanted}×; this one has ${used}×. SVG has no such limit.`,
  refused: 'The browser did not let the picture onto the clipboard. It can be saved as a file instead.',
  close: 'Close (Escape)',
  find: 'Find in the drawing',
  findNext: 'Next match (Enter)',
  findPrevious: 'Previous match (Shift+Enter)',
  findOpen: 'Find (Ctrl+F)',
  nothingFound: 'No results',
  stepping: 'Step through the exchange',
  step: 'Step',
  stepThrough: 'Step through the exchange (])',
  stopStepping: 'Stop stepping (Escape)',
  toScale: 'To scale: time goes down the page',
  notToScale: 'Row by row',
  time: 'Time',
  timeLess: 'Less room for time (,)',
  timeMore: 'More room for time (.)',
  timeEven: 'The usual room for time',
  measure: 'Measure between two moments (M)',
  stopMeasuring: 'Stop measuring (Escape)',
  stepBack: 'Step back ([)',
  stepForth: 'Step on (])',
  play: 'Play (Space)',
  pause: 'Pause (Space)',
  speed: 'Speed',
  stepOf: (step, last) => (step === 0 ? `Before the first of ${last} steps` : `Step ${step} of ${last}`),
  tcbs: 'Both ends at this step',
  showTcbs: 'Show both ends beside the drawing',
  hideTcbs: 'Hide both ends',
  state: 'State',
  was: 'was',
  variables: {
    'SND.UNA': 'Oldest sequence number that was sent and is not acknowledged',
    'SND.NXT': 'Next sequence number to send',
    'SND.WND': 'Octets that the peer is ready to take',
    'RCV.NXT': 'Next sequence number that is expected',
    'RCV.WND': 'Octets that this end is ready to take',
    ISS: 'Initial send sequence number',
    IRS: 'Initial receive sequence number',
  },
  resetReceived: 'rcv RST',
  resetSent: 'snd RST',
  stateDiagram: (ways) => `TCP state diagram. ${ways.join('. ')}`,
};

const zh: Words = {
  language: 'zh-cn',
  line: (line) => `第 ${line} 行`,
  untitled: '未命名的交互',
  scenario: '场景',
  toolbar: '图形',
  place: (index, count) => `第 ${index} 个，共 ${count} 个`,
  zoomIn: '放大 (+)',
  zoomOut: '缩小 (-)',
  zoomReset: '实际大小 (1)',
  fit: '适合面板 (0)',
  lock: '锁定到此文件',
  unlock: '解除锁定：跟随活动编辑器',
  copy: '复制为 Mermaid 文本',
  copied: '已复制',
  leave: '复制或另存为…',
  drawing: (title) => `交互：${title}`,
  nothingLeft: '此文件中已没有交互；图为最后一个。',
  more: (count) => `另有 ${count} 个`,
  loading: '正在读取交互…',
  gone: '语言服务器未运行',
  goneHint: '图不是最新的。',
  silent: '语言服务器已有一段时间没有应答',
  restart: '重启',
  showLog: '显示日志',
  noDocument: '没有可绘制的内容',
  noDocumentHint: '请打开 .segno 文件，或含有交互的 Markdown 笔记。',
  empty: '还没有交互',
  emptyHint: '写下一个，它会随着输入画在这里：',
  begun: '还没有发送任何报文段',
  begunHint: '第一行写完整后，报文段就会画在这里：',
  calm: (segments) => `${segments} 个报文段，没有问题`,
  moreSaid: '显示全部',
  lessSaid: '收起 (Escape)',
  deleted: (name) => `${name} 已被删除。图为它最后的内容。`,
  emptyMarkdown: '在 Markdown 中，请写在以 ```segno 开头的代码块里。',
  example: [
    '开始 三次握手',
    'C -> SYN(seq=x) -> S',
    'C <- SYN(seq=y)+ACK(ack=x+1) <- S',
    'C -> ACK(ack=y+1) -> S',
    '结束',
  ].join('\n'),
  failed: '绘图失败',
  nothingToExport: '没有可复制或保存的图。',
  tooLarge: '图太大，无法导出为 PNG。请保存为 SVG，它没有这个限制。',
  reduced: (wanted, used) => `图太大，无法以 ${wanted} 倍导出 PNG，已改用 ${used} 倍。SVG 没有这个限制。`,
  refused: '浏览器不允许把图片放到剪贴板上。可以改为保存成文件。',
  close: '关闭 (Escape)',
  find: '在图中查找',
  findNext: '下一个匹配项 (Enter)',
  findPrevious: '上一个匹配项 (Shift+Enter)',
  findOpen: '查找 (Ctrl+F)',
  nothingFound: '无结果',
  stepping: '逐步查看交互',
  step: '步骤',
  stepThrough: '逐步查看交互 (])',
  stopStepping: '结束逐步查看 (Escape)',
  toScale: '按时间比例：时间自上而下',
  notToScale: '逐行',
  time: '时间',
  timeLess: '压缩时间 (,)',
  timeMore: '拉长时间 (.)',
  timeEven: '时间恢复原长',
  measure: '测量两个时刻之间的时间 (M)',
  stopMeasuring: '结束测量 (Escape)',
  stepBack: '上一步 ([)',
  stepForth: '下一步 (])',
  play: '播放 (空格)',
  pause: '暂停 (空格)',
  speed: '速度',
  stepOf: (step, last) => (step === 0 ? `尚未开始，共 ${last} 步` : `第 ${step} 步，共 ${last} 步`),
  tcbs: '此时的两端',
  showTcbs: '在图旁显示两端',
  hideTcbs: '隐藏两端',
  state: '状态',
  was: '原为',
  variables: {
    'SND.UNA': '已发送而未被确认的最小序号',
    'SND.NXT': '下一个要发送的序号',
    'SND.WND': '对端愿意接收的字节数',
    'RCV.NXT': '期望收到的下一个序号',
    'RCV.WND': '本端愿意接收的字节数',
    ISS: '初始发送序号',
    IRS: '初始接收序号',
  },
  resetReceived: '收到 RST',
  resetSent: '发送 RST',
  stateDiagram: (ways) => `TCP 状态图。${ways.join('；')}`,
};

/** The words for a language tag such as `zh-cn`; English where there are none. */
export function wordsFor(language: string): Words {
  return /^zh\b/i.test(language) ? zh : en;
}
