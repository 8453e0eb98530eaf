import type { Characters, Node } from './regex-node.js';
import { stepsOf } from './regex-steps.js';

/**
 * A regular expression of the part of RE2's syntax in which JavaScript means the same. It is read to know
 * three things: the same expression in JavaScript, how far matching could backtrack, and which text every
 * match contains.
 */
export type Pattern = {
  readonly source: string;
  readonly flags: string;
  /** An upper bound of the steps of a backtracking matcher over a text of this length. */
  readonly steps: (length: number) => number;
  /** Every match contains at least one of these; undefined: nothing is known. */
  readonly needles: readonly string[] | undefined;
};

/** Reads an expression that RE2 accepts; undefined where it uses more than JavaScript has in the same meaning. */
export function readPattern(text: string): Pattern | undefined {
  const reader = new Reader(text);
  try {
    const node = reader.read();
    return {
      source: toSource(node),
      flags: reader.ignoreCase ? 'iu' : 'u',
      steps: stepsOf(node),
      needles: reader.ignoreCase ? undefined : needlesOf(node),
    };
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

/** Thrown where the common part of the two syntaxes ends. */
class Beyond extends Error {}

class Reader {
  ignoreCase = false;
  /** Whether `(?i)` stands before, in this group. */
  private folds = false;
  private dotAll = false;
  private index = 0;

  constructor(private readonly text: string) {}

  read(): Node {
    const flags = /^\(\?([is]+)\)/.exec(this.text);
    if (flags) {
      this.ignoreCase = flags[1]!.includes('i');
      this.dotAll = flags[1]!.includes('s');
      this.index = flags[0].length;
    }
    const node = this.choice();
    if (this.index < this.text.length) throw new Beyond();
    return node;
  }

  private choice(): Node {
    const nodes = [this.sequence()];
    while (this.take('|')) nodes.push(this.sequence());
    return nodes.length === 1 ? nodes[0]! : { kind: 'choice', nodes };
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    while (this.index < this.text.length && !'|)'.includes(this.text[this.index]!)) {
      if (this.text.startsWith(FOLDING, this.index)) {
        this.index += FOLDING.length;
        this.folds = true;
      } else nodes.push(this.repeated(this.atom()));
    }
    return { kind: 'sequence', nodes };
  }

  private atom(): Node {
    const character = this.character();
    if (character === '(') return this.group();
    if (character === '[') return this.class();
    if (character === '^' || character === '$') return { kind: 'assertion', source: character };
    if (character === '.') {
      return this.dotAll ? set('[^]', ALL) : set('[^\\n]', ALL & ~bit(0x0a));
    }
    if (character === '\\') return this.escape();
    if ('*+?'.includes(character)) throw new Beyond();
    return this.literal(character);
  }

  private group(): Node {
    let open = '(';
    const outside = this.folds;
    if (this.text[this.index] === '?') {
      const start = /^\?(?:(i?:)|P?<\w+>)/.exec(this.text.slice(this.index));
      if (!start) throw new Beyond();
      this.index += start[0].length;
      if (start[1]) open = '(?:';
      if (start[1] === 'i:') this.folds = true;
    }
    const node = this.choice();
    if (!this.take(')')) throw new Beyond();
    this.folds = outside;
    return { kind: 'group', open, node };
  }

  private literal(character: string): Node {
    if (this.ignoreCase) return { ...literal(character), set: foldedSet(character) };
    if (!this.folds) return literal(character);
    // Beyond ASCII there is more to case than two letters.
    if (character > '\x7f') throw new Beyond();
    const both = FOLDED[character.toLowerCase()] ?? character.toLowerCase() + character.toUpperCase();
    return /[a-z]/i.test(character) ? set(`[${both}]`, foldedSet(character)) : literal(character);
  }

  private escape(): Node {
    const character = this.character();
    if (character === 'b' || character === 'B') {
      // Without regard to case, JavaScript counts two letters beyond ASCII as word characters.
      if (this.ignoreCase || this.folds) throw new Beyond();
      return { kind: 'assertion', source: `\\${character}` };
    }
    if (character === 'A') return { kind: 'assertion', source: '^' };
    if (character === 'z') return { kind: 'assertion', source: '$' };
    const named = this.namedSet(character);
    return named ?? this.literal(this.escapedCharacter(character));
  }

  private namedSet(character: string): (Node & { kind: 'set' }) | undefined {
    if ('wW'.includes(character) && (this.ignoreCase || this.folds)) throw new Beyond();
    if (character === 'd') return set('[0-9]', DIGITS);
    if (character === 'D') return set('[^0-9]', ALL & ~DIGITS);
    if (character === 'w') return set('[0-9A-Za-z_]', WORD);
    if (character === 'W') return set('[^0-9A-Za-z_]', ALL & ~WORD);
    if (character === 's') return set('[\\t\\n\\f\\r ]', SPACE);
    return character === 'S' ? set('[^\\t\\n\\f\\r ]', ALL & ~SPACE) : undefined;
  }

  private escapedCharacter(character: string): string {
    const control = CONTROLS[character];
    if (control) return control;
    if (character === 'x') {
      const hex = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.text.slice(this.index));
      if (!hex) throw new Beyond();
      this.index += hex[0].length;
      return String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2]!, 16));
    }
    if (/[\p{L}\p{N}]/u.test(character)) throw new Beyond();
    return character;
  }

  private class(): Node {
    if (this.folds) throw new Beyond();
    const negated = this.take('^');
    let source = '';
    let characters: Characters = 0n;
    for (let first = true; ; first = false) {
      const character = this.character();
      if (character === ']' && !first) break;
      if (character === '[' && this.text[this.index] === ':') throw new Beyond();
      const named = character === '\\' ? this.namedSet(this.text[this.index]!) : undefined;
      if (named) {
        if (named.source.startsWith('[^')) throw new Beyond();
        this.index++;
        source += named.source.slice(1, -1);
        characters |= named.set;
        continue;
      }
      const low = character === '\\' ? this.escapedCharacter(this.character()) : character;
      let high = low;
      if (this.text[this.index] === '-' && this.text[this.index + 1] !== ']') {
        this.index++;
        const end = this.character();
        high = end === '\\' ? this.escapedCharacter(this.character()) : end;
      }
      source += high === low ? quoteInClass(low) : `${quoteInClass(low)}-${quoteInClass(high)}`;
      characters |= range(low.codePointAt(0)!, high.codePointAt(0)!);
    }
    // Without regard to case the set is larger than it looks; it is only used where that does no harm.
    if (this.ignoreCase) characters = ALL;
    return set(
      `[${negated ? '^' : ''}${source}]`,
      negated && !this.ignoreCase ? ALL & ~characters : characters,
    );
  }

  private repeated(node: Node): Node {
    const match = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/.exec(this.text.slice(this.index));
    if (!match) return node;
    this.index += match[0].length;
    // What an empty turn of a loop leaves in its groups is not the same in both.
    if (canBeEmpty(node)) throw new Beyond();
    const [, sign, from, comma, to] = match;
    const min = sign ? (sign === '+' ? 1 : 0) : Number(from);
    const max = sign
      ? sign === '?'
        ? 1
        : Number.POSITIVE_INFINITY
      : to
        ? Number(to)
        : comma
          ? Number.POSITIVE_INFINITY
          : min;
    return { kind: 'repeat', node, min, max, source: match[0] };
  }

  private character(): string {
    const point = this.text.codePointAt(this.index);
    if (point === undefined) throw new Beyond();
    const character = String.fromCodePoint(point);
    this.index += character.length;
    return character;
  }

  private take(character: string): boolean {
    if (this.text[this.index] !== character) return false;
    this.index++;
    return true;
  }
}

