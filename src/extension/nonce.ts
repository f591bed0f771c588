/** What nobody can guess, in 32 hexadecimal digits. */
export function nonce(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}
