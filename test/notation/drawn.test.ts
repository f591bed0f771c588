import { describe, expect, it } from 'vitest';
import { readFigures } from '../../src/notation/read.js';
import { compact } from './compact.js';

const HANDSHAKE = ['Client > Server SYN', 'Server > Client SYN+ACK', 'Client > Server ACK'];

describe('arrow lines', () => {
  it.each([
    ['with a colon', 'Client -> Server: SYN\nServer -> Client: SYN-ACK\nClient -> Server: ACK'],
    [
      'with numbers in front',
      '1) Client -> Server: SYN\n2) Server -> Client: SYN/ACK\n3) Client -> Server: ACK',
    ],
    ['that point back', 'Client -> Server: SYN\nClient <- Server: SYN,ACK\nClient -> Server: ACK'],
    [
      'with the label on them',
      'Client ---- SYN ----> Server\nClient <--- SYN+ACK --- Server\nClient ---- ACK ----> Server',
    ],
    [
      'with names in brackets',
      '[Client] --SYN--> [Server]\n[Client] <--SYN/ACK-- [Server]\n[Client] --ACK--> [Server]',
    ],
    [
      'with the label in brackets',
      'Client => Server [SYN]\nServer => Client [SYN, ACK]\nClient => Server [ACK]',
    ],
    [
      'with the label behind a gap',
      'Client → Server   SYN\nServer → Client   SYN+ACK\nClient → Server   ACK',
    ],
    [
      'with the ends in brackets',
      '1. SYN (Client -> Server)\n2. SYN-ACK (Server -> Client)\n3. ACK (Client -> Server)',
    ],
    ['with the label in front', 'SYN: Client → Server\nSYN ACK: Server → Client\nACK: Client → Server'],
    [
      'of box-drawing characters',
      'Client ──SYN──▶ Server\nClient ◀──SYN+ACK── Server\nClient ──ACK──▶ Server',
    ],
    [
      'with heads of three characters',
      'Client ---SYN--->>> Server\nClient <<<---SYN/ACK--- Server\nClient ---ACK--->>> Server',
    ],
    ['of two halves', 'Client → SYN → Server\nServer → SYN+ACK → Client\nClient → ACK → Server'],
    ['in comments', '// Client -> Server: SYN\n// Server -> Client: SYN-ACK\n// Client -> Server: ACK'],
    [
      'in bold',
      '- **Client** -> **Server**: SYN\n- **Server** -> **Client**: SYN-ACK\n- **Client** -> **Server**: ACK',
    ],
    ['in a chain', 'Client --SYN--> Server --SYN+ACK--> Client --ACK--> Server'],
    [
      'with the label before the end that sends',
      'Client --SYN-->    Server\nClient <--SYNACK   Server\nClient --ACK-->    Server',
    ],
    [
      'with verbs',
      'Client sends SYN ----> Server\nClient <---- Server sends SYN-ACK\nClient sends ACK ----> Server',
    ],
    [
      'with an arrow in a remark',
      'Client -> Server: SYN (any -> 80)\nServer -> Client: SYN+ACK (80 -> any)\nClient -> Server: ACK',
    ],
    ['that name only who sends', 'Client: SYN -->\nServer: <-- SYN/ACK\nClient: ACK -->'],
    ['that lead from who sends', 'Client → SYN\nServer → SYN+ACK\nClient → ACK'],
  ])('%s are read', (_, text) => {
    expect(compact(text)).toEqual(['arrows', ...HANDSHAKE]);
  });

  it('go on with numbers on the next line', () => {
    const text =
      'A -> B: SYN\n        seq=x, win=500\nB -> A: SYN+ACK\n        seq=y, ack=x+1\n        random';
    expect(compact(text)).toEqual(['arrows', 'A > B SYN seq=x', 'B > A SYN+ACK seq=y ack=x+1']);
  });

  it('are another figure below a line that cannot be read', () => {
    const chain = 'A --FIN--> B --ACK--> A --FIN--> B --ACK--> A';
    const text = `A --SYN--> B\nA <--SYN+ACK-- B\n${chain}\nA is in TIME_WAIT.\nA --SYN--> B\nA <--RST-- B`;
    expect(compact(text)).toEqual([
      'arrows',
      'A > B SYN',
      'B > A SYN+ACK',
      'arrows',
      'A > B SYN',
      'B > A RST',
    ]);
  });

  it('have no remark in the end of a diagram of PlantUML, whose beginning is another paragraph', () => {
    const lines = ['Client -> Server: SYN', 'Server -> Client: SYN-ACK', '@enduml'];
    const { exchanges } = readFigures({ kind: 'prose', language: '', lines });
    expect(exchanges[0]?.ways[0].script.statements.map(({ kind }) => kind)).toEqual(['segment', 'segment']);
  });

  it('have numbers, states and losses', () => {
    const text = `
主机 (SYN_SENT) ---- SYN=1, seq=x ----> 网关 (SYN_RCVD)
主机 <---- SYN=1, ACK=1, seq=y, ack=x+1 ---- 网关
主机 ---- ACK=1, seq=x+1, ack=y+1 ----> 网关
主机 ---- DATA seq=x+1 len=20 ----X 网关
主机 ---- DATA seq=x+1 len=20 ----> 网关   (重传)`;
    expect(compact(text)).toEqual([
      'arrows',
      '主机 > 网关 SYN seq=x [主机: SYN_SENT] [网关: SYN_RCVD]',
      '网关 > 主机 SYN+ACK seq=y ack=x+1',
      '主机 > 网关 ACK seq=x+1 ack=y+1',
      '主机 > 网关 DATA seq=x+1 len=20 lost',
      '主机 > 网关 DATA seq=x+1 len=20',
    ]);
  });

  it.each([
    [
      'paths of states',
      'C: CLOSED -> SYN_SENT -> ESTABLISHED\nS: CLOSED -> LISTEN -> SYN_RCVD -> ESTABLISHED',
    ],
    [
      'diagrams of states',
      '+--------+      +----------+\n| CLOSED |-SYN->| SYN_SENT |\n+--------+      +----------+\n| LISTEN |<-ACK-| SYN_RCVD |',
    ],
    ['chains of flags', 'SYN -> SYN-ACK -> ACK\nFIN -> ACK -> FIN -> ACK'],
    ['lambdas', 'list.map(x -> x + 1);\nsynchronized.forEach((ack) => fin(ack));'],
    ['other messages', 'Alice -> Bob: hello\nBob -> Alice: ACK\nAlice -> Bob: bye'],
    ['frames and their numbers', 'A -> B: frame 0\nB -> A: ACK 1\nA -> B: frame 1\nB -> A: ACK 0'],
    ['what ports answer', 'Open -> SYN-ACK\nClosed -> RST\nFiltered -> nothing'],
  ])('leave %s alone', (_, text) => {
    expect(compact(text)).toEqual([]);
  });
});

