/** The texts of notes to begin with, in both languages. */
import type { Bilingual, Language } from '../rules/rule.js';
import { LANGUAGE } from './names.js';

/** A note that is shown with the cursor at a line and column, both counted from 0. */
export interface Example {
  readonly languageId: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const STARTER: Bilingual = {
  en: 'begin ${1:Title}\n${2:C} -> SYN(seq=${3:x}) -> ${4:S}\n$0\nend\n',
  'zh-cn': '开始 ${1:标题}\n${2:C} -> SYN(seq=${3:x}) -> ${4:S}\n$0\n结束\n',
};

/** The handshake with a wrong number in its second segment. */
const MISTAKE: Bilingual = {
  en: `begin Three-way handshake
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+2) <- S
C -> ACK(ack=y+1) -> S
end
`,
  'zh-cn': `开始 三次握手
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+2) <- S
C -> ACK(ack=y+1) -> S
结束
`,
};

const MARKDOWN: Bilingual = {
  en: `# Closing a connection

The end that closes first waits for twice the lifetime of a segment: its last ACK may get lost.

\`\`\`segno
begin Closing in four segments
C -> FIN(seq=u)+ACK(ack=v) -> S
C <- ACK(ack=u+1) <- S
C <- FIN(seq=v)+ACK(ack=u+1) <- S
C -> ACK(ack=v+1) -> S
C: 2MSL
end
\`\`\`
`,
  'zh-cn': `# 关闭连接

先关闭的一端要等待两倍的报文段最大生存时间：它最后的 ACK 可能会丢失。

\`\`\`segno
开始 四次挥手
C -> FIN(seq=u)+ACK(ack=v) -> S
C <- ACK(ack=u+1) <- S
C <- FIN(seq=v)+ACK(ack=u+1) <- S
C -> ACK(ack=v+1) -> S
C: 2MSL
结束
\`\`\`
`,
};

/** What a new note begins with, as a snippet of the editor. */
export function starter(language: Language): string {
  return STARTER[language];
}

/** The example of a kind: one in Markdown, or else a `.segno` note with a mistake. */
export function exampleOf(kind: unknown, language: Language): Example {
  return kind === 'markdown'
    ? { languageId: 'markdown', text: MARKDOWN[language], line: 6, column: 0 }
    : { languageId: LANGUAGE, text: MISTAKE[language], line: 2, column: 0 };
}
