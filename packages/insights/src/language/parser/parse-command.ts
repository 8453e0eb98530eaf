import { UnsupportedCommandError } from '../errors.js';
import type { Token } from '../lexer.js';
import type { Regex } from '../regex.js';
import type { Expression, Name, ParseCommand } from '../syntax.js';
import type { Expressions } from './expressions.js';
import { isSymbol, isWord, type Tokens } from './tokens.js';

/** What follows `parse`: a source or none, a pattern, and names. */
export function parseCommand(tokens: Tokens, expressions: Expressions): ParseCommand {
  const first = tokens.peek();
  const isPattern = first.kind === 'string' || isSymbol(first, '/') || isWord(first, 'logfmt', 'csv');
  const source: Expression = isPattern
    ? { kind: 'field', name: '@message', start: first.start, end: first.start }
    : expressions.primary();
  const found = tokens.regex();
  if (found) return byRegex(tokens, source, found.regex, found.start);
  const token = tokens.next();
  if (token.kind === 'string') return byGlob(tokens, source, token);
  if (isWord(token, 'logfmt')) {
    tokens.expectWord('as');
    return { kind: 'parse', source, pattern: { kind: 'logfmt' }, names: [tokens.name()] };
  }
  if (isWord(token, 'csv')) {
    tokens.expectWord('as');
    return { kind: 'parse', source, pattern: { kind: 'csv' }, names: tokens.list(() => tokens.name()) };
  }
  if (isWord(token, 'json')) {
    throw new UnsupportedCommandError(tokens.query, token.start, 'parse json', 'use `jsonParse`.');
  }
  return tokens.unexpected(token, ['a quoted pattern', 'a `/regular expression/`', '`logfmt`', '`csv`']);
}

/** What follows `json`: `field=payload "user.name" as username`. */
export function jsonCommand(tokens: Tokens, expressions: Expressions): ParseCommand {
  tokens.expectWord('field');
  tokens.expectSymbol('=');
  const source = expressions.primary();
  const path = tokens.next();
  if (path.kind !== 'string') return tokens.unexpected(path, ['a quoted path']);
  tokens.expectWord('as');
  return { kind: 'parse', source, pattern: { kind: 'json', path: path.text }, names: [tokens.name()] };
}

function byGlob(tokens: Tokens, source: Expression, token: Token): ParseCommand {
  const literals = token.text.split('*');
  const wildcards = literals.length - 1;
  if (wildcards === 0) tokens.fail(token.start, 'The pattern has no wildcard.', ['a `*` in it']);
  tokens.expectWord('as');
  const names = namesFor(tokens, wildcards, `The pattern has ${count(wildcards, 'wildcard')}`);
  return { kind: 'parse', source, pattern: { kind: 'glob', literals }, names };
}

function byRegex(tokens: Tokens, source: Expression, regex: Regex, start: number): ParseCommand {
  const multi = tokens.takeWord('multi');
  const size = regex.groupNames.length;
  const names = tokens.takeWord('as')
    ? namesFor(tokens, size, `The regular expression has ${count(size, 'group')}`)
    : undefined;
  const after = tokens.peek();
  if (isWord(after, 'multi')) {
    tokens.fail(after.start, '`multi` cannot stand after names.', ['`multi` right after the expression']);
  }
  const groups = regex.groupNames.flatMap((name, index) => (names || name ? [index + 1] : []));
  if (groups.length === 0) {
    tokens.fail(start, 'The regular expression names no group.', ['a group like `(?<name>…)`']);
  }
  return {
    kind: 'parse',
    source,
    pattern: { kind: 'regex', regex, groups, multi },
    names: names ?? groups.map((group) => ({ text: regex.groupNames[group - 1]!, start })),
  };
}

function namesFor(tokens: Tokens, wanted: number, what: string): Name[] {
  const { start } = tokens.peek();
  const names = tokens.list(() => tokens.name());
  if (names.length === wanted) return names;
  const are = names.length === 1 ? 'is' : 'are';
  return tokens.fail(start, `${what}, but there ${are} ${count(names.length, 'name')}.`, [
    count(wanted, 'name'),
  ]);
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
