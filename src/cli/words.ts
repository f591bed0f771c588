/** What the command line itself says, in both languages. Problems have their words from the rules. */
import type { Damage, Refused } from '../capture/capture.js';
import type { Language } from '../rules/rule.js';

export interface Words {
  readonly help: string;
  readonly nothingMatches: (glob: string) => string;
  readonly noSuchFile: (path: string) => string;
  readonly cannotRead: (path: string, code: string) => string;
  readonly cannotWrite: (path: string, code: string) => string;
  readonly wouldOverwrite: (path: string) => string;
  readonly notText: (path: string) => string;
  readonly unknownCommand: (command: string) => string;
  readonly wrongOption: (message: string) => string;
  readonly badValue: (option: string, value: string, allowed: readonly string[]) => string;
  readonly needsPaths: (command: string) => string;
  readonly needsOneFile: (command: string) => string;
  readonly needsCode: string;
  readonly unknownCode: (code: string, near: string | undefined) => string;
  readonly needsStdio: string;
  readonly nothingToDraw: (file: string) => string;
  readonly severalDrawings: (file: string, count: number) => string;
  readonly severalScripts: (file: string, count: number) => string;
  readonly notForTerminal: string;
  readonly noScript: (title: string, end: string, why: Refused) => string;
  readonly drawnWithErrors: (file: string, count: number) => string;
  readonly seeHelp: string;
  readonly severity: Readonly<Record<'error' | 'warning' | 'information' | 'hint', string>>;
  readonly noProblems: (files: number) => string;
  readonly count: (errors: number, warnings: number, files: number) => string;
  /** How many exchanges were read, by notation. */
  readonly exchangesRead: (counts: string) => string;
  readonly noExchange: (file: string) => string;
  readonly notRead: (file: string, line: number, why: string) => string;
  readonly someUnread: (count: number) => string;
  readonly nothingToImport: string;
  readonly mdbookOnly: string;
  readonly notANumber: (option: string, value: string) => string;
  readonly noCapture: (file: string) => string;
  readonly noConnections: (file: string) => string;
  readonly captureDamaged: (file: string, why: Damage['why'], offset: number) => string;
  /** The heads of the table of connections. */
  readonly columns: readonly string[];
  readonly cannotWatchInput: string;
  readonly tooManyWarnings: (warnings: number, most: number) => string;
  readonly untitled: string;
  readonly wrong: string;
  readonly right: string;
  readonly notationRule: string;
}

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

