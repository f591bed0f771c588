/** The one list of rules, and what they make of a trace. */
import { meets, severityOf, type Fault, type FaultCode } from '../exchange/fault.js';
import type { Statement } from '../exchange/script.js';
import type { Found, Trace } from '../exchange/trace.js';
import { atOrAfter, before } from '../tcp/seq.js';
import type { Entry, Fix, NotationCode, NotationRule, Rule } from './rule.js';
import { ackBeforeSyn } from './ack-before-syn.js';
import { ackBehind } from './ack-behind.js';
import { ackOfUnsentData } from './ack-of-unsent-data.js';
import { fixesAsMeant } from './as-meant.js';
import { arrivalWithoutDeparture } from './arrival-without-departure.js';
import { arrivesBeforeItLeaves } from './arrives-before-it-leaves.js';
import { forget } from './asked.js';
import { beyondShrunkenWindow } from './beyond-shrunken-window.js';
import { beyondWindow } from './beyond-window.js';
import { callAfterTheEnd } from './call-after-the-end.js';
import { contradictorySymbol } from './contradictory-symbol.js';
import { counterMismatch } from './counter-mismatch.js';
import { dataAfterFin } from './data-after-fin.js';
import { dataBeforeEstablished } from './data-before-established.js';
import { earlyTimer } from './early-timer.js';
import { ecnNotAgreed } from './ecn-not-agreed.js';
import { exchangeInOtherFence } from './exchange-in-other-fence.js';
import { isHeldAgainstFigure } from './figure.js';
import { finAfterFin } from './fin-after-fin.js';
import { finBeforeEstablished } from './fin-before-established.js';
import { finNotAcknowledged } from './fin-not-acknowledged.js';
import { halfOpenAtEnd } from './half-open-at-end.js';
import { impossibleCall } from './impossible-call.js';
import { impossibleStates } from './impossible-states.js';
import { impossibleCounter } from './impossible-counter.js';
import { impossibleFlags } from './impossible-flags.js';
import { inFlightAtEnd } from './in-flight-at-end.js';
import { initialNumberTooLow } from './initial-number-too-low.js';
import { letterCase } from './letter-case.js';
import { missingAckFlag } from './missing-ack-flag.js';
import { missingPlus } from './missing-plus.js';
import { missingTimestamp } from './missing-timestamp.js';
import { noConnection } from './no-connection.js';
import { notChecked } from './not-checked.js';
import { optionNotAgreed } from './option-not-agreed.js';
import { otherNotation } from './other-notation.js';
import { pathMismatch } from './path-mismatch.js';
import { portReusedInTimeWait } from './port-reused-in-time-wait.js';
import { repeatDiffers } from './repeat-differs.js';
import { replyMissing } from './reply-missing.js';
import { segmentTooLarge } from './segment-too-large.js';
import { resetDiscarded } from './reset-discarded.js';
import { sentAfterReset } from './sent-after-reset.js';
import { sentInTimeWait } from './sent-in-time-wait.js';
import { sequenceGap } from './sequence-gap.js';
import { shorthand } from './shorthand.js';
import { stateMismatch } from './state-mismatch.js';
import { strayEnd } from './stray-end.js';
import { synCarriesData } from './syn-carries-data.js';
import { synInSynchronizedState } from './syn-in-synchronized-state.js';
import { synOnlyOption } from './syn-only-option.js';
import { syntax } from './syntax.js';
import { timeGoesBack } from './time-goes-back.js';
import { tooLargeForField } from './too-large-for-field.js';
import { unboundSymbol } from './unbound-symbol.js';
import { unclosedScenario } from './unclosed-scenario.js';
import { unknownCode } from './unknown-code.js';
import { unknownEnd } from './unknown-end.js';
import { unknownFlag } from './unknown-flag.js';
import { unknownOption } from './unknown-option.js';
import { unlikeOtherEndpoints } from './unlike-other-endpoints.js';
import { unusedEndpoint } from './unused-endpoint.js';
import { unusedExpectation } from './unused-expectation.js';
import { unusualArrow } from './unusual-arrow.js';
import { unusualTiming } from './unusual-timing.js';
import { urgentWithoutFlag } from './urgent-without-flag.js';
import { windowScaleTooLarge } from './window-scale-too-large.js';
import { wrongAckNumber } from './wrong-ack-number.js';
import { swappedNumbers } from './swapped-numbers.js';
import { wrongDirection } from './wrong-direction.js';
import { wrongOptionValue } from './wrong-option-value.js';
import { wrongEnd } from './wrong-end.js';
import { wrongResetNumbers } from './wrong-reset-numbers.js';
import { wrongSackBlock } from './wrong-sack-block.js';
import { wrongSequenceNumber } from './wrong-sequence-number.js';
import { wrongTimestamp } from './wrong-timestamp.js';
import { wrongUrgentPointer } from './wrong-urgent-pointer.js';