describe('ladders', () => {
  it.each([
    [
      'with labels on the arrows',
      `
 Client                Server
   |                     |
   |-------- SYN ------->|
   |<----- SYN-ACK ------|
   |-------- ACK ------->|`,
    ],
    [
      'with labels above the arrows',
      `
 Client                Server
   |        SYN          |
   |-------------------->|
   |      SYN-ACK        |
   |<--------------------|
   |        ACK          |
   |-------------------->|`,
    ],
    [
      'with labels below the arrows',
      `
 Client                Server
   |-------------------->|
   |        SYN          |
   |<--------------------|
   |      SYN-ACK        |
   |-------------------->|
   |        ACK          |`,
    ],
    [
      'with labels before the heads',
      `
 Client                Server
   |  SYN -------------->|
   |<------------ SYN+ACK|
   |  ACK -------------->|`,
    ],
    [
      'with labels beside the arrows',
      `
 Client                Server
   |-------------------->|  SYN
   |<--------------------|  SYN, ACK
   |-------------------->|  ACK`,
    ],
    [
      'with names in boxes',
      `
┌────────┐          ┌────────┐
│ Client │          │ Server │
└───┬────┘          └───┬────┘
    │─────── SYN ──────▶│
    │◀──── SYN/ACK ─────│
    │─────── ACK ──────▶│`,
    ],
    [
      'without lifelines',
      `
Client                  Server
  ------- SYN --------->
  <------ SYN+ACK ------
  ------- ACK --------->`,
    ],
    [
      'of other characters',
      `
 [Client]              [Server]
   :~~~~~~~ SYN ~~~~~~~~>:
   :<~~~~ SYN,ACK ~~~~~~~:
   :~~~~~~~ ACK ~~~~~~~~>:`,
    ],
    [
      'with heads of their own',
      `
 Client                Server
   |  ----- SYN ---->>   |
   |  <<-- SYN-ACK ---   |
   |  ----- ACK ---->>   |`,
    ],
    [
      'of double lines',
      `
 Client                Server
   ║═══════ SYN ════════►║
   ║◄═════ SYN ACK ══════║
   ║═══════ ACK ════════►║`,
    ],
  ])('%s are read', (_, text) => {
    expect(compact(text)).toEqual(['ladder', ...HANDSHAKE]);
  });

  it('have lifelines that hasty hands have shifted, and names with brackets', () => {
    const text = `
主机(Host)              网关(Gateway)
  │                       │
  │──── SYN, seq=x ──────▶│
  │  状态→ SYN_SENT       │
  │◀─ SYN+ACK, ack=x+1 ───────│
  │                           │
  │──ACK (ack=y+1)▶│
  │                       │  状态→ ESTABLISHED`;
    expect(compact(text)).toEqual([
      'ladder',
      '主机_Host > 网关_Gateway SYN seq=x',
      '主机_Host: SYN_SENT',
      '网关_Gateway > 主机_Host SYN+ACK ack=x+1',
      '主机_Host > 网关_Gateway ACK ack=y+1',
      '网关_Gateway: ESTABLISHED',
    ]);
  });

  it('give columns of wide characters where they stand', () => {
    const text = `
      客户端                          服务器
        |                               |   LISTEN
        |   SYN=1, seq=x                |
 SYN-SENT ----------------------------> |
        |                            SYN-RCVD
        |   SYN=1,ACK=1,seq=y,ack=x+1   |
        | <---------------------------- |
 ESTABLISHED                            |
        |   ACK=1,seq=x+1,ack=y+1       |
        | ----------------------------> |
        |                            ESTABLISHED`;
    expect(compact(text)).toEqual([
      'ladder',
      '服务器: LISTEN',
      '客户端 > 服务器 SYN seq=x [客户端: SYN_SENT]',
      '服务器: SYN_RCVD',
      '服务器 > 客户端 SYN+ACK seq=y ack=x+1',
      '客户端: ESTABLISHED',
      '客户端 > 服务器 ACK seq=x+1 ack=y+1',
      '服务器: ESTABLISHED',
    ]);
  });

  it('put together labels that are cut in two', () => {
    const text = `
  Host A              Host B
    |   SYN             |
    |------------------>|
    |   seq=1           |
    |   SYN+ACK         |
    |<------------------|
    |   seq=7, ack=2    |
    |   ACK             |
    |------------------>|
    |   ack=8           |`;
    expect(compact(text)).toEqual([
      'ladder',
      'Host_A > Host_B SYN seq=1',
      'Host_B > Host_A SYN+ACK seq=7 ack=2',
      'Host_A > Host_B ACK ack=8',
    ]);
  });

  it('read labels that go on below their arrows, on lifelines with branches', () => {
    const text = `
浏览器                           网站
  │                               │
  ├────────── SYN=1, seq=x ──────►│  ① 请求
  │           (SYN_SENT)          │     发送序号 x
  │                               │
  │◄── SYN=1, ACK=1, seq=y ───────┤  ② 同意
  │      ack=x+1 (SYN_RCVD)       │     确认号 x+1
  │                               │
  ├────────── ACK=1, seq=x+1 ────►│  ③ 确认
  │      ack=y+1 (ESTABLISHED)    │`;
    expect(compact(text)).toEqual([
      'ladder',
      '浏览器 > 网站 SYN seq=x',
      '网站 > 浏览器 SYN+ACK seq=y ack=x+1',
      '浏览器 > 网站 ACK seq=x+1 ack=y+1',
    ]);
  });

  it('let arrows pass over columns', () => {
    const text = `
     A           B           C
     |---SYN---->|           |
     |<--SYN,ACK-|           |
     |---ACK---->|           |
     |---SYN---------------->|
     |<--RST,ACK-------------|
     |           |---SYN---->|
     |           |<---RST----|`;
    expect(compact(text)).toEqual([
      'ladder',
      'A > B SYN',
      'B > A SYN+ACK',
      'A > B ACK',
      'A > C SYN',
      'C > A RST+ACK',
      'B > C SYN',
      'C > B RST',
    ]);
  });

  it('read two arrows in a row, and numbers from remarks that say the same', () => {
    const text = `
  Browser        Proxy          Origin
    |-----SYN----->|-----SYN----->|
    |<---SYN-ACK---|<---SYN-ACK---|
    |-----ACK----->|-----ACK----->|   # both relayed, state NEW -> ESTABLISHED`;
    expect(compact(text)).toEqual([
      'ladder',
      'Browser > Proxy SYN',
      'Proxy > Origin SYN',
      'Proxy > Browser SYN+ACK',
      'Origin > Proxy SYN+ACK',
      'Browser > Proxy ACK',
      'Proxy > Origin ACK',
    ]);
    const remarked = `
  Client          Server
    |---- SYN ---->|   1. the client sends SYN (seq=x)
    |<-- SYN-ACK --|   2. the server answers SYN-ACK (seq=y, ack=x+1)
    |---- ACK ---->|   3. ACK after the SYN-ACK`;
    expect(compact(remarked)).toEqual([
      'ladder',
      'Client > Server SYN seq=x',
      'Server > Client SYN+ACK seq=y ack=x+1',
      'Client > Server ACK',
    ]);
  });

  it('know losses and segments under way', () => {
    const text = `
  C                               S
  |--- SYN seq=5 ------X          |
  |--- SYN seq=5 ------------ ... |
  |--- SYN seq=5 ---------------->|
  |          X<---- SYN+ACK ------|
  |<--------------- SYN+ACK ------|`;
    expect(compact(text.replace('------------ ...', '-----------> ...'))).toEqual([
      'ladder',
      'C > S SYN seq=5 lost',
      'C > S SYN seq=5 sent',
      'C > S SYN seq=5',
      'S > C SYN+ACK lost',
      'S > C SYN+ACK',
    ]);
  });
});

