import type { Analysis, Example } from '@needs-retry/insights';

/** `high`: calls, entries or invocations fail. `medium`: they take longer. `low`: something could be better. */
export type Severity = (typeof SEVERITIES)[number];

/** The worst first. */
export const SEVERITIES = ['high', 'medium', 'low'] as const;

/** Something that a log says is wrong, and what to do about it. Names in it come from the log: they are text. */
export type Finding = {
  readonly severity: Severity;
  /** In a sentence. */
  readonly title: string;
  /** What the log says, the weightiest first. */
  readonly evidence: readonly string[];
  /** Where in the log it says so. */
  readonly examples: readonly Example[];
  /** Why it matters. */
  readonly why: string;
  /** What to change. */
  readonly change: string;
  readonly cost: FindingCost;
};

export type FindingCost = {
  /** Calls, entries or invocations that failed for it. */
  readonly failed: number;
  /** Milliseconds that were spent for nothing. */
  readonly lostMs: number;
};

/** Looks for one thing that can be wrong. */
export type Rule = {
  /** The finding's name, for programs. */
  readonly name: string;
  /** A finding where there is something to say. */
  readonly find: (analysis: Analysis) => Finding | undefined;
};