/** Rules about exchanges: one for every fault there is, in the order in which the documentation lists them. */
const exchangeRules: { readonly [K in FaultCode]: Rule<K> } = {
  'impossible-flags': impossibleFlags,
  'no-connection': noConnection,
  'syn-in-synchronized-state': synInSynchronizedState,
  'ack-before-syn': ackBeforeSyn,
  'data-before-established': dataBeforeEstablished,
  'fin-before-established': finBeforeEstablished,
  'data-after-fin': dataAfterFin,
  'fin-after-fin': finAfterFin,
  'sent-after-reset': sentAfterReset,
  'sent-in-time-wait': sentInTimeWait,
  'missing-ack-flag': missingAckFlag,
  'wrong-direction': wrongDirection,
  'wrong-end': wrongEnd,
  'swapped-numbers': swappedNumbers,
  'wrong-sequence-number': wrongSequenceNumber,
  'sequence-gap': sequenceGap,
  'wrong-ack-number': wrongAckNumber,
  'ack-of-unsent-data': ackOfUnsentData,
  'ack-behind': ackBehind,
  'repeat-differs': repeatDiffers,
  'initial-number-too-low': initialNumberTooLow,
  'beyond-window': beyondWindow,
  'beyond-shrunken-window': beyondShrunkenWindow,
  'wrong-reset-numbers': wrongResetNumbers,
  'reset-discarded': resetDiscarded,
  'reply-missing': replyMissing,
  'fin-not-acknowledged': finNotAcknowledged,
  'arrival-without-departure': arrivalWithoutDeparture,
  'unknown-end': unknownEnd,
  'state-mismatch': stateMismatch,
  'path-mismatch': pathMismatch,
  'counter-mismatch': counterMismatch,
  'impossible-counter': impossibleCounter,
  'impossible-states': impossibleStates,
  'impossible-call': impossibleCall,
  'call-after-the-end': callAfterTheEnd,
  'syn-carries-data': synCarriesData,
  'port-reused-in-time-wait': portReusedInTimeWait,
  'option-not-agreed': optionNotAgreed,
  'syn-only-option': synOnlyOption,
  'wrong-sack-block': wrongSackBlock,
  'wrong-timestamp': wrongTimestamp,
  'missing-timestamp': missingTimestamp,
  'segment-too-large': segmentTooLarge,
  'ecn-not-agreed': ecnNotAgreed,
  'wrong-urgent-pointer': wrongUrgentPointer,
  'urgent-without-flag': urgentWithoutFlag,
  'window-scale-too-large': windowScaleTooLarge,
  'too-large-for-field': tooLargeForField,
  'wrong-option-value': wrongOptionValue,
  'half-open-at-end': halfOpenAtEnd,
  'in-flight-at-end': inFlightAtEnd,
  'arrives-before-it-leaves': arrivesBeforeItLeaves,
  'time-goes-back': timeGoesBack,
  'early-timer': earlyTimer,
  'unusual-timing': unusualTiming,
  'contradictory-symbol': contradictorySymbol,
  'unbound-symbol': unboundSymbol,
  shorthand,
  'unused-expectation': unusedExpectation,
  'unlike-other-endpoints': unlikeOtherEndpoints,
  'unknown-option': unknownOption,
  'unused-endpoint': unusedEndpoint,
  'not-checked': notChecked,
};

/** Rules about how an exchange is written down. */
const notationRules: { readonly [K in NotationCode]: NotationRule<K> } = {
  syntax,
  'unknown-flag': unknownFlag,
  'missing-plus': missingPlus,
  'stray-end': strayEnd,
  'unclosed-scenario': unclosedScenario,
  'letter-case': letterCase,
  'unusual-arrow': unusualArrow,
  'unknown-code': unknownCode,
  'exchange-in-other-fence': exchangeInOtherFence,
  'other-notation': otherNotation,
};

const checked: readonly Rule[] = Object.values(exchangeRules);

/** Every rule. */
export const RULES: readonly Entry[] = [...checked, ...Object.values(notationRules)];

const entries: ReadonlyMap<string, Entry> = new Map(RULES.map((entry) => [entry.code, entry]));

/** What is documented under a code, or undefined where there is no such rule. */
export function entryOf(code: string): Entry | undefined {
  return entries.get(code);
}

/** The rule that words and mends a fault. */
export function ruleOf<K extends FaultCode>(code: K): Rule<K> {
  return exchangeRules[code];
}

