/** At most so many answers are kept, and none about a text that is longer: lines and labels are short. */
const MOST_KNOWN = 2_000;
const LONGEST = 1_000;

/** A question about a text of which only the text decides: several readers ask the same of the same lines and labels. */
export function remembering<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (text) => {
    if (text.length > LONGEST) return answer(text);
    let found = known.get(text);
    if (!found) {
      found = { answer: answer(text) };
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(text, found);
    }
    return found.answer;
  };
}
