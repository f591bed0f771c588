/** What an imported note says in words. */
import type { Bilingual } from '../../rules/rule.js';
import type { Phase } from './phases.js';

export const PHASES: Readonly<Record<Phase, Bilingual>> = {
  opening: { en: 'opening', 'zh-cn': '建立连接' },
  request: { en: 'request', 'zh-cn': '请求' },
  response: { en: 'response', 'zh-cn': '响应' },
  data: { en: 'data', 'zh-cn': '数据' },
  closing: { en: 'closing', 'zh-cn': '关闭' },
};

export const UNSEEN: Bilingual = { en: 'not in the capture', 'zh-cn': '抓包中没有' };
export const EARLY_DATA: Bilingual = {
  en: 'a SYN may carry data (RFC 9293 §3.4)',
  'zh-cn': 'SYN 可以携带数据（RFC 9293 §3.4）',
};
export const SHUT: Bilingual = { en: 'window closed', 'zh-cn': '窗口已关闭' };

export function segments(count: number): Bilingual {
  return { en: `${count} segments`, 'zh-cn': `${count} 个报文段` };
}

export function acknowledgments(count: number): Bilingual {
  return { en: `${count} acknowledgments`, 'zh-cn': `${count} 个确认` };
}

export function copiesLeftOut(count: number): Bilingual {
  return {
    en:
      count === 1
        ? 'a packet that the capture holds twice is left out'
        : `${count} packets that the capture holds twice are left out`,
    'zh-cn': `略去了抓包中重复的 ${count} 个数据包`,
  };
}

export function moreLeftOut(count: number): Bilingual {
  return {
    en: count === 1 ? 'one more segment' : `${count} more segments`,
    'zh-cn': `另有 ${count} 个报文段`,
  };
}

export const NOT_ALL_TRIED: Bilingual = {
  en: 'not every way in which this may have happened was tried, which would take too long',
  'zh-cn': '并未尝试所有可能的经过，否则耗时过长',
};

export function titleOf(client: string, server: string): string {
  return `${client} – ${server}`;
}