const en: Words = {
  help: `Segno checks TCP segment exchanges written in notes.

Usage: segno COMMAND [OPTIONS] …

Commands:
  check PATH…      check .segno files and the exchanges in Markdown files
  trace FILE       follow both ends through each exchange, step by step
  render FILE      draw each exchange: as Mermaid, Markdown, SVG, or in the terminal; or write it
                   as a capture, as tcpdump prints it, as a script of packetdrill, as JSON
  import FILE…     write captures (pcap, pcapng), and exchanges in other notations (Mermaid,
                   ladders, tcpdump …), as Segno
  embed FILE       put drawings into Markdown: pictures in place of its blocks, or with --github
                   Mermaid below them, kept up to date in the files
  mdbook           draw the exchanges of a book, as mdBook's preprocessor
  fmt PATH…        format the exchanges in files, and name those that change
  explain CODE     explain a problem
  lsp --stdio      run the language server for an editor
  mcp              run the tools for an assistant (Model Context Protocol)
  completion SHELL what bash, zsh or fish needs to complete all this

Paths are files, folders or globs; - is standard input. The nearest .segnorc.json above a file
says which rules hold for it.

Options:
  --format FORMAT      check: pretty (default), json, sarif or github
  --verbose            check: say what looks like an exchange and could not be read
  --fix                check: first mend in the files what one edit mends
  --quiet              check: tell of errors only
  --max-warnings N     check: exit 1 with more warnings than that
  --watch              check: again whenever something changes
  --strict             check: read every exchange as in "mode strict"
  --json               trace: print JSON
  -f, --format FORMAT  render: mermaid (default), markdown, svg, ascii, rfc, pcap, tcpdump,
                       packetdrill or json
  --notation NAME      import: read that notation only
  --list               import: the connections of a capture, as a table
  --connection NUMBER  import: that connection only; may be given several times
  --from, --to SECONDS import: what was captured between two moments, counted from the first packet
  --grep TEXT          import: connections with TEXT in an address or in the first line of data
  --unfold             import: tell long runs of data segment by segment
  --full               import: write windows, timestamps and all options
  --limit NUMBER       import: at most so many segments of each connection
  -o, --output FILE    embed, import, render: write to a file; import writes one file a capture into
                       a folder; several exchanges as SVG or as scripts go to FILE-1.svg, FILE-2.svg …
  --theme THEME        render -f svg: light (default), dark, or page: in the colours of the page
                       that it is put into
  --to-scale           render -f svg: time goes down the page
  --end NAME           render -f packetdrill: the end that is tried; else the one that is opened to
  --check              fmt, embed --github: change nothing; exit 1 if a file would change
  --warn               embed: exit 0 even if an exchange is wrong
  --stdin-name NAME    the name of what comes from standard input
  --lang LANGUAGE      en or zh-cn; else taken from the environment
  -h, --help           show this
  -v, --version        show the version

Exit status: 0 nothing at error level, 1 problems at error level (or --check found work), 2 wrong use or an unreadable file.
`,
  nothingMatches: (glob) => `nothing matches ${glob}`,
  noSuchFile: (path) => `no such file or folder: ${path}`,
  cannotRead: (path, code) => `cannot read ${path}${code ? ` (${code})` : ''}`,
  cannotWrite: (path, code) => `cannot write ${path}${code ? ` (${code})` : ''}`,
  wouldOverwrite: (path) => `${path} is what was read: write to another file`,
  notText: (path) => `${path} is not text in UTF-8`,
  unknownCommand: (command) => `there is no command ${command}`,
  wrongOption: (message) => message,
  badValue: (option, value, allowed) => `${option} cannot be ${value}: it is one of ${allowed.join(', ')}`,
  needsPaths: (command) => `${command} needs at least one file, folder or glob`,
  needsOneFile: (command) => `${command} needs one file`,
  needsCode: 'explain needs one code, such as wrong-ack-number',
  unknownCode: (code, near) =>
    `there is no problem ${code}${near === undefined ? '' : `; did you mean ${near}?`}`,
  needsStdio: 'lsp needs --stdio',
  nothingToDraw: (file) => `${file} has no exchange to draw`,
  severalDrawings: (file, count) =>
    `${file} has ${count} exchanges, and an SVG file holds one: write them to numbered files with -o FILE.svg`,
  severalScripts: (file, count) =>
    `${file} has ${count} exchanges, and a script plays one: write them to numbered files with -o FILE.pkt`,
  notForTerminal: 'a capture is nothing to read in a terminal: write it to a file with -o FILE.pcap',
  noScript: (title, end, why) =>
    `${title} is no script of packetdrill: ${
      {
        'no-such-end': `it has no end ${end} that is a TCP`,
        'several-connections': `${end} has several connections in it, and packetdrill plays one`,
        'begins-within': `${end} begins in a state that no script can bring about`,
      }[why]
    }`,
  drawnWithErrors: (file, count) => `${file} has ${plural(count, 'error')}: see segno check ${file}`,
  seeHelp: 'See segno --help.',
  severity: { error: 'error', warning: 'warning', information: 'information', hint: 'hint' },
  noProblems: (files) => `${plural(files, 'file')} checked, no problems`,
  count: (errors, warnings, files) =>
    `${plural(errors, 'error')}, ${plural(warnings, 'warning')} in ${plural(files, 'file')}`,
  exchangesRead: (counts) => `exchanges read: ${counts}`,
  noExchange: (file) => `${file} has no TCP exchange`,
  notRead: (file, line, why) => `${file}:${line}: not read: ${why}`,
  someUnread: (count) => `${plural(count, 'likely exchange')} could not be read: see --verbose`,
  nothingToImport: 'there is no exchange in another notation to import',
  mdbookOnly: 'mdbook is for mdBook to call: put command = "npx segno mdbook" into book.toml',
  notANumber: (option, value) => `${option} needs a number, not ${value}`,
  noCapture: (file) => `${file} is no capture that Segno can read: it reads pcap and pcapng, also in gzip`,
  noConnections: (file) => `${file} has no TCP connection to import`,
  captureDamaged: (file, why, offset) =>
    `${file} is ${{ 'cut-short': 'cut short', malformed: 'damaged', 'bad-compression': 'not whole gzip' }[why]}: imported as far as octet ${offset}`,
  columns: [
    '#',
    'client',
    'server',
    'start',
    'seconds',
    'segments',
    'octets',
    'end in',
    'problems',
    'begins with',
  ],
  cannotWatchInput: 'standard input cannot be watched',
  tooManyWarnings: (warnings, most) => `${plural(warnings, 'warning')}, and no more than ${most} may be`,
  untitled: 'untitled',
  wrong: 'Wrong:',
  right: 'Right:',
  notationRule: 'a rule of the notation',
};

