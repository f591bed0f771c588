/** Octets as text: UTF-8, what is none of it replaced. */
export function utf8(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length;) {
    const first = octets[at] ?? 0;
    const more =
      first < 0x80 ? 0 : first >= 0xf0 && first < 0xf5 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : -1;
    let code = more <= 0 ? first : first & (0x3f >> more);
    let length = 1;
    for (; length <= more; length++) {
      const next = octets[at + length] ?? 0;
      if ((next & 0xc0) !== 0x80) break;
      code = (code << 6) | (next & 0x3f);
    }
    const isWhole = more >= 0 && length === more + 1 && code <= 0x10ffff;
    text += isWhole ? String.fromCodePoint(code) : '\ufffd';
    at += isWhole ? length : 1;
  }
  return text;
}
