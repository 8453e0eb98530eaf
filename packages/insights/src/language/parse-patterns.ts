import { structureOf } from './functions/json.js';
import { matchGlob } from './glob.js';
import { atPath } from './json-fields.js';
import type { ParsePattern } from './syntax.js';
import { fromJson, Structure, textOf, type Value } from './value.js';

/** What a `parse` finds in a value: one list of field values for each match, none where nothing matches. */
export function matchesOf(
  pattern: ParsePattern,
  names: number,
): (value: Value) => readonly (readonly Value[])[] {
  switch (pattern.kind) {
    case 'glob': {
      const { literals } = pattern;
      return ofText((text) => {
        const captures = matchGlob(literals, text);
        return captures ? [captures] : NONE;
      });
    }
    case 'regex': {
      const { regex, groups, multi } = pattern;
      return ofText((text) => {
        if (multi) return regex.execAll(text).map((match) => groups.map((group) => match[group]));
        const match = regex.exec(text);
        return match ? [groups.map((group) => match[group])] : NONE;
      });
    }
    case 'logfmt':
      return ofText((text) => [[new Structure(logfmt(text))]]);
    case 'csv':
      return ofText((text) => [csv(text).slice(0, names)]);
    case 'json': {
      const { path } = pattern;
      return (value) => {
        const found = fromJson(atPath(structureOf(value)?.json, path));
        return found === undefined ? NONE : [[found]];
      };
    }
  }
}

const NONE: readonly (readonly Value[])[] = [];

function ofText(
  find: (text: string) => readonly (readonly Value[])[],
): (value: Value) => readonly (readonly Value[])[] {
  return (value) => {
    const text = textOf(value);
    return text === undefined ? NONE : find(text);
  };
}

function logfmt(text: string): Record<string, string> {
  const pairs = text.matchAll(/([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g);
  return Object.fromEntries(
    [...pairs].map(([, key, quoted, bare]) => [key!, quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '']),
  );
}

/** One record of comma-separated values, quoted or not. */
function csv(text: string): string[] {
  const values: string[] = [];
  const cell = /\s*(?:"((?:[^"]|"")*)"[^,]*|([^,]*))(,|$)/y;
  while (cell.lastIndex <= text.length) {
    const match = cell.exec(text);
    if (!match) break;
    values.push(match[1]?.replaceAll('""', '"') ?? match[2]!.trimEnd());
    if (match[3] === '') break;
  }
  return values;
}