it('takes a word that is French for an end for a flag where there is another', () => {
  expect(compact('A -> B: FIN\nB -> A: Ack\nB -> A: Fin')).toEqual([
    'arrows',
    'A > B FIN',
    'B > A ACK',
    'B > A FIN',
  ]);
});

it('takes a port behind a name for a part of it', () => {
  const text = 'PC → SYN → web:443\nPC ← SYN+ACK ← web:443\nPC → ACK → web:443';
  expect(compact(text)).toEqual(['arrows', 'PC > web_443 SYN', 'web_443 > PC SYN+ACK', 'PC > web_443 ACK']);
});

it('takes numbers above an arrow for its label, whatever follows', () => {
  const text = `
  A                         B
  |   seq=92, 8 bytes       |
  |------------------------>|
  |        ACK=100          |
  |      X<-----------------|
  |   seq=92, 8 bytes       |
  |------------------------>|
  |        ACK=100          |
  |<------------------------|`;
  const data = 'A > B DATA seq=92 len=8';
  expect(compact(text)).toEqual(['ladder', data, 'B > A ACK ack=100 lost', data, 'B > A ACK ack=100']);
});

describe('what stands in a ladder beside its segments', () => {
  it('is a remark where somebody says it behind a label', () => {
    const text =
      '[A]            [B]\n--FIN-->  "done"\n<--ACK--  "fine"\n<--FIN--  "me, too"\n--ACK-->  "good bye"';
    expect(compact(text).filter((line) => line.includes('DATA'))).toEqual([]);
  });

  it('is a step from state to state, and no segment', () => {
    const text = `
  A                     B
  |------ FIN --------->|
  |<----- FIN ----------|
  CLOSING  →  TIME-WAIT`;
    expect(compact(text)).toEqual(['ladder', 'A > B FIN', 'B > A FIN']);
  });
});

