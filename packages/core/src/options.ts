/** Throws the `TypeError` of a bad option, which says what was expected and what came, unless `ok`. */
export function need(ok: boolean, option: string, expected: string, got: unknown): asserts ok {
  if (!ok) throw badInput(`Expected \`${option}\` to be ${expected}, got ${describe(got)}.`);
}

/** Throws a `TypeError` for a name that `options` may not have. */
export function checkOptions(of: string, options: unknown, known: readonly string[]): void {
  need(
    typeof options === 'object' && options !== null && !Array.isArray(options),
    'options',
    `an object in ${of}`,
    options,
  );
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw badInput(
      `Unknown option \`${name}\` of ${of}: it takes ${known.map((each) => `\`${each}\``).join(', ')}.`,
    );
  }
}

/** The error of bad input, which may end up in the log. */
export function badInput(message: string): TypeError {
  return new TypeError(uncountable(message));
}

/**
 * `text` without `needs-retry.`: retries are counted by searching for it, so nothing but a line may have it. JSON reads
 * the escaped dot back as a dot.
 */
export function uncountable(text: string): string {
  return text.replaceAll('needs-retry.', 'needs-retry\\u002e');
}

/** A value as an error message shows it, on one line and short. */
export function describe(value: unknown): string {
  return uncountable(shown(value));
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? 'Object';
  return name === 'Object' ? 'an object' : `an instance of ${name}`;
}
