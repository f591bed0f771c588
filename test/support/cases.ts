/**
 * The same cases in every run of `npm test`: a change is to blame for what fails, not the dice. The long run
 * (`npm run test:long`) draws new ones, as `SEGNO_CASES=new` does; `SEGNO_CASES=N` draws those of that seed.
 */
import { configureGlobal } from 'fast-check';

const seed = process.env['SEGNO_CASES'] ?? '1';
if (seed !== 'new') configureGlobal({ seed: Number(seed) });