describe('figures as in the RFC', () => {
  it('have states on both sides, remarks, and segments under way', () => {
    const text = `
      TCP Peer A                                          TCP Peer B

  1.  CLOSED                                              LISTEN

  2.  SYN-SENT    --> <SEQ=4000000000><CTL=SYN>           ...

  3.  (duplicate) ... <SEQ=77><CTL=SYN>                   --> SYN-RECEIVED

  4.  SYN-SENT    <-- <SEQ=20><ACK=78><CTL=SYN,ACK>       <-- SYN-RECEIVED

  5.  SYN-SENT    --> <SEQ=78><CTL=RST>                   --> LISTEN

  6.              ... <SEQ=4000000000><CTL=SYN>           --> SYN-RECEIVED`;
    expect(compact(text)).toEqual([
      'rfc',
      'TCP_Peer_A: CLOSED',
      'TCP_Peer_B: LISTEN',
      'TCP_Peer_A > TCP_Peer_B SYN seq=4000000000 [TCP_Peer_A: SYN_SENT] sent',
      'TCP_Peer_A > TCP_Peer_B SYN seq=77 [TCP_Peer_B: SYN_RCVD] arrived stale',
      'TCP_Peer_B > TCP_Peer_A SYN+ACK seq=20 ack=78 [TCP_Peer_A: SYN_SENT] [TCP_Peer_B: SYN_RCVD]',
      'TCP_Peer_A > TCP_Peer_B RST seq=78 [TCP_Peer_A: SYN_SENT] [TCP_Peer_B: LISTEN]',
      'TCP_Peer_A > TCP_Peer_B SYN seq=4000000000 [TCP_Peer_B: SYN_RCVD] arrived',
    ]);
  });

  it('have calls, data, and one number for several segments', () => {
    const text = `
   1.  ESTABLISHED                                        ESTABLISHED

   2.  ESTABLISHED --> <SEQ=100><ACK=300><CTL=ACK><DATA=10> --> ESTABLISHED

   3.  (Close)                                            (Close)
       FIN-WAIT-1  --> <SEQ=110><ACK=300><CTL=FIN,ACK>    ... FIN-WAIT-1
                   <-- <SEQ=300><ACK=110><CTL=FIN,ACK>    <--
                   ... <SEQ=110><ACK=300><CTL=FIN,ACK>    -->`;
    expect(compact(text)).toEqual([
      'rfc',
      'A: ESTABLISHED',
      'B: ESTABLISHED',
      'A > B ACK+DATA seq=100 ack=300 len=10 [A: ESTABLISHED] [B: ESTABLISHED]',
      'A: close',
      'B: close',
      'A > B FIN+ACK seq=110 ack=300 [A: FIN_WAIT_1] [B: FIN_WAIT_1] sent',
      'B > A FIN+ACK seq=300 ack=110',
      'A > B FIN+ACK seq=110 ack=300 arrived',
    ]);
  });
});

it('figures as in the RFC have the title that stands below them', () => {
  const lines = [
    '  1.  CLOSED                                   LISTEN',
    '  2.  SYN-SENT --> <SEQ=1><CTL=SYN>        --> SYN-RECEIVED',
    '  3.  SYN-SENT <-- <SEQ=5><ACK=2><CTL=SYN,ACK> <-- SYN-RECEIVED',
    '',
    '          Figure 3: Half of a Handshake',
    '',
    'Line 2 of Figure 3.  At that line, more prose follows.',
  ];
  const { exchanges } = readFigures({ kind: 'file', language: 'txt', lines });
  expect(exchanges.map(({ endLine, ways }) => [endLine, ways[0].script.title])).toEqual([
    [3, 'Half of a Handshake'],
  ]);
});

