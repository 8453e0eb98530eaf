/** Commands of the service that cannot be answered here, or not in an honest way. */
export const SERVICE_COMMANDS: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...withoutHint(
    'diff',
    'anomaly',
    'unmask',
    'lookup',
    'join',
    'addtotals',
    'autoregress',
    'logcompare',
    'filldown',
    'fillmissing',
    'cidrlookup',
    'outlier',
    'accum',
    'appendcols',
    'sessionize',
    'countFrequent',
    'estimate',
    'relevantfields',
    'expand',
  ),
  ['search', 'use `filter @message like "…"`.'],
]);

/** What functions of other languages are called here. */
export const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['lower', 'tolower'],
  ['upper', 'toupper'],
  ['length', 'strlen'],
  ['len', 'strlen'],
  ['substring', 'substr'],
  ['contains', 'strcontains'],
  ['mean', 'avg'],
  ['average', 'avg'],
  ['dc', 'count_distinct'],
  ['distinct', 'count_distinct'],
  ['ifnull', 'coalesce'],
  ['ago', 'toMillis(@timestamp) > now() * 1000 - 3600000'],
]);

/** Functions of the service that are not here. */
export const SERVICE_FUNCTIONS = ['cidrlookup', 'collect_values', 'collectValues', 'unmask'];

export function findIgnoringCase(names: Iterable<string>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const known of names) if (known.toLowerCase() === wanted) return known;
  return undefined;
}

/** The known name that `name` was probably meant to be. */
export function closest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase().slice(0, 40);
  let best: string | undefined;
  let least = Math.min(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function withoutHint(...names: string[]): [string, undefined][] {
  return names.map((name) => [name, undefined]);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(change, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
