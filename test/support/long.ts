/** How much the long run (npm run test:long) tries; the tests read it from their environment. */
export const LONG = {
  /** Cases of each law. */
  SEGNO_RUNS: '4000',
  /** The share of all mutants. */
  SEGNO_MUTANTS: '1',
  /** Texts of each kind of fuzzing. */
  SEGNO_FUZZ: '3000',
  /** New cases every time. */
  SEGNO_CASES: 'new',
} as const;
