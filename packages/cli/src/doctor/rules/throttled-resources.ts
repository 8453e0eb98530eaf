import type { Analysis, Fact } from '@needs-retry/insights';
import { counted, listed, shortened, sumOf } from '../words.js';

/** Throttled attempts that have such a reason among theirs. */
export function throttledFor(reasons: RegExp, { facts }: Analysis): Fact[] {
  return facts.filter(({ kind, reason = '' }) => kind === 'throttle' && reasons.test(reason));
}

/** For each resource how many attempts of which operations it throttled, and for what reasons. */
export function throttledResources(facts: readonly Fact[]): string[] {
  const byResource = new Map<string, Fact[]>();
  for (const fact of facts) {
    const name = fact.resource ?? '(unknown)';
    byResource.set(name, [...(byResource.get(name) ?? []), fact]);
  }
  const groups = [...byResource].map(([resource, group]) => ({
    resource,
    group,
    count: sumOf(group, countOf),
  }));
  return shortened(
    groups
      .sort((a, b) => b.count - a.count)
      .map(({ resource, group, count }) => {
        const operations = listed(group.map(({ operation }) => operation));
        const reasons = listed(group.map(({ reason = '' }) => reason));
        return `${resource}: ${counted(count, 'attempt')} of ${operations} throttled (${reasons})`;
      }),
  );
}

/** Milliseconds that retries waited because those resources throttled, as their operations' share of all throttling. */
export function waitedFor(facts: readonly Fact[], analysis: Analysis): number {
  return sumOf(
    analysis.facts.filter(
      (fact) =>
        fact.kind === 'retry' && fact.errorClass === 'throttling' && facts.some((each) => isSame(each, fact)),
    ),
    ({ sum }) => sum,
  );
}

function isSame(a: Fact, b: Fact): boolean {
  return a.service === b.service && a.operation === b.operation && a.error === b.error;
}

function countOf({ count }: Fact): number {
  return count;
}