function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'assertion':
      return true;
    case 'group':
      return canBeEmpty(node.node);
    case 'sequence':
      return node.nodes.every(canBeEmpty);
    case 'choice':
      return node.nodes.some(canBeEmpty);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.node);
  }
}

function toSource(node: Node): string {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return node.source;
    case 'group':
      return `${node.open}${toSource(node.node)})`;
    case 'sequence':
      return node.nodes.map(toSource).join('');
    case 'choice':
      return node.nodes.map(toSource).join('|');
    case 'repeat':
      return toSource(node.node) + node.source;
  }
}

const MOST_NEEDLES = 8;

function needlesOf(node: Node): string[] | undefined {
  if (node.kind === 'set') return node.literal === undefined ? undefined : [node.literal];
  if (node.kind === 'group') return needlesOf(node.node);
  if (node.kind === 'repeat') return node.min > 0 ? needlesOf(node.node) : undefined;
  if (node.kind === 'choice') {
    const all = node.nodes.map(needlesOf);
    if (all.some((needles) => needles === undefined)) return undefined;
    const needles = all.flatMap((some) => some!);
    return needles.length > MOST_NEEDLES ? undefined : needles;
  }
  return node.kind === 'sequence' ? bestOfSequence(node.nodes) : undefined;
}

function bestOfSequence(nodes: readonly Node[]): string[] | undefined {
  let best: string[] | undefined;
  let run = '';
  for (const node of nodes) {
    if (node.kind === 'set' && node.literal !== undefined) {
      run += node.literal;
      best = better(best, [run]);
    } else {
      run = '';
      best = better(best, needlesOf(node));
    }
  }
  return best;
}

/** Longer text is rarer text, and fewer alternatives are fewer searches. */
export function better<T extends readonly string[]>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return score(b) > score(a) ? b : a;
}

function score(needles: readonly string[]): number {
  return Math.min(...needles.map((needle) => needle.length)) - needles.length;
}

const ALL: Characters = (1n << 129n) - 1n;
const DIGITS = range(0x30, 0x39);
const WORD = DIGITS | range(0x41, 0x5a) | range(0x61, 0x7a) | bit(0x5f);
const SPACE = bit(0x09) | bit(0x0a) | bit(0x0c) | bit(0x0d) | bit(0x20);
const CONTROLS: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', a: '\x07' };

function bit(code: number): Characters {
  return 1n << BigInt(Math.min(code, 128));
}

function range(low: number, high: number): Characters {
  let characters = 0n;
  for (let code = low; code <= Math.min(high, 128); code++) characters |= bit(code);
  return high > 127 ? characters | bit(128) : characters;
}

function set(source: string, characters: Characters): Node & { kind: 'set' } {
  return { kind: 'set', source, set: characters };
}

function literal(character: string): Node & { kind: 'set' } {
  const source = /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
  return { kind: 'set', source, set: bit(character.codePointAt(0)!), literal: character };
}

/** A letter in either case; two have a third form beyond ASCII. */
function foldedSet(character: string): Characters {
  const both = bit(character.toLowerCase().codePointAt(0)!) | bit(character.toUpperCase().codePointAt(0)!);
  return character > '\x7f' || FOLDED[character.toLowerCase()] ? both | bit(0x80) : both;
}

const FOLDING = '(?i)';
const FOLDED: Record<string, string> = { k: 'kK\u212a', s: 'sS\u017f' };

function quoteInClass(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}