const zh: Words = {
  help: `Segno 检查写在笔记里的 TCP 报文段交互。

用法：segno 命令 [选项] …

命令：
  check 路径…      检查 .segno 文件和 Markdown 文件中的交互
  trace 文件       逐步跟踪每个交互的两端
  render 文件      画出每个交互：Mermaid、Markdown、SVG 或直接画在终端里；也可写成抓包文件、
                   tcpdump 的文本、packetdrill 脚本或 JSON
  import 文件…     把抓包文件（pcap、pcapng）和其他记法（Mermaid、梯形图、tcpdump 等）的交互写成 Segno
  embed 文件       把图放进 Markdown：用图片替换代码块，或用 --github 在其下方放置
                   Mermaid，并在文件中保持更新
  mdbook           作为 mdBook 的预处理器画出书中的交互
  fmt 路径…        格式化文件中的交互，并列出有改动的文件
  explain 代码     解释一种问题
  lsp --stdio      为编辑器运行语言服务器
  mcp              为 AI 助手运行工具（Model Context Protocol）
  completion 外壳  供 bash、zsh 或 fish 补全命令所需的脚本

路径可以是文件、文件夹或通配模式；- 表示标准输入。文件上级最近的 .segnorc.json 决定适用哪些规则。

选项：
  --format 格式        check：pretty（默认）、json、sarif 或 github
  --verbose            check：列出看起来像交互但未能读取的内容
  --fix                check：先修复文件中一次修改就能解决的问题
  --quiet              check：只报告错误
  --max-warnings 数    check：警告超过此数时返回 1
  --watch              check：有改动时重新检查
  --strict             check：把每个交互都按 mode strict（模式 严格）理解
  --json               trace：输出 JSON
  -f, --format 格式    render：mermaid（默认）、markdown、svg、ascii、rfc、pcap、tcpdump、packetdrill 或 json
  --notation 名称      import：只读取这种记法
  --list               import：以表格列出抓包中的连接
  --connection 编号    import：只导入这个连接；可以多次给出
  --from、--to 秒数    import：只导入两个时刻之间的内容，从第一个数据包算起
  --grep 文字          import：只导入地址或第一行数据中含有该文字的连接
  --unfold             import：连续的数据逐个报文段列出
  --full               import：写出窗口、时间戳和全部选项
  --limit 数目         import：每个连接最多这么多报文段
  -o, --output 文件    embed、import、render：写入文件；import 可写入文件夹，每个抓包一个文件；有多个交互的 SVG 或脚本依次写入 文件-1.svg、文件-2.svg 等
  --theme 主题         render -f svg：light（浅色，默认）、dark（深色）或 page（采用所在网页的颜色）
  --to-scale           render -f svg：时间自上而下，按比例
  --end 端点           render -f packetdrill：被测试的一端；不写则为被动打开的一端
  --check              fmt、embed --github：不改动文件；有文件需要改动时返回 1
  --warn               embed：即使交互有错误也返回 0
  --stdin-name 名称    标准输入内容的名称
  --lang 语言          en 或 zh-cn；不写则取自环境变量
  -h, --help           显示本说明
  -v, --version        显示版本

退出状态：0 没有错误级别的问题，1 有错误级别的问题（或 --check 发现需要改动），2 用法不对或文件无法读取。
`,
  nothingMatches: (glob) => `没有与 ${glob} 匹配的文件`,
  noSuchFile: (path) => `文件或文件夹不存在：${path}`,
  cannotRead: (path, code) => `无法读取 ${path}${code ? `（${code}）` : ''}`,
  cannotWrite: (path, code) => `无法写入 ${path}${code ? `（${code}）` : ''}`,
  wouldOverwrite: (path) => `${path} 正是读取的文件：请写入另一个文件`,
  notText: (path) => `${path} 不是 UTF-8 文本`,
  unknownCommand: (command) => `没有 ${command} 这个命令`,
  wrongOption: (message) => `选项有误：${message}`,
  badValue: (option, value, allowed) => `${option} 不能是 ${value}：可选 ${allowed.join('、')}`,
  needsPaths: (command) => `${command} 需要至少一个文件、文件夹或通配模式`,
  needsOneFile: (command) => `${command} 需要一个文件`,
  needsCode: 'explain 需要一个代码，例如 wrong-ack-number',
  unknownCode: (code, near) => `没有 ${code} 这种问题${near === undefined ? '' : `；是不是 ${near}？`}`,
  needsStdio: 'lsp 需要 --stdio',
  nothingToDraw: (file) => `${file} 中没有可画的交互`,
  severalDrawings: (file, count) =>
    `${file} 中有 ${count} 个交互，而一个 SVG 文件只能放一个：请用 -o 文件.svg 写入编号的文件`,
  severalScripts: (file, count) =>
    `${file} 中有 ${count} 个交互，而一个脚本只能放一个：请用 -o 文件.pkt 写入编号的文件`,
  notForTerminal: '抓包文件不能显示在终端里：请用 -o 文件.pcap 写入文件',
  noScript: (title, end, why) =>
    `${title} 无法写成 packetdrill 脚本：${
      {
        'no-such-end': `其中没有作为 TCP 的端点 ${end}`,
        'several-connections': `${end} 有多个连接，而 packetdrill 只能测试一个`,
        'begins-within': `${end} 开始时的状态无法由脚本达到`,
      }[why]
    }`,
  drawnWithErrors: (file, count) => `${file} 中有 ${count} 个错误：参见 segno check ${file}`,
  seeHelp: '参见 segno --help。',
  severity: { error: '错误', warning: '警告', information: '信息', hint: '提示' },
  noProblems: (files) => `已检查 ${files} 个文件，没有问题`,
  count: (errors, warnings, files) => `${files} 个文件中有 ${errors} 个错误、${warnings} 个警告`,
  exchangesRead: (counts) => `已读取的交互：${counts}`,
  noExchange: (file) => `${file} 中没有 TCP 交互`,
  notRead: (file, line, why) => `${file}:${line}：未能读取：${why}`,
  someUnread: (count) => `有 ${count} 处看起来像交互但未能读取：用 --verbose 查看`,
  nothingToImport: '没有可以导入的其他记法的交互',
  mdbookOnly: 'mdbook 由 mdBook 调用：请在 book.toml 中写上 command = "npx segno mdbook"',
  notANumber: (option, value) => `${option} 需要一个数字，而不是 ${value}`,
  noCapture: (file) => `${file} 不是 Segno 能读取的抓包文件：支持 pcap 和 pcapng，也可以用 gzip 压缩`,
  noConnections: (file) => `${file} 中没有可导入的 TCP 连接`,
  captureDamaged: (file, why, offset) =>
    `${file} ${{ 'cut-short': '不完整', malformed: '已损坏', 'bad-compression': '的 gzip 数据不完整' }[why]}：只导入到第 ${offset} 字节`,
  columns: ['#', '客户端', '服务器', '开始', '秒', '报文段', '字节', '结束状态', '问题', '开头'],
  cannotWatchInput: '无法监视标准输入',
  tooManyWarnings: (warnings, most) => `有 ${warnings} 个警告，最多允许 ${most} 个`,
  untitled: '无标题',
  wrong: '错误写法：',
  right: '正确写法：',
  notationRule: '关于记法的规则',
};

export function wordsIn(language: Language): Words {
  return language === 'zh-cn' ? zh : en;
}

/** The language of the environment, as gettext finds it. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh-cn' : 'en';
}