/**
 * Everything found in a scenario, in the order of its statements: the faults of the replay, what the rules find in the
 * trace as a whole, and expectations that nothing met. What the writer expects is marked, what they ignore left out.
 */
export function judge(trace: Trace): readonly Found[] {
  const wrong = new Set(
    trace.faults.filter(({ fault }) => isError(fault)).map(({ place }) => place.statement),
  );
  // What more is wrong with a line in error may well follow from that.
  const more = withoutMoot(
    checked
      .flatMap((rule): readonly Found[] => rule.check?.(trace) ?? [])
      .filter(({ fault, place }) => !isError(fault) || !wrong.has(place.statement)),
  );
  forget(trace);
  const blocks = more.filter(({ fault }) => fault.code === 'wrong-sack-block');
  const found = [...trace.faults.filter((one) => !isToldBy(one, blocks, trace)), ...more];
  if (trace.script.figure) return found.filter((one) => isHeldAgainstFigure(one, trace));
  const settled = [...settle(found, trace)];
  return settled.toSorted((a, b) => a.place.statement - b.place.statement);
}

/** What says of an option that it should not be there at all. */
const OUT_OF_PLACE: ReadonlySet<FaultCode> = new Set(['option-not-agreed', 'syn-only-option']);

/** What is said of the value of an option that should not be there is left out. */
function withoutMoot(found: readonly Found[]): readonly Found[] {
  const option = ({ place }: Found): string => `${place.statement} ${place.part}`;
  const isOutOfPlace = ({ fault }: Found): boolean => OUT_OF_PLACE.has(fault.code);
  const outOfPlace = new Set(found.filter(isOutOfPlace).map(option));
  return found.filter((one) => isOutOfPlace(one) || !outOfPlace.has(option(one)));
}

/** Whether an acknowledgment claims octets that a SACK block above it has claimed already: one mistake is told once. */
function isToldBy({ fault, place }: Found, blocks: readonly Found[], { script }: Trace): boolean {
  if (fault.code !== 'wrong-ack-number' || script.statements[place.statement]?.expect) return false;
  const { end, expected } = fault;
  return blocks.some(({ fault: other, place: above }) => {
    if (other.code !== 'wrong-sack-block' || other.end !== end || above.statement > place.statement)
      return false;
    return atOrAfter(expected, other.from) && before(expected, other.to);
  });
}

function isError({ code }: Fault): boolean {
  return severityOf(code) === 'error';
}

function* settle(found: readonly Found[], trace: Trace): Iterable<Found> {
  const met = new Set<number>();
  for (const one of found) {
    const index = one.place.statement;
    const { expect, ignore } = trace.script.statements[index] ?? {};
    if (ignore?.code === one.fault.code) continue;
    if (expect && meets(one.fault.code, expect.code)) {
      met.add(index);
      yield { ...one, expected: expect.why === undefined ? {} : { why: expect.why } };
    } else {
      yield one;
    }
  }
  const others = new Map<number, FaultCode>();
  for (const { fault, place } of found) {
    if (meets(fault.code, undefined) && !others.has(place.statement)) others.set(place.statement, fault.code);
  }
  const end = found.find(({ fault }) => fault.code === 'not-checked')?.place.statement ?? Infinity;
  for (const [index, statement] of trace.script.statements.entries()) {
    if (!statement.expect || met.has(index) || index >= end) continue;
    yield unmet(statement.expect, index, others.get(index));
  }
}

function unmet(
  { code, why }: NonNullable<Statement['expect']>,
  statement: number,
  found: FaultCode | undefined,
): Found {
  const named = code === undefined ? {} : { named: code };
  const instead = found === undefined ? {} : { found, ...(why === undefined ? {} : { why }) };
  return {
    fault: { code: 'unused-expectation', ...named, ...instead },
    place: { statement, part: 'expectation' },
    related: [],
  };
}

/** Edits that make the exchange right, the best first. */
export function fixesOf(found: Found, own: Trace): readonly Fix[] {
  const trace = found.speak ? { ...own, speak: found.speak } : own;
  const statement = trace.script.statements[found.place.statement];
  if (!statement) return [];
  const context = { trace, script: trace.script, statement, found };
  const usual = ruleOf(found.fault.code).fixes?.(found.fault, context) ?? [];
  const meant = fixesAsMeant(context).filter((one) => !usual.some((other) => isSame(one, other)));
  return [...meant, ...usual];
}

function isSame(one: Fix, other: Fix): boolean {
  const isAlone = one.also === undefined && other.also === undefined;
  const isThere = one.place.statement === other.place.statement && one.place.part === other.place.part;
  return isAlone && isThere && one.text === other.text && one.where === other.where;
}
