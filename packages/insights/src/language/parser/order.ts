import type { Command } from '../syntax.js';
import type { Tokens } from './tokens.js';

const MOST_STATS = 10;

export type PlacedCommand = { readonly command: Command; readonly start: number };

/**
 * Which commands may follow which. Gives the commands that count: a `sort` by time before the only `stats`
 * is accepted and has no effect.
 */
export function ordered(tokens: Tokens, placed: readonly PlacedCommand[]): Command[] {
  const kinds = placed.map(({ command }) => command.kind);
  const lastStats = Math.max(kinds.lastIndexOf('stats'), kinds.lastIndexOf('pattern'));
  const dedup = kinds.indexOf('dedup');
  let stats = 0;
  return placed.flatMap(({ command, start }, index) => {
    const { kind } = command;
    if (dedup >= 0 && index > dedup && (command.kind !== 'limit' || command.which === 'last')) {
      tokens.fail(start, 'After `dedup` only `limit` may stand.', ['`limit`']);
    }
    if (gathers(kind) && ++stats > MOST_STATS) {
      tokens.fail(start, `A query has at most ${MOST_STATS} \`stats\` commands.`);
    }
    if (index > lastStats || (kind !== 'sort' && kind !== 'limit')) return [command];
    const isOnly = kinds.filter(gathers).length === 1;
    if (!isOnly || !isByTime(command)) {
      tokens.fail(start, `\`${kind}\` may not stand before the last \`${kinds[lastStats]}\`.`, [
        `\`${kind}\` after it`,
      ]);
    }
    const message = `\`sort\` before \`${kinds[lastStats]}\` has no effect: sort the rows after it.`;
    tokens.notes.push({ kind: 'sort-without-effect', message });
    return [];
  });
}

function gathers(kind: Command['kind']): boolean {
  return kind === 'stats' || kind === 'pattern';
}

/** Order in time is the only one that people sort by before a `stats` and see work. */
function isByTime(command: Command): boolean {
  return (
    command.kind === 'sort' &&
    command.keys.every(({ expression }) => expression.kind === 'field' && expression.name === '@timestamp')
  );
}