describe('tables', () => {
  const table = (text: string): string[] => compact(text, { kind: 'table', language: '' });

  it.each([
    [
      'with a sender and a receiver',
      `
| # | From | To | Flags | Seq | Ack |
|---|------|----|-------|-----|-----|
| 1 | Client | Server | SYN | x | - |
| 2 | Server | Client | SYN, ACK | y | x+1 |
| 3 | Client | Server | ACK | x+1 | y+1 |`,
    ],
    [
      'with a direction',
      `
| 步骤 | 方向 | 报文 | 含义 |
|---|---|---|---|
| 1 | Client → Server | SYN=1, seq=x | 请求连接 |
| 2 | Server → Client | SYN=1, ACK=1, seq=y, ack=x+1 | 同意 |
| 3 | Client → Server | ACK=1, seq=x+1, ack=y+1 | 连接建立 |`,
    ],
    [
      'with senders alone',
      `
| 序 | 发送方 | Flags | seq | ack |
|---|---|---|---|---|
| 1 | Client | SYN | x | - |
| 2 | Server | SYN+ACK | y | x+1 |
| 3 | Client | ACK | x+1 | y+1 |`,
    ],
    [
      'with what each end sends in its own column',
      `
| Step | Client | Server |
|---|---|---|
| 1 | SYN seq=x → | |
| 2 | | ← SYN,ACK seq=y ack=x+1 |
| 3 | ACK seq=x+1 ack=y+1 → | |`,
    ],
    [
      'with what each end does in its own column',
      `
| Step | Client | Server |
|---|---|---|
| 1 | sends SYN, seq=x | receives SYN |
| 2 | received SYN+ACK | sends SYN, ACK, seq=y, ack=x+1 |
| 3 | sends ACK, seq=x+1, ack=y+1 | receives ACK |`,
    ],
    [
      'with a column for each end',
      `
| Client | | Server |
|---|---|---|
| | SYN seq=x → | |
| | ← SYN,ACK seq=y ack=x+1 | |
| | ACK seq=x+1 ack=y+1 → | |`,
    ],
  ])('%s are read', (_, text) => {
    expect(table(text)).toEqual([
      'table',
      'Client > Server SYN seq=x',
      'Server > Client SYN+ACK seq=y ack=x+1',
      'Client > Server ACK seq=x+1 ack=y+1',
    ]);
  });

  it('have states where a column has them', () => {
    const text = `
| | Segment | Client state | Server state |
|---|---|---|---|
| Client → Server | SYN | SYN_SENT | SYN_RCVD |
| Server → Client | SYN+ACK | ESTABLISHED | SYN_RCVD |
| Client → Server | ACK | ESTABLISHED | ESTABLISHED |`;
    expect(table(text)).toEqual([
      'table',
      'Client > Server SYN [Client: SYN_SENT] [Server: SYN_RCVD]',
      'Server > Client SYN+ACK [Client: ESTABLISHED] [Server: SYN_RCVD]',
      'Client > Server ACK [Client: ESTABLISHED] [Server: ESTABLISHED]',
    ]);
  });

  it('may hold arrow lines in a column', () => {
    const text = `
| Step | Meaning |
|---|---|
| ① Client → Server: SYN | hello |
| ② Server → Client: SYN+ACK | hello |
| ③ Client → Server: ACK | fine |`;
    expect(table(text)).toEqual(['table', ...HANDSHAKE]);
  });

  it.each([
    [
      'flags',
      '| Flag | Client | Server |\n|---|---|---|\n| SYN | yes | no |\n| ACK | yes | yes |\n| FIN | yes | yes |',
    ],
    [
      'phases',
      '| | Client | Server |\n|---|---|---|\n| Open | SYN, ACK | SYN-ACK |\n| Close | FIN, ACK | ACK, FIN |',
    ],
    ['scans', '| Scan | Source | Reply |\n|---|---|---|\n| -sS | SYN | SYN/ACK |\n| -sF | FIN | RST |'],
  ])('of %s are left alone', (_, text) => {
    expect(table(text)).toEqual([]);
  });

  it('have remarks beside a column of flags that name other flags', () => {
    const lines = [
      '| # | way | flags | seq / ack | why |',
      '|---|---|---|---|---|',
      '| 1 | P → Q | `SYN=1` | seq=x | opens |',
      '| 2 | Q → P | `SYN=1, ACK=1` | seq=y, ack=x+1 | agrees |',
      '| 3 | P → Q | `ACK=1` | seq=x+1, ack=y+1 | has seen the SYN of Q, both ESTABLISHED |',
    ];
    expect(compact(lines.join('\n'), { kind: 'table', language: '' })).toEqual([
      'table',
      'P > Q SYN seq=x',
      'Q > P SYN+ACK seq=y ack=x+1',
      'P > Q ACK seq=x+1 ack=y+1',
    ]);
    const { exchanges } = readFigures({ kind: 'table', language: '', lines });
    const said = exchanges[0]?.ways[0].script.statements.map((one) => ('text' in one ? one.text : undefined));
    expect(said).toEqual(['opens', 'agrees', undefined, 'has seen the SYN of Q, both ESTABLISHED']);
  });

  it('of flags and their meaning are left alone', () => {
    expect(
      table(
        '| Flag | Meaning |\n|---|---|\n| SYN | opens, seq=ISN |\n| SYN, ACK | ack=ISN+1 |\n| FIN | closes |',
      ),
    ).toEqual([]);
  });
});

