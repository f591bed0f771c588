/** The requirements of RFC 9293 Appendix B: where each is met and shown, or why no exchange can show it. */

interface Words {
  readonly en: string;
  readonly 'zh-cn': string;
}

/** A test by its file and its name; in a file of exchanges, by the title of one. */
export interface Evidence {
  readonly file: string;
  readonly name: string;
}

export interface Requirement {
  /** `MUST-13`. */
  readonly id: string;
  /** What it asks for, in a few words of ours. */
  readonly subject: Words;
  /** Where it is met: `src/tcp/arrive.ts: checkAck`, or the code of a rule. */
  readonly met?: string;
  readonly shown?: readonly Evidence[];
  readonly unseen?: Unseen;
}

/** Why an exchange cannot show it. */
export type Unseen = 'program' | 'ip' | 'octets' | 'time' | 'inside' | 'sizes' | 'left-out';

export const UNSEEN: Readonly<Record<Unseen, Words>> = {
  program: {
    en: 'It is between a program and its TCP.',
    'zh-cn': '这是程序与它的 TCP 之间的事。',
  },
  ip: {
    en: 'It is about addresses, IP or ICMP, which an exchange of segments does not show.',
    'zh-cn': '涉及地址、IP 或 ICMP，报文段的交互中看不到。',
  },
  octets: {
    en: 'It is about how a header is coded in octets; a note names its fields.',
    'zh-cn': '涉及首部如何编码成字节；笔记只写字段。',
  },
  time: { en: 'It is about time, which lines do not measure.', 'zh-cn': '涉及时间，而笔记的行不计时。' },
  inside: { en: 'It stays inside one end.', 'zh-cn': '只在一端内部发生。' },
  sizes: {
    en: 'It is about how much to send and when; any amount within the window can be right.',
    'zh-cn': '涉及何时发送、发送多少；窗口之内的任何数量都可能正确。',
  },
  'left-out': {
    en: 'A note may leave it out, and a capture may show it before the network card has done its part.',
    'zh-cn': '笔记可以省略它，抓包也可能在网卡处理之前就记录下来。',
  },
};

const CORPUS = 'test/corpus/valid-requirements.segno';
const VALID = 'test/corpus/valid.segno';
const FIGURES = 'test/corpus/figures.segno';
const ARRIVE = 'test/tcp/arrive.test.ts';
const EMIT = 'test/tcp/emit.test.ts';

function unseen(id: string, en: string, zh: string, why: Unseen): Requirement {
  return { id, subject: { en, 'zh-cn': zh }, unseen: why };
}

function seen(id: string, en: string, zh: string, met: string, ...shown: [string, string][]): Requirement {
  const evidence = shown.map(([file, name]) => ({ file, name }));
  return { id, subject: { en, 'zh-cn': zh }, met, shown: evidence };
}

/** The fixture of a rule shows it. */
function checked(id: string, en: string, zh: string, rule: string): Requirement {
  return seen(id, en, zh, rule, [`test/rules/${rule}.segno`, rule]);
}

