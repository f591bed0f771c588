/** What the preview itself says, in both languages. What a drawing says comes with the drawing. */
export interface Words {
  readonly line: (line: number) => string;
  readonly untitled: string;
  readonly scenario: string;
  readonly place: (index: number, count: number) => string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomReset: string;
  readonly fit: string;
  readonly lock: string;
  readonly unlock: string;
  readonly copy: string;
  readonly copied: string;
  readonly drawing: (title: string) => string;
  readonly nothingLeft: string;
  readonly more: (count: number) => string;
  readonly loading: string;
  readonly gone: string;
  readonly goneHint: string;
  readonly noDocument: string;
  readonly noDocumentHint: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly emptyMarkdown: string;
  readonly example: string;
  readonly failed: string;
  readonly nothingToExport: string;
  readonly tooLarge: string;
}

const en: Words = {
  line: (line) => `line ${line}`,
  untitled: 'Untitled exchange',
  scenario: 'Scenario',
  place: (index, count) => `${index} of ${count}`,
  zoomIn: 'Zoom in (+)',
  zoomOut: 'Zoom out (-)',
  zoomReset: 'Actual size (1)',
  fit: 'Fit to the panel (0)',
  lock: 'Lock to this file',
  unlock: 'Unlock: follow the active editor',
  copy: 'Copy as Mermaid text',
  copied: 'Copied',
  drawing: (title) => `Exchange: ${title}`,
  nothingLeft: 'There is no exchange in this file now; this was the last one.',
  more: (count) => `and ${count} more`,
  loading: 'Reading the exchange…',
  gone: 'The language server is not running',
  goneHint: 'The drawing is not up to date. Run “Segno: Restart Language Server” to start it again.',
  noDocument: 'Nothing to draw',
  noDocumentHint: 'Open a .segno file, or a Markdown note with an exchange in it.',
  empty: 'No exchange yet',
  emptyHint: 'Write one, and it is drawn here as you type:',
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
  tooLarge: 'The drawing is too large for a PNG of that scale. Choose a smaller scale, or SVG.',
};

const zh: Words = {
  line: (line) => `第 ${line} 行`,
  untitled: '未命名的交互',
  scenario: '场景',
  place: (index, count) => `第 ${index} 个，共 ${count} 个`,
  zoomIn: '放大 (+)',
  zoomOut: '缩小 (-)',
  zoomReset: '实际大小 (1)',
  fit: '适合面板 (0)',
  lock: '锁定到此文件',
  unlock: '解除锁定：跟随活动编辑器',
  copy: '复制为 Mermaid 文本',
  copied: '已复制',
  drawing: (title) => `交互：${title}`,
  nothingLeft: '此文件中已没有交互；图为最后一个。',
  more: (count) => `另有 ${count} 个`,
  loading: '正在读取交互…',
  gone: '语言服务器未运行',
  goneHint: '图不是最新的。请运行“Segno: 重启语言服务器”以重新启动。',
  noDocument: '没有可绘制的内容',
  noDocumentHint: '请打开 .segno 文件，或含有交互的 Markdown 笔记。',
  empty: '还没有交互',
  emptyHint: '写下一个，它会随着输入画在这里：',
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
  tooLarge: '以该倍数导出 PNG 时图过大。请选择较小的倍数，或使用 SVG。',
};

/** The words for a language tag such as `zh-cn`; English where there are none. */
export function wordsFor(language: string): Words {
  return /^zh\b/i.test(language) ? zh : en;
}