describe('arrows drawn in haste', () => {
  const figure = (...lines: string[]): string[] =>
    compact(lines.join('\n')).filter((line) => line.includes(' > '));

  it('may have one character before and behind a word', () => {
    expect(figure('甲 ─SYN─▶ 乙', '甲 ◀─SYN+ACK─ 乙', '甲 ━ACK━▶ 乙')).toEqual([
      '甲 > 乙 SYN',
      '乙 > 甲 SYN+ACK',
      '甲 > 乙 ACK',
    ]);
  });

  it('may be followed by remarks with arrows of their own', () => {
    expect(
      figure(
        'L ──SYN──► R     "hello"',
        'L ◄──SYN-ACK── R     "hello too"',
        'L ──ACK──► R     "fine"   → open',
      ),
    ).toEqual(['L > R SYN', 'R > L SYN+ACK', 'L > R ACK']);
  });

  it('go between the ends that the line above names, where they stand alone', () => {
    expect(
      figure('Left ──SYN──▶ Right', '     ◀─SYN-ACK──', '     ──ACK──▶  [open]', '     ──FIN──X'),
    ).toEqual(['Left > Right SYN', 'Right > Left SYN+ACK', 'Left > Right ACK', 'Left > Right FIN lost']);
  });

  it('are lost where a cross stands behind the end', () => {
    expect(figure('P ---(SYN)---> Q (OK)', 'P <--(SYN+ACK)-- Q (X)', 'P ---(SYN)---> Q (OK)')).toEqual([
      'P > Q SYN',
      'Q > P SYN+ACK lost',
      'P > Q SYN',
    ]);
  });

  it('may end with a full stop', () => {
    expect(figure('1. 甲 → SYN=1, seq=j → 乙。', '2. 乙 → SYN=1, ACK=1, seq=k, ack=j+1 → 甲。')).toEqual([
      '甲 > 乙 SYN seq=j',
      '乙 > 甲 SYN+ACK seq=k ack=j+1',
    ]);
  });

  it('may stand between columns that say what the ends do', () => {
    expect(
      figure(
        'caller                          callee',
        'Active Open →   SYN=1,seq=j   → Passive Open',
        'Received  ← SYN=1,ACK=1,ack=j+1 ← Sent',
        'Sent      →   ACK=1,seq=j+1   → Received',
      ),
    ).toEqual([
      'caller > callee SYN seq=j',
      'callee > caller SYN+ACK ack=j+1',
      'caller > callee ACK seq=j+1',
    ]);
  });
});

describe('what looks like segments, and is none', () => {
  const read = (source: Parameters<typeof compact>[1], ...lines: string[]): string[] =>
    compact(lines.join('\n'), source);

  it.each([
    [
      'frames with numbers',
      'sequenceDiagram',
      'L->>R: frame seq=0',
      'R->>L: ACK 1',
      'L->>R: frame seq=1',
      'R->>L: ACK 2',
    ],
    ['messages that both end with a word', 'sequenceDiagram', 'L->>R: fin', 'R->>L: fin'],
    [
      'frames that are the last of a message',
      'sequenceDiagram',
      'L->>R: FIN=1, opcode=1',
      'R->>L: FIN=1, opcode=8',
    ],
  ])('as %s', (_, ...lines) => {
    expect(read({ language: 'mermaid' }, ...lines)).toEqual([]);
  });

  it('as readings that have a number, and none of what is acknowledged', () => {
    const rows = ['| Step | From | To | What |', '| --- | --- | --- | --- |'];
    expect(
      read({ kind: 'table' }, ...rows, '| 1 | Meter | Hub | DATA seq=7 |', '| 2 | Hub | Meter | ACK seq=7 |'),
    ).toEqual([]);
  });

  it('as a list of flags, of which some go both ways', () => {
    const rows = [
      '| Flag | Says | Goes |',
      '| --- | --- | --- |',
      '| SYN | begins | L → R |',
      '| ACK | got it | both |',
    ];
    expect(read({ kind: 'table' }, ...rows, '| FIN | ends | L → R |')).toEqual([]);
  });
});

describe('arrow lines in a tree', () => {
  it('are read without its branches', () => {
    const tree = ['├─ L → R: SYN', '├─ R keeps nothing', '├─ R → L: SYN-ACK', '└─ L → R: ACK'];
    expect(compact(tree.join('\n'))).toEqual(['arrows', 'L > R SYN', 'R > L SYN+ACK', 'L > R ACK']);
  });
});

describe('a table with states beside its arrows', () => {
  it('is read, with the states of rows in which nothing is sent', () => {
    const table = [
      '| Client (state) | closing | Server (state) |',
      '| -------------- | ------- | -------------- |',
      '|                | FIN seq=7 ==》  |            |',
      '| FIN_WAIT_1     |         |                |',
      '|                | 《== ACK ack=8  |            |',
      '| FIN_WAIT_2     |         | CLOSE_WAIT     |',
    ];
    expect(compact(table.join('\n'), { kind: 'table' })).toEqual([
      'table',
      'Client > Server FIN seq=7',
      'Client: FIN_WAIT_1',
      'Server > Client ACK ack=8',
      'Client: FIN_WAIT_2',
      'Server: CLOSE_WAIT',
    ]);
  });
});

describe('a ladder between boxes', () => {
  it('has the names over the boxes', () => {
    const read = compact(
      [
        '    Caller                             Callee',
        '+-------------+                    +-------------+',
        '|             |                    |LISTEN       |',
        '|             |                    |(waits)      |',
        '|     SYN_SENT| SYN seq=j          |             |',
        '|   (calls)   +-------------------->SYN_RCVD     |',
        '|             |                    |   +         |',
        '|             | SYN seq=k, ACK=j+1 |   |         |',
        '|  ESTABLISHED<------------------------+         |',
        '|       +      |                   |             |',
        '|       |      | ACK=k+1           |             |',
        '|       +-------------------------->ESTABLISHED  |',
        '+-------------+                    +-------------+',
      ].join('\n'),
    );
    expect(read.filter((line) => line.includes(' > '))).toEqual([
      'Caller > Callee SYN seq=j [Callee: SYN_RCVD]',
      'Callee > Caller SYN+ACK seq=k ack=j+1 [Caller: ESTABLISHED]',
      'Caller > Callee ACK ack=k+1 [Callee: ESTABLISHED]',
    ]);
  });
});

