/** `13:19:52.379`, in UTC, of a moment counted in seconds since 1970. */
export function clockTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(11, 23);
}
