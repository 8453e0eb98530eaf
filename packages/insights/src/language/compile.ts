import { Ordering } from './compile/ordering.js';
import { addPattern } from './compile/pattern.js';
import { Pipeline } from './compile/pipeline.js';
import type { Column, Program } from './compile/program.js';
import { addStats } from './compile/stats.js';
import { addColumns, addFilter, addParse, addUnnest } from './compile/steps.js';
import type { QueryWindow } from './expression/surroundings.js';
import type { Command, Query } from './syntax.js';

const DEFAULT_LIMIT = 10_000;

/** Resolves the names of a query and makes its commands into functions. */
export function compileQueryText(
  text: string,
  { commands }: Query,
  window: QueryWindow,
  limit: number | undefined,
): Program {
  const pipeline = new Pipeline(text, window);
  const ordering = new Ordering(pipeline);
  for (const command of commands) add(command, pipeline, ordering);
  const columns = columnsOf(pipeline);
  // The limit of the query replaces the default; the caller's own limit holds in any case.
  const hasLimit = commands.some(({ kind }) => kind === 'limit');
  const most = hasLimit ? Number.POSITIVE_INFINITY : DEFAULT_LIMIT;
  const count = Math.min(limit ?? Number.POSITIVE_INFINITY, most);
  if (pipeline.hasSteps || ordering.isOpen || pipeline.isFirstStage || Number.isFinite(count)) {
    ordering.limit(count, 'first');
  }
  return {
    stages: pipeline.stages,
    columns,
    requirements: pipeline.requirements,
    needsTime: pipeline.events.usesTime,
    newestFirst: ordering.isNewestFirst,
    match: pipeline.match,
    slots: pipeline.events.size,
  };
}

function add(command: Command, pipeline: Pipeline, ordering: Ordering): void {
  switch (command.kind) {
    case 'fields':
      pipeline.fields.push(...addColumns(pipeline, command.columns));
      return;
    case 'display':
      pipeline.display = addColumns(pipeline, command.columns);
      return;
    case 'filter':
      addFilter(pipeline, command.condition);
      return;
    case 'parse':
      addParse(pipeline, command);
      return;
    case 'unnest':
      addUnnest(pipeline, command.source, command.name);
      return;
    case 'stats':
      addStats(pipeline, command);
      return;
    case 'pattern':
      addPattern(pipeline, command.source);
      return;
    case 'sort':
      ordering.sort(command);
      return;
    case 'dedup':
      ordering.dedup(command);
      return;
    case 'limit':
      ordering.limit(command.count, command.which);
      return;
  }
}

/** What rows show: each name once, and where the query names none, the time and the message. */
function columnsOf(pipeline: Pipeline): readonly Column[] {
  const byName = new Map((pipeline.display ?? pipeline.fields).map((column) => [column.name, column]));
  if (byName.size > 0) return [...byName.values()];
  return ['@timestamp', '@message'].map((name) => ({
    name,
    read: pipeline.compile({ kind: 'field', name, start: 0, end: 0 }),
  }));
}