describe('arrow lines in a box', () => {
  it('are read without its sides', () => {
    const box = [
      '│ ┌────────────────────────────────┐',
      '│ │ First of all, a connection.    │',
      '│ │                                │',
      '│ │ Me  ---SYN---->  It  "hello"   │',
      '│ │ Me  <--SYN-ACK-- It  "hello!"  │',
      '│ │ Me  ---ACK---->  It            │',
      '│ └────────────────────────────────┘',
    ];
    expect(compact(box.join('\n'))).toEqual(['arrows', 'Me > It SYN', 'It > Me SYN+ACK', 'Me > It ACK']);
  });

  it('are no exchange where one lacks its arrow', () => {
    expect(compact('Me ---SYN--> It\n   syn-ack\nMe ---ACK--> It')).toEqual([]);
  });
});

describe('a ladder whose labels stand above its arrows', () => {
  it('is read so where the first of them has no flags, and by the names over short lifelines', () => {
    const figure = [
      'Browser        Names        Site',
      '   |             |            |',
      '   | where?      |            |',
      '   |------------>|            |',
      '   | there       |            |',
      '   |<------------|            |',
      '   |                          |',
      '   | SYN                      |',
      '   |------------------------->|',
      '   | SYN-ACK                  |',
      '   |<-------------------------|',
      '   | ACK                      |',
      '   |------------------------->|',
      '   | GET /                    |',
      '   |------------------------->|',
      '   | 200                      |',
      '   |<-------------------------|',
      '   | GET /style               |',
      '   |------------------------->|',
      '   | 200                      |',
      '   |<-------------------------|',
      '   | bye                      |',
      '   |------------------------->|',
    ];
    const read = compact(figure.join('\n'));
    expect(read.filter((line) => line.includes(' > '))).toEqual([
      'Browser > Site SYN',
      'Site > Browser SYN+ACK',
      'Browser > Site ACK',
      'Browser > Site DATA',
      'Browser > Site DATA',
    ]);
  });
});

describe('arrow lines with comments behind them', () => {
  it('have no numbers in the comments', () => {
    const scan =
      '[Me] ---SYN--> [It] # a question\n[Me] <-RST/ACK-- [It] # Se it is closed\n[Me] ---SYN--> [It]';
    expect(compact(scan)).toEqual(['arrows', 'Me > It SYN', 'It > Me RST+ACK', 'Me > It SYN']);
  });
});

describe('states beside ends', () => {
  it('may be ESTABLISH, cut short', () => {
    const lines = [
      'me(SYN_SENT)    ---SYN---->      it(LISTEN)',
      'me(ESTABLISH)   <--SYN,ACK---    it(SYN_RCVD)',
      'me(ESTABLISH)   ---ACK---->      it(ESTABLISH)',
    ];
    expect(compact(lines.join('\n'))).toEqual([
      'arrows',
      'me > it SYN [me: SYN_SENT] [it: LISTEN]',
      'it > me SYN+ACK [me: ESTABLISHED] [it: SYN_RCVD]',
      'me > it ACK [me: ESTABLISHED] [it: ESTABLISHED]',
    ]);
  });
});

