import { QuerySyntaxError } from '../errors.js';
import { parsedOrigin, requirementsOf, UNKNOWN } from '../needles.js';
import { matchesOf } from '../parse-patterns.js';
import type { Row } from '../row.js';
import { type Expression, type Name, type Named, type ParseCommand, someExpression } from '../syntax.js';
import { fromJson, Structure, truthy } from '../value.js';
import type { Pipeline } from './pipeline.js';
import type { Column } from './program.js';

/** The columns of `fields` or `display`; one with an alias is a field from there on. */
export function addColumns(pipeline: Pipeline, columns: readonly Named[]): Column[] {
  const fresh: Name[] = [];
  return columns.map(({ expression, name, alias }) => {
    for (const known of fresh) checkPathInto(pipeline, expression, known.text);
    const read = pipeline.compile(expression);
    if (!alias) {
      if (expression.kind === 'field') pipeline.show(name);
      return { name, read };
    }
    fresh.push(alias);
    const origin = expression.kind === 'field' ? pipeline.origin(expression.name) : UNKNOWN;
    const slot = pipeline.define(alias, origin);
    pipeline.step((next) => (row) => {
      row.values[slot] = read(row);
      next(row);
    });
    return { name, read: (row) => row.values[slot] };
  });
}

export function addFilter(pipeline: Pipeline, condition: Expression): void {
  const holds = pipeline.compile(condition);
  if (pipeline.isFirstStage) {
    pipeline.requirements.push(...requirementsOf(condition, (name) => pipeline.origin(name)));
  }
  pipeline.step((next) => (row) => {
    if (truthy(holds(row))) next(row);
  });
}

export function addParse(pipeline: Pipeline, { source, pattern, names }: ParseCommand): void {
  const read = pipeline.compile(source);
  const origin = source.kind === 'field' ? pipeline.origin(source.name) : UNKNOWN;
  const slots = names.map((name) => pipeline.define(name, parsedOrigin(pattern, origin)));
  const find = matchesOf(pattern, names.length);
  pipeline.step((next) => (row) => {
    const matches = find(read(row));
    if (matches.length > 1) {
      for (const match of matches) {
        const copy = copyOf(row);
        for (let index = 0; index < slots.length; index++) copy.values[slots[index]!] = match[index];
        next(copy);
      }
      return;
    }
    const match = matches[0];
    for (let index = 0; index < slots.length; index++) row.values[slots[index]!] = match?.[index];
    next(row);
  });
}

export function addUnnest(pipeline: Pipeline, source: Expression, name: Name): void {
  const read = pipeline.compile(source);
  const slot = pipeline.define(name, UNKNOWN);
  pipeline.step((next) => (row) => {
    const value = read(row);
    const json = value instanceof Structure ? value.json : undefined;
    // Anything but a list is a list of one, also text that is the JSON of a list.
    const items = Array.isArray(json) ? json.map(fromJson) : [value];
    for (const item of items) {
      const copy = copyOf(row);
      copy.values[slot] = item;
      next(copy);
    }
  });
}

/** The service looks into what `jsonParse` gives only in a later command. */
function checkPathInto({ query }: Pipeline, expression: Expression, name: string): void {
  someExpression(expression, (inner) => {
    if (inner.kind !== 'field' || !inner.name.startsWith(`${name}.`)) return false;
    throw new QuerySyntaxError(query, inner.start, `\`${name}\` can be looked into after this command.`, [
      `\`${inner.name}\` in a \`fields\` of its own`,
    ]);
  });
}

function copyOf(row: Row): Row {
  return { event: row.event, values: row.values.slice(), scanned: row.scanned };
}
