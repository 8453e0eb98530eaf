import { program } from '../program.js';
import { type Rounds, roundsOf } from '../rounds.js';
import { median } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

interface Growth {
  readonly title: string;
  readonly levels: readonly number[];
  /** How many processes measure each level. */
  readonly processes: number;
}

const GROWTHS: Readonly<Record<string, Growth>> = {
  concurrent: {
    title: 'calls at once, in the stack of the frames alone: added to a call',
    levels: [1, 10, 100, 1_000, 10_000],
    processes: 3,
  },
  calls: {
    title: 'calls at once, with the real client, a tenth of them retried once: added to a call, line and EMF',
    levels: [1, 10, 100, 1_000, 10_000],
    processes: 1,
  },
  clients: {
    title: 'clients in turns, in the stack of the frames alone: added to a call',
    levels: [1, 4, 16, 64],
    processes: 3,
  },
  handlers: {
    title: 'handlers of every attempt, in the stack of the frames alone: added to a call',
    levels: [0, 1, 10, 100],
    processes: 3,
  },
  properties: {
    title: 'properties, in the stack of the frames alone: added to a call with one retry, line and EMF',
    levels: [0, 1, 10, 50],
    processes: 3,
  },
};

/** What a call costs where there is more: more calls at once, clients, handlers, properties. */
export async function growth(): Promise<readonly Table[]> {
  const growth = await program('growth');
  const tables: Table[] = [];
  for (const [name, { title, levels, processes }] of Object.entries(GROWTHS)) {
    const byLevel = new Map<number, Rounds[]>(
      levels.slice(0, roundsOf(levels.length)).map((level) => [level, []]),
    );
    for (let i = 0; i < roundsOf(processes); i++) {
      for (const [level, rounds] of byLevel) {
        rounds.push(await growth.run<Rounds>({ output: '/dev/null', args: [name, String(level)] }));
      }
    }
    tables.push(table(title, byLevel));
  }
  growth.remove();
  return tables;
}

function table(title: string, byLevel: ReadonlyMap<number, readonly Rounds[]>): Table {
  const levels = [...byLevel].map(([level, rounds]) => {
    const bare = rounds.flatMap((times) => times.bare!);
    const ours = rounds.flatMap((times) => times.ours!);
    return { level, bare: median(bare), ours: median(ours), added: ours.map((time, i) => time - bare[i]!) };
  });
  const [first] = levels;
  return {
    title: `More ${title}`,
    rows: levels.map(({ level, bare, ours, added }) => ({
      'how many': level,
      bare: Math.round(bare),
      ...spread(added),
      '× the first row': ratio(median(added), median(first!.added)),
      'the whole call, × the first row': ratio(ours, first!.ours),
    })),
  };
}
