import { RE2JS, RE2JSException } from 're2js';
import { readPattern } from './regex-syntax.js';

/** The groups of one match, the whole match first. */
export type Match = readonly (string | undefined)[];

/**
 * A regular expression that RE2 accepts, as the service does. JavaScript's engine matches where it gives the
 * same answer in a bounded number of steps; everywhere else RE2's own algorithm does, in linear time.
 */
export class Regex {
  readonly source: string;
  /** The names of the groups by number from 1; undefined for a group without a name. */
  readonly groupNames: readonly (string | undefined)[];
  /** Every text that matches contains at least one of these; undefined: nothing is known. */
  readonly needles: readonly string[] | undefined;
  private readonly re2: RE2JS;
  private readonly native: RegExp | undefined;
  private readonly longestForNative: number;

  /** @throws {RegexError} where RE2 does not accept the expression. */
  constructor(source: string) {
    this.source = source;
    const { plain, names } = withPlainNames(source);
    // In a query `\/` is a slash; RE2 takes the backslash as well.
    this.re2 = compile(plain);
    this.groupNames = namesOf(this.re2).map((name) => names.get(name ?? '') ?? name);
    const pattern = readPattern(plain);
    this.needles = pattern?.needles;
    this.native = pattern && new RegExp(pattern.source, `${pattern.flags}g`);
    this.longestForNative = pattern ? longestWithin(pattern.steps) : NEVER;
  }

  test(text: string): boolean {
    if (!this.canMatch(text)) return false;
    if (text.length > this.longestForNative) return this.re2.test(text);
    this.native!.lastIndex = 0;
    return this.native!.test(text);
  }

  exec(text: string): Match | undefined {
    if (!this.canMatch(text)) return undefined;
    if (text.length > this.longestForNative) return this.linear(text).next().value;
    this.native!.lastIndex = 0;
    return this.native!.exec(text) ?? undefined;
  }

  execAll(text: string): Match[] {
    if (!this.canMatch(text)) return [];
    if (text.length > this.longestForNative) return [...this.linear(text)];
    this.native!.lastIndex = 0;
    return [...text.matchAll(this.native!)];
  }

  /**
   * Replaces every match; `$1`, `\1` and `${name}` in `replacement` stand for groups. Undefined: the result
   * would be longer than `longest`.
   */
  replaceAll(text: string, replacement: string, longest: number): string | undefined {
    const names = this.groupNames;
    let length = text.length;
    const replaced = this.re2.matcher(text).replaceAll((...found: unknown[]) => {
      if (length > longest) return '';
      const by = replacement.replace(/[$\\](?:(\d)|\{(\w+)\})/g, (_, digit?: string, name?: string) => {
        const group = digit ? Number(digit) : names.indexOf(name) + 1;
        return (found[group] as string | undefined) ?? '';
      });
      length += by.length;
      return by;
    });
    return length > longest ? undefined : replaced;
  }

  private canMatch(text: string): boolean {
    if (this.needles === undefined) return true;
    for (const needle of this.needles) if (text.includes(needle)) return true;
    return false;
  }

  private *linear(text: string): Generator<Match> {
    const matcher = this.re2.matcher(text);
    while (matcher.find()) {
      const groups = [];
      for (let group = 0; group <= this.groupNames.length; group++) {
        groups.push(matcher.group(group) ?? undefined);
      }
      yield groups;
    }
  }
}

/** Why RE2 does not accept an expression, and which part of it. */
export class RegexError extends Error {
  constructor(
    message: string,
    readonly part: string,
  ) {
    super(message);
  }
}

// About ten milliseconds of backtracking, in the worst case that a line of a log could be made to be.
const MOST_STEPS = 4_000_000;

const NEVER = -1;

function longestWithin(steps: (length: number) => number): number {
  let longest = 0;
  for (let length = 1; length <= 1 << 21 && steps(length) <= MOST_STEPS; length *= 2) longest = length;
  for (let step = longest >> 1; step > 0; step >>= 1) {
    if (steps(longest + step) <= MOST_STEPS) longest += step;
  }
  return longest;
}

/** On the service the name of a group may begin with `@`, which RE2 itself does not know. */
function withPlainNames(source: string): { readonly plain: string; readonly names: Map<string, string> } {
  const names = new Map<string, string>();
  const plain = source.replace(/(?<!\\)((?:\\\\)*\(\?P?<)@(\w+)>/g, (_, open: string, name: string) => {
    const replacement = `at${names.size}_${name}`;
    names.set(replacement, `@${name}`);
    return `${open}${replacement}>`;
  });
  return { plain, names };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const [, reason, part] = /error parsing regexp: (.*?): `(.*)`$/s.exec(error.message) ?? [];
    throw new RegexError(reason ?? error.message, part ?? '');
  }
}

function namesOf(re2: RE2JS): (string | undefined)[] {
  const names: (string | undefined)[] = new Array(re2.groupCount()).fill(undefined);
  for (const [name, group] of Object.entries(re2.namedGroups())) names[group - 1] = name;
  return names;
}
