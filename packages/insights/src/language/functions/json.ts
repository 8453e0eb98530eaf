import { fromJson, Structure, textOf, type Value } from '../value.js';
import { type ScalarFunction, takes } from './function.js';

export const jsonFunctions: Record<string, ScalarFunction> = {
  jsonparse: takes(1, 1, structureOf),
  jsonstringify: takes(1, 1, (value) =>
    value instanceof Structure ? JSON.stringify(value.json) : undefined,
  ),
  jsonarraysize: takes(1, 1, (value) => listOf(value)?.length),
  jsonarraycontains: takes(2, 2, (value, wanted) => {
    const text = textOf(wanted);
    return listOf(value)?.some((item) => text !== undefined && textOf(fromJson(item)) === text) ?? false;
  }),
};

/** The map or list that a value is, or that its text is the JSON of. */
export function structureOf(value: Value): Structure | undefined {
  if (value instanceof Structure) return value;
  const text = textOf(value);
  if (text === undefined || !/^\s*[[{]/.test(text) || isTooDeep(text)) return undefined;
  try {
    return new Structure(JSON.parse(text) as object);
  } catch {
    return undefined;
  }
}

/** What is nested as deeply as no log is could not be written again. */
const DEEPEST = 500;

function isTooDeep(text: string): boolean {
  if (text.length < DEEPEST) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index++;
      else inString = character !== '"';
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function listOf(value: Value): readonly unknown[] | undefined {
  const json = structureOf(value)?.json;
  return Array.isArray(json) ? json : undefined;
}
