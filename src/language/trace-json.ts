/** The trace of a file as JSON: a shape that other tools rely on. Lines and columns count from 1. */
import type { SegmentStatement } from '../exchange/script.js';
import { stepTimesOf, type Times } from '../exchange/times.js';
import type { SegmentStep, Step } from '../exchange/trace.js';
import { FLAGS } from '../tcp/segment.js';
import type { Severity } from '../exchange/fault.js';
import type { Notation } from '../notation/reader.js';
import type { Language } from '../rules/rule.js';
import type { Analysis, Problem, Scenario } from './analysis.js';

export interface TraceJson {
  readonly version: 1;
  readonly file: string;
  readonly scenarios: readonly ScenarioJson[];
  readonly problems: readonly ProblemJson[];
  /** What looks like an exchange in another notation and could not be read. */
  readonly unread: readonly { readonly line: number; readonly endLine: number; readonly why: string }[];
}

export interface ScenarioJson {
  readonly notation: Notation;
  readonly title: string;
  readonly line: number;
  readonly endLine: number;
  readonly mode: 'notes' | 'strict';
  readonly endpoints: readonly { readonly name: string; readonly label: string | null }[];
  readonly initial: Readonly<Record<string, string>>;
  readonly steps: readonly StepJson[];
  readonly final: Readonly<Record<string, string>>;
}

interface AnyStepJson {
  readonly line: number;
  /** When it happens or its segment leaves, in seconds since the beginning; missing where nothing says so. */
  readonly time?: number;
  /** When the segment arrives that leaves then. */
  readonly arrives?: number;
  readonly states: Readonly<Record<string, string>>;
}

export interface SegmentStepJson extends AnyStepJson {
  readonly kind: 'segment';
  readonly from: string | null;
  readonly to: string | null;
  readonly fate: SegmentStatement['fate'];
  readonly origin: SegmentStep['origin'];
  readonly flags: readonly string[];
  readonly seq: string | null;
  readonly ack: string | null;
  readonly len: number;
  readonly win: number | null;
  readonly implied: readonly { readonly endpoint: string; readonly call: string }[];
  readonly outcome: SegmentStep['outcome'];
}

export interface CallStepJson extends AnyStepJson {
  readonly kind: 'call';
  readonly endpoint: string;
  readonly call: string;
}

export interface OtherStepJson extends AnyStepJson {
  readonly kind: 'state' | 'path' | 'note';
}

export type StepJson = SegmentStepJson | CallStepJson | OtherStepJson;

export interface ProblemJson {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly href: string | null;
  readonly scenario: string | null;
}

/** Everything about a file in the shape that `segno trace --json` prints. */
export function traceJson(analysis: Analysis, file: string, language: Language = 'en'): TraceJson {
  return {
    version: 1,
    file,
    scenarios: analysis.scenarios.map(scenarioJson),
    problems: analysis.problems.map(problemJson),
    unread: analysis.unread.map(({ line, endLine, why }) => ({ line, endLine, why: why[language] })),
  };
}

/** A problem in the shape that every JSON output has. */
export function problemJson(problem: Problem): ProblemJson {
  const { line, column, endLine, endColumn, severity, code, message, href, scenario } = problem;
  return { line, column, endLine, endColumn, severity, code, message, href: href ?? null, scenario };
}

function scenarioJson(scenario: Scenario): ScenarioJson {
  const { notation, title, line, endLine, script, trace } = scenario;
  const times = stepTimesOf(trace);
  return {
    notation,
    title,
    line,
    endLine,
    mode: script.mode,
    endpoints: trace.endpoints.map(({ name, label }) => ({ name, label })),
    initial: trace.initial,
    steps: trace.steps.map((step, index) => ({ ...stepJson(step, scenario), ...timesJson(times[index]) })),
    final: trace.final,
  };
}

function timesJson(times: Times | undefined): Pick<AnyStepJson, 'time' | 'arrives'> {
  if (!times) return {};
  const { at, arrives } = times;
  return { time: at / 1e6, ...(arrives === undefined ? {} : { arrives: arrives / 1e6 }) };
}

function stepJson(step: Step, { trace, script, line: first }: Scenario): StepJson {
  const line = first - 1 + (script.statements[step.statement]?.line ?? 1);
  const states = step.states.toRecord();
  switch (step.kind) {
    case 'segment':
      return {
        line,
        kind: 'segment',
        from: step.from,
        to: step.to,
        fate: step.fate,
        origin: step.origin,
        flags: FLAGS.filter((flag) => step.flags.includes(flag)),
        seq: step.seq === null ? null : trace.speak(step.seq),
        ack: step.ack === null ? null : trace.speak(step.ack),
        len: step.len,
        win: step.win,
        implied: step.implied.map(({ endpoint, call }) => ({ endpoint, call })),
        outcome: step.outcome,
        states,
      };
    case 'call':
      return { line, kind: 'call', endpoint: step.end, call: step.call, states };
    case 'state':
    case 'path':
    case 'note':
      return { line, kind: step.kind, states };
  }
}
