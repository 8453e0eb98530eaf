/** Throws a `TypeError` for a name that `options` may not have. */
export function checkOptions(of: string, options: unknown, known: readonly string[]): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`Expected the options of ${of} to be an object, got ${describe(options)}.`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(
        `Unknown option \`${name}\` of ${of}: it takes ${known.map((k) => `\`${k}\``).join(', ')}.`,
      );
    }
  }
}

/** A value as an error message shows it, on one line and short. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const name = Object.getPrototypeOf(value)?.constructor?.name;
    return name === undefined || name === 'Object' ? 'an object' : `an instance of ${name}`;
  }
  return String(value);
}