describe('ladders that go their own ways', () => {
  it('have labels that go on below their arrows though a last arrow points both ways', () => {
    const text = `
甲方                            乙方
  │                               │
  ├────────── SYN=1, seq=x ──────►│  ① 请求
  │           (SYN_SENT)          │
  │◄── SYN=1, ACK=1, seq=y ───────┤  ② 同意
  │      ack=x+1 (SYN_RCVD)       │
  ├────────── ACK=1, seq=x+1 ────►│  ③ 确认
  │      ack=y+1                  │
  ◄═══════════════════════════════►  传输`;
    expect(compact(text)).toEqual([
      'ladder',
      '甲方 > 乙方 SYN seq=x',
      '乙方 > 甲方 SYN+ACK seq=y ack=x+1',
      '甲方 > 乙方 ACK seq=x+1 ack=y+1',
    ]);
  });

  it('have no labels in what is written below them', () => {
    const text = `
Left                 Right
  │  1. SYN, seq=x     │
  │ ─────────────────► │
  │   state: SYN_SENT  │
  │  2. SYN, ACK, seq=y, ack=x+1
  │ ◄───────────────── │

Why two?
- Right has not heard of ACK, seq=z yet.`;
    expect(compact(text)).toEqual(['ladder', 'Left > Right SYN seq=x', 'Right > Left SYN+ACK seq=y ack=x+1']);
    const { exchanges } = readFigures({ kind: 'fence', language: 'text', lines: text.slice(1).split('\n') });
    const said = exchanges[0]?.ways[0].script.statements.map((one) => ('text' in one ? one.text : undefined));
    expect(said).toEqual([undefined, 'state: SYN_SENT', undefined]);
  });

  it('have as many lifelines in each row, however far long labels shove them', () => {
    const text = `
one                        two
   |                        |
   |------SYN=1, seq=x----->|  first
   |                        |
   |<---SYN=1, ACK=1, ack=x+1, seq=y---|  second
   |                        |
   |------ACK=1, seq=x+1, ack=y+1----->|  third
   |                        |`;
    expect(compact(text)).toEqual([
      'ladder',
      'one > two SYN seq=x',
      'two > one SYN+ACK seq=y ack=x+1',
      'one > two ACK seq=x+1 ack=y+1',
    ]);
  });

  it('have states behind their names, and flags below arrows between states', () => {
    const text = `
    H1 ESTABLISHED              H2 ESTABLISHED
        FIN_WAIT_1 -----------> CLOSE_WAIT
                       FIN
        FIN_WAIT_2 <-----------
                       ACK
        TIME_WAIT  <----------- LAST_ACK
                       FIN
                   -----------> CLOSED
                       ACK`;
    expect(compact(text)).toEqual([
      'ladder',
      'H1: ESTABLISHED',
      'H2: ESTABLISHED',
      'H1 > H2 FIN [H1: FIN_WAIT_1] [H2: CLOSE_WAIT]',
      'H2 > H1 ACK [H1: FIN_WAIT_2]',
      'H2 > H1 FIN [H1: TIME_WAIT] [H2: LAST_ACK]',
      'H1 > H2 ACK [H2: CLOSED]',
    ]);
    expect(compact('P            Q (port CLOSED)\n|--- SYN --->|\n|<-- RST ----|')).toEqual([
      'ladder',
      'Q: CLOSED',
      'P > Q SYN',
      'Q > P RST',
    ]);
  });

  it('go between the sides of boxes that their arrows reach, whatever is drawn in the boxes', () => {
    const text = `
+------------------+              +------------------+
|      Server      |              |      Client      |
|     accept()     |<--- SYN ---- |    connect()     |
|    [BLOCKS]      |-- SYN+ACK -> |                  |
|        |         |<--- ACK ---- |                  |
|        |         |              |        |         |
|     close()      |---- FIN ---->|     close()      |
+------------------+              +------------------+`;
    expect(compact(text)).toEqual([
      'ladder',
      'Client > Server SYN',
      'Server > Client SYN+ACK',
      'Client > Server ACK',
      'Server > Client FIN',
    ]);
  });
});

describe('numbers in labels', () => {
  it('may follow a word for an acknowledgment', () => {
    const text =
      'Клиент → Сервер: SYN (номер: x)\nСервер → Клиент: SYN-ACK (номер: y, подтверждение: x+1)\nКлиент → Сервер: ACK (подтверждение: y+1)';
    expect(compact(text)).toEqual([
      'arrows',
      'Клиент > Сервер SYN seq=x',
      'Сервер > Клиент SYN+ACK seq=y ack=x+1',
      'Клиент > Сервер ACK ack=y+1',
    ]);
    expect(compact('A -> B: SYN\nB -> A: SYN+ACK (confirmación: recibido)')).toContain('B > A SYN+ACK');
  });

  it('are no length of what an acknowledgment says has arrived', () => {
    const text =
      'A -> B: PSH-ACK, seq=101, ack=501, len=200\nB -> A: ACK, seq=501, ack=301 (подтвердил 200 байт)\nB -> A: ACK, seq=501, ack=301, received 200 bytes';
    expect(compact(text)).toEqual([
      'arrows',
      'A > B PSH+ACK+DATA seq=101 ack=501 len=200',
      'B > A ACK seq=501 ack=301',
      'B > A ACK seq=501 ack=301',
    ]);
  });

  it('are no acknowledgment number where they count octets', () => {
    expect(
      compact('A -> B: PSH, ACK (100 bytes)\nB -> A: ACK 100 bytes\nB -> A: FIN, ACK (0 bytes)'),
    ).toEqual(['arrows', 'A > B PSH+ACK+DATA len=100', 'B > A ACK', 'B > A FIN+ACK']);
  });

  it('end where another script begins, and are none in a sentence', () => {
    const text =
      'A → B: SYN（番号: seq=x的）\nB → A: SYN + ACK（ack=x+1的，初期シーケンス番号はYです）\nA → B: ACK（Ack: Yを受け取りました）';
    expect(compact(text)).toEqual(['arrows', 'A > B SYN seq=x', 'B > A SYN+ACK ack=x+1', 'A > B ACK']);
  });

  it('make an exchange where octets are acknowledged that were counted', () => {
    const text = `
Sender                              Receiver
  |  seq=1000, len=500              |
  |-------------------------------->| Received bytes 1000-1499
  |          ack=1500               |
  |<--------------------------------| "I have everything up to 1499"`;
    expect(compact(text)).toEqual([
      'ladder',
      'Sender > Receiver DATA seq=1000 len=500',
      'Receiver > Sender ACK ack=1500',
    ]);
    expect(compact(text.replace('=1500', '=7'))).toEqual([]);
  });

  it('make no exchange where no flag is said anywhere: they may be those of SYNs', () => {
    const rows = ['| Step | Sender | Seq | Ack |', '|---|---|---|---|'];
    const numbers = ['| 1 | One | 1000 | — |', '| 2 | Two | 5000 | 1001 |', '| 3 | One | 1001 | 5001 |'];
    expect(compact([...rows, ...numbers].join('\n'), { kind: 'table', language: '' })).toEqual([]);
  });
});