export const REQUIREMENTS: readonly Requirement[] = [
  seen('MUST-1', 'windows are unsigned', '窗口是无符号数', 'src/tcp/arrive.ts: withWindow', [
    CORPUS,
    'the largest window, plain and scaled',
  ]),
  unseen('MUST-2', 'senders compute the checksum', '发送方计算校验和', 'octets'),
  unseen('MUST-3', 'receivers verify the checksum', '接收方检查校验和', 'octets'),
  seen('MUST-4', 'support EOL, NOP and MSS', '支持 EOL、NOP 和 MSS', 'unknown-option', [
    CORPUS,
    'options on any segment, known or not',
  ]),
  seen(
    'MUST-5',
    'options may come on any segment',
    '任何报文段都可带选项',
    'src/language/lower.ts: arguments',
    [CORPUS, 'options on any segment, known or not'],
  ),
  checked('MUST-6', 'ignore options that are not implemented', '忽略未实现的选项', 'unknown-option'),
  unseen('MUST-7', 'survive illegal option lengths', '承受非法的选项长度', 'octets'),
  unseen('MUST-8', 'choose initial numbers by a clock', '初始序号由时钟驱动', 'time'),
  unseen('MUST-9', 'initial numbers cannot be computed from outside', '外部无法推算初始序号', 'inside'),
  seen('MUST-10', 'both ends may open at once', '支持同时打开', 'src/tcp/arrive.ts: arriveAtSynSent', [
    FIGURES,
    'Figure 7, both open at once',
  ]),
  seen(
    'MUST-11',
    'SYN-RECEIVED remembers how it was opened',
    'SYN-RECEIVED 记住由何种方式打开',
    'src/tcp/arrive.ts: resetBy',
    [ARRIVE, 'falls back to LISTEN on a reset if it came from there, and is refused if it did not'],
  ),
  unseen('MUST-12', 'tell the program of an abort', '把中止告知程序', 'program'),
  checked('MUST-13', 'stay in TIME-WAIT for 2MSL', '在 TIME-WAIT 停留 2MSL', 'port-reused-in-time-wait'),
  seen('MUST-14', 'send and receive the MSS option', '收发 MSS 选项', 'src/tcp/options.ts: numberIn', [
    CORPUS,
    'the maximum segment size of the other end, to the octet',
  ]),
  unseen('MUST-15', 'without an MSS option assume 536 or 1220', '没有 MSS 选项时按 536 或 1220', 'left-out'),
  checked('MUST-16', 'send no more than the effective MSS', '不超过有效 MSS', 'segment-too-large'),
  unseen('MUST-17', 'programs can turn Nagle off', '程序可关闭 Nagle 算法', 'program'),
  unseen('MUST-18', 'compute the RTO, with Karn’s algorithm', '按算法计算 RTO，含 Karn 算法', 'time'),
  unseen('MUST-19', 'control congestion, back off exponentially', '拥塞控制与指数退避', 'time'),
  seen('MUST-20', 'give up after too many repeats', '重传过多则放弃', 'src/tcp/call.ts: userTimeout', [
    CORPUS,
    'data is repeated until the user timeout',
  ]),
  unseen('MUST-21', 'programs can set when to give up', '程序可设定何时放弃', 'program'),
  seen('MUST-22', 'give up repeating SYNs, too', 'SYN 的重传同样有限', 'src/tcp/call.ts: userTimeout', [
    CORPUS,
    'a SYN is repeated until the user timeout',
  ]),
  unseen('MUST-23', 'repeat SYNs for three minutes at least', 'SYN 至少重传三分钟', 'time'),
  unseen('MUST-24', 'programs can turn keep-alives on', '程序可开启保活', 'program'),
  unseen('MUST-25', 'keep-alives are off unless asked for', '保活默认关闭', 'program'),
  seen(
    'MUST-26',
    'keep-alives only on an idle connection',
    '只在空闲连接上保活',
    'src/tcp/emit.ts: emitAck',
    [EMIT, 'of an ACK alone are SND.NXT, or one less for a keep-alive when no ACK is due'],
  ),
  unseen('MUST-27', 'the keep-alive interval can be set', '保活间隔可配置', 'program'),
  unseen('MUST-28', 'that interval is two hours or more', '默认间隔不少于两小时', 'time'),
  seen(
    'MUST-29',
    'one keep-alive unanswered means nothing',
    '个别保活无应答不算失效',
    'src/tcp/call.ts: keepalive',
    [CORPUS, 'keep-alives whose answers are lost'],
  ),
  seen('MUST-30', 'support the urgent mechanism', '支持紧急机制', 'wrong-urgent-pointer', [VALID, 'urgent']),
  seen('MUST-31', 'urgent data of any length', '任意长度的紧急数据', 'wrong-urgent-pointer', [
    CORPUS,
    'urgent data of any length',
  ]),
  unseen('MUST-32', 'tell the program of urgent data at once', '及时告知程序有紧急数据', 'program'),
  unseen('MUST-33', 'tell the program how much is urgent', '告知程序有多少紧急数据', 'program'),
  seen('MUST-34', 'cope with a window that shrinks', '承受窗口收缩', 'src/tcp/arrive.ts: withWindow', [
    CORPUS,
    'the window shrinks below what is on its way',
  ]),
  seen(
    'MUST-35',
    'probe a window that has shrunk to zero',
    '窗口缩至零时进行探测',
    'src/tcp/emit.ts: emitNew',
    [EMIT, 'holds new data, but for the one octet of a probe'],
  ),
  seen('MUST-36', 'probe zero windows', '支持零窗口探测', 'src/tcp/emit.ts: emitNew', [VALID, 'zero window']),
  seen(
    'MUST-37',
    'stay open while probes are answered',
    '探测有应答就保持连接',
    'src/tcp/arrive.ts: notAcceptable',
    [CORPUS, 'a window stays shut, however often it is probed'],
  ),
  unseen('MUST-38', 'senders avoid silly windows', '发送方避免糊涂窗口', 'sizes'),
  unseen('MUST-39', 'receivers avoid silly windows', '接收方避免糊涂窗口', 'sizes'),
  unseen('MUST-40', 'delay an ACK by less than half a second', 'ACK 延迟不超过半秒', 'time'),
  seen(
    'MUST-41',
    'a passive OPEN leaves other connections alone',
    '被动打开不影响其他连接',
    'src/tcp/call.ts: listen',
    [VALID, 'two clients of one server'],
  ),
  seen(
    'MUST-42',
    'listen beside connections of the same port',
    '同一端口上边监听边连接',
    'src/exchange/topology.ts',
    [VALID, 'two clients of one server'],
  ),
  unseen('MUST-43', 'programs can name the local address', '程序可指定本地地址', 'ip'),
  unseen('MUST-44', 'ask IP for the local address before a SYN', '发 SYN 前向 IP 询问本地地址', 'ip'),
  unseen('MUST-45', 'then keep to that address', '此后一直使用该地址', 'ip'),
  unseen('MUST-46', 'no OPEN to a broadcast or multicast address', '不向广播或组播地址打开连接', 'ip'),
  unseen('MUST-47', 'report soft errors to the program', '向程序报告软错误', 'program'),
  unseen('MUST-48', 'programs can set the Diffserv field', '程序可设定 Diffserv 字段', 'ip'),
  unseen('MUST-49', 'the TTL can be set', 'TTL 可配置', 'ip'),
  unseen('MUST-50', 'ignore IP options that are not understood', '忽略不认识的 IP 选项', 'ip'),
  unseen('MUST-51', 'programs can name a source route', '程序可指定源路由', 'ip'),
  unseen('MUST-52', 'that route wins over a received one', '该路由优先于收到的', 'ip'),
  unseen('MUST-53', 'a received route is used on the way back', '按收到的源路由返回', 'ip'),
  unseen('MUST-54', 'act on ICMP errors', '处理 ICMP 差错', 'ip'),
  unseen('MUST-55', 'ignore source quench', '忽略源点抑制', 'ip'),
  unseen('MUST-56', 'do not abort for soft ICMP errors', '软 ICMP 差错不中止连接', 'ip'),
  unseen('MUST-57', 'drop SYNs to broadcast or multicast', '丢弃发往广播或组播的 SYN', 'ip'),
  seen(
    'MUST-58',
    'one ACK for several segments',
    '多个报文段合并确认',
    'src/tcp/emit.ts: checkAcknowledgment',
    [VALID, 'delayed ACK, one for two segments'],
  ),
  seen(
    'MUST-59',
    'process all that is queued before an ACK',
    '先处理完队列再确认',
    'ack-behind',
    [CORPUS, 'everything that is in order is acknowledged at once'],
    ['test/rules/ack-behind.segno', 'ack-behind'],
  ),
  unseen('MUST-60', 'without PUSH calls do not buffer forever', '没有 PUSH 调用也不无限缓冲', 'program'),
  unseen(
    'MUST-61',
    'without PUSH calls set PSH on the last segment',
    '没有 PUSH 调用则末段置 PSH',
    'program',
  ),
  checked(
    'MUST-62',
    'the urgent pointer points behind the urgent data',
    '紧急指针指向紧急数据之后',
    'wrong-urgent-pointer',
  ),
  unseen('MUST-63', 'ignore SYNs from invalid addresses', '忽略来自无效地址的 SYN', 'ip'),
  unseen('MUST-64', 'options need not be aligned', '选项不必对齐', 'octets'),
  checked('MUST-65', 'MSS on SYNs only', 'MSS 只在 SYN 上', 'syn-only-option'),
  seen(
    'MUST-66',
    'process RST and URG at a zero window',
    '零窗口时仍处理 RST 和 URG',
    'src/tcp/acceptable.ts: acceptable',
    [CORPUS, 'a reset is believed at a shut window'],
    [CORPUS, 'urgent data is announced at a shut window'],
  ),
  unseen('MUST-67', 'announce no more than IP can reassemble', 'MSS 不超过 IP 可重组的大小', 'ip'),
  unseen('MUST-68', 'all other options carry their length', '其他选项都带长度', 'octets'),
  unseen('MUST-69', 'pad the header with zeros', '首部以零填充', 'octets'),
  unseen('SHLD-1', 'initial numbers from a secret function', '初始序号取自带密钥的函数', 'inside'),
  seen('SHLD-2', 'a reset may carry text', 'RST 可以携带数据', 'src/tcp/emit.ts: resetAs', [
    CORPUS,
    'a reset carries text that says why',
  ]),
  seen(
    'SHLD-3',
    'a reset tells that unread data is lost',
    '以 RST 表明数据丢失',
    'src/tcp/arrive.ts: textAndFin',
    [ARRIVE, 'new data after a full CLOSE may be answered by a reset (MAY-1), and after a shutdown may not'],
    [VALID, 'half-duplex close'],
  ),
  seen('SHLD-4', 'timestamps shorten TIME-WAIT', '用时间戳缩短 TIME-WAIT', 'src/tcp/arrive.ts: reopened', [
    CORPUS,
    'TIME-WAIT reopened by a newer timestamp',
  ]),
  unseen('SHLD-5', 'announce an MSS that is not the default', 'MSS 不是默认值时应通告', 'left-out'),
  unseen('SHLD-6', 'let the MSS follow the MTU', 'MSS 随 MTU 变化', 'ip'),
  unseen('SHLD-7', 'Nagle’s algorithm', 'Nagle 算法', 'sizes'),
  seen(
    'SHLD-8',
    'support ECN',
    '支持 ECN',
    'ecn-not-agreed',
    [VALID, 'ecn'],
    ['test/rules/ecn-not-agreed.segno', 'ecn-not-agreed'],
  ),
  unseen('SHLD-9', 'tell the program of many repeats', '把多次重传告知程序', 'program'),
  unseen('SHLD-10', 'three repeats are many', '第一阈值至少三次重传', 'time'),
  unseen('SHLD-11', 'give up after 100 seconds at least', '第二阈值至少 100 秒', 'time'),
  seen('SHLD-12', 'keep-alives carry no data', '保活不带数据', 'src/tcp/emit.ts: emitAck', [
    VALID,
    'keepalive',
  ]),
  unseen('SHLD-13', 'new programs leave urgent data alone', '新程序不使用紧急机制', 'program'),
  seen(
    'SHLD-14',
    'do not shrink the window (real stacks do; it is not reported)',
    '不收缩窗口（实际协议栈会收缩，因此不报告）',
    'src/tcp/emit.ts: announced',
    [CORPUS, 'the window shrinks below what is on its way'],
  ),
  checked(
    'SHLD-15',
    'send no new data beyond a window that has shrunk',
    '不在收缩后的窗口之外发送新数据',
    'beyond-shrunken-window',
  ),
  seen(
    'SHLD-16',
    'repeat old data within a window that has shrunk',
    '在收缩后的窗口内重传旧数据',
    'src/tcp/emit.ts: emitAgain',
    [CORPUS, 'the window shrinks below what is on its way'],
  ),
  seen(
    'SHLD-17',
    'do not give up on data beyond the window',
    '不因窗口之外的数据放弃连接',
    'src/tcp/call.ts: timeout',
    [CORPUS, 'a window stays shut, however often it is probed'],
  ),
  seen('SHLD-18', 'delay ACKs', '延迟确认', 'src/tcp/arrive.ts: takeText', [
    VALID,
    'delayed ACK, one for two segments',
  ]),
  unseen('SHLD-19', 'acknowledge every second full segment', '每两个满报文段确认一次', 'sizes'),
  unseen('SHLD-20', 'programs can turn error reports off', '程序可关闭差错报告', 'program'),
  unseen('SHLD-21', 'programs can change Diffserv later', '程序可中途更改 Diffserv', 'ip'),
  unseen('SHLD-22', 'pass Diffserv on unchanged', 'Diffserv 原样交给 IP', 'ip'),
  unseen('SHLD-23', 'programs leave Diffserv as it is', '程序一般不更改 Diffserv', 'ip'),
  unseen('SHLD-24', 'a later source route wins', '后到的源路由优先', 'ip'),
  unseen('SHLD-25', 'tell the program of soft ICMP errors', '把软 ICMP 差错告知程序', 'ip'),
  unseen('SHLD-26', 'abort for hard ICMP errors', '硬 ICMP 差错中止连接', 'ip'),
  unseen('SHLD-27', 'collapse successive PSH bits', '合并相继的 PSH', 'sizes'),
  unseen('SHLD-28', 'send full segments when possible', '尽可能发送满报文段', 'sizes'),
  unseen('SHLD-29', 'probe first after one RTO', '一个 RTO 后首次探测', 'time'),
  unseen('SHLD-30', 'probe less and less often', '探测间隔指数增长', 'time'),
  seen(
    'SHLD-31',
    'keep segments that are out of order',
    '保存乱序到达的报文段',
    'src/tcp/arrive.ts: takeText',
    [ARRIVE, 'beyond a hole is held, or dropped, and both move on when the hole is filled'],
  ),
  seen(
    'MAY-1',
    'close both directions at once',
    '半双工关闭',
    'src/tcp/arrive.ts: textAndFin',
    [ARRIVE, 'new data after a full CLOSE may be answered by a reset (MAY-1), and after a shutdown may not'],
    [VALID, 'half-duplex close'],
  ),
  seen(
    'MAY-2',
    'let a SYN reopen a connection in TIME-WAIT',
    'TIME-WAIT 中接受新的 SYN',
    'src/tcp/arrive.ts: reopened; initial-number-too-low',
    [ARRIVE, 'may open a new connection wherever its number lies, the likelier beyond the old ones'],
    [CORPUS, 'TIME-WAIT reopened by an old SYN, and back again'],
    ['test/rules/initial-number-too-low.segno', 'initial-number-too-low'],
  ),
  seen('MAY-3', 'always announce an MSS', '总是通告 MSS', 'src/tcp/options.ts: numberIn', [
    CORPUS,
    'a maximum segment size on one SYN, on both, or on none',
  ]),
  unseen('MAY-4', 'repeat with the same IP identification', '重传使用相同的 IP 标识', 'ip'),
  seen('MAY-5', 'send keep-alives', '发送保活', 'src/tcp/call.ts: keepalive', [VALID, 'keepalive']),
  seen('MAY-6', 'keep-alives with a garbage octet', '保活携带一个无用字节', 'src/tcp/emit.ts: emitAgain', [
    CORPUS,
    'a keep-alive carries a garbage octet',
  ]),
  seen('MAY-7', 'repeat old data beyond the window', '重传窗口之外的旧数据', 'src/tcp/emit.ts: emitAgain', [
    CORPUS,
    'the window shrinks below what is on its way',
  ]),
  seen('MAY-8', 'keep the window shut for good', '窗口可一直关闭', 'src/tcp/emit.ts: announced', [
    CORPUS,
    'a window stays shut, however often it is probed',
  ]),
  unseen('MAY-9', 'pass the received Diffserv field on', '把收到的 Diffserv 交给程序', 'ip'),
  unseen('MAY-10', 'support the IP timestamp option', '支持 IP 时间戳选项', 'ip'),
  unseen('MAY-11', 'support the IP record route option', '支持 IP 记录路由选项', 'ip'),
  seen(
    'MAY-12',
    'refuse data with old acknowledgments',
    '拒绝确认号过旧的数据',
    'src/tcp/arrive.ts: checkAck',
    [ARRIVE, 'may have its data refused, after RFC 5961 §5'],
  ),
  seen('MAY-13', 'an ACK for segments out of order', '乱序报文段可立即确认', 'src/tcp/arrive.ts: takeText', [
    CORPUS,
    'an ACK for each segment that is out of order, or for none',
  ]),
  unseen('MAY-14', 'a FLUSH call', 'FLUSH 调用', 'program'),
  seen('MAY-15', 'SEND calls may push', 'SEND 调用可带 PUSH', 'src/tcp/emit.ts: finish', [
    CORPUS,
    'data is pushed or not, in small pieces or large',
  ]),
  seen('MAY-16', 'collect data that is not pushed', '合并未 PUSH 的数据', 'src/tcp/emit.ts: emitNew', [
    CORPUS,
    'data is pushed or not, in small pieces or large',
  ]),
  unseen('MAY-17', 'tell the program of PSH', '把 PSH 告知程序', 'program'),
  unseen('MAY-18', 'other ways to control congestion', '其他拥塞控制算法', 'time'),
  seen('REC-1', 'windows count in 32 bits', '窗口按 32 位处理', 'src/tcp/tcb.ts: windowIn', [
    CORPUS,
    'the largest window, plain and scaled',
  ]),
];
