import { LARGE_YOUNG_HEAP } from '../allocated.js';
import type { Measure, PerCall } from '../calls/peer.js';
import { type Node, nodes } from '../nodes.js';
import { type Program, program, type Running } from '../program.js';
import { addedBy, type Rounds, roundsOf } from '../rounds.js';
import { type Estimate, estimate, median, shuffled } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

const OURS = [
  'needs-retry, nobody listens',
  'needs-retry, a handler on every attempt',
  'needs-retry, line and EMF',
] as const;
const WRITTEN = OURS[2];
const BY_HAND = 'written by hand, line and EMF';
const PEER = 'OpenTelemetry';

type ByCall = Readonly<Record<string, Rounds>>;
type Measured = Readonly<Record<Measure, ByCall>>;

/**
 * A whole SDK call, under ourselves, our floor and our peers: all tables on the oldest Node.js, which is the slowest, and
 * what the goals are about on each.
 */
export async function calls(): Promise<readonly Table[]> {
  const tables: Table[] = [];
  const goals: Table['rows'][number][] = [];
  for (const [i, node] of nodes().entries()) {
    const own = await measureOurs(node, i === 0 ? OURS : [WRITTEN]);
    const peers = await measurePeers(node, i === 0 ? Object.keys(SUBJECTS) : ['bare', PEER]);
    const names = Object.keys(peers.time);
    if (i === 0) {
      tables.push(...names.map((call) => ourTable(call, own)));
      tables.push(...names.map((call) => peerTable(call, peers)));
    }
    goals.push(...names.map((call) => goalRow(node, call, own.get(WRITTEN)!, peers)));
  }
  return [...tables, { title: 'The goals of a call', rows: goals }];
}

/** By the variant of ours that took turns with the floors. */
type Ours = ReadonlyMap<string, Measured>;

async function measureOurs({ binary }: Node, variants: readonly string[]): Promise<Ours> {
  const calls = await program('calls');
  const ours = new Map<string, Measured>();
  for (const name of variants) {
    const options = { node: binary, output: '/dev/null' } as const;
    ours.set(name, {
      time: await calls.run<ByCall>({ ...options, args: ['time', name] }),
      bytes: await calls.run<ByCall>({ ...options, args: ['bytes', name], nodeArgs: LARGE_YOUNG_HEAP }),
    });
  }
  calls.remove();
  return ours;
}

/** The floors are those of the run with what we write. */
function ourTable(call: string, ours: Ours): Table {
  const written = ours.get(WRITTEN)!;
  const floors = Object.keys(written.time[call]!).filter((name) => name !== WRITTEN);
  return {
    title: `${call}: added to a call of ${microseconds(written.time[call]!)} µs, in turns in one process`,
    rows: [...floors, ...ours.keys()].map((name) => ({
      variant: name,
      ...columns(ours.get(name) ?? written, call, name),
    })),
  };
}

function peerTable(call: string, peers: Measured): Table {
  return {
    title: `${call}: added to a call of ${microseconds(peers.time[call]!)} µs, in processes that take turns`,
    rows: Object.keys(peers.time[call]!).map((name) => ({ subject: name, ...columns(peers, call, name) })),
  };
}

function columns(measured: Measured, call: string, name: string): Table['rows'][number] {
  const [times, bytes] = [measured.time[call]!, measured.bytes[call]!];
  const bare = median(times.bare!);
  return {
    ...spread(addedBy(times, name), 'µs'),
    '× bare': ratio(bare + median(addedBy(times, name)), bare),
    'bytes allocated': Math.round(median(addedBy(bytes, name))),
  };
}

function microseconds({ bare }: Rounds): number {
  return Math.round(median(bare!) / 1_000);
}

function goalRow(node: Node, call: string, ours: Measured, peers: Measured): Table['rows'][number] {
  const times = ours.time[call]!;
  const bare = median(times.bare!);
  const added = estimate(addedBy(times, WRITTEN));
  const byHand = estimate(addedBy(times, BY_HAND));
  const peer = estimate(addedBy(peers.time[call]!, PEER));
  const bytes = median(addedBy(ours.bytes[call]!, WRITTEN));
  return {
    call: `${call}, ${node.name}`,
    'added, %': percent(added.median, bare),
    'at least, %': percent(added.low, bare),
    'bytes allocated': Math.round(bytes),
    [`time, % of ${PEER}`]: ifSure(peer, percent(added.median, peer.median)),
    [`bytes, % of ${PEER}`]: percent(bytes, median(addedBy(peers.bytes[call]!, PEER))),
    '× by hand': ifSure(byHand, ratio(added.median, byHand.median)),
  };
}

/** A ratio to what may have taken no time says nothing. */
function ifSure({ low }: Estimate, ratio: number): number | string {
  return low > 0 ? ratio : '–';
}

function percent(part: number, whole: number): number {
  return Number(((100 * part) / whole).toFixed(1));
}

/** Program and argument of each subject. */
const SUBJECTS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  bare: ['calls-alone', 'bare'],
  'bare again': ['calls-alone', 'bare'],
  [WRITTEN]: ['calls-alone', 'ours'],
  'needs-retry in `withProperties`': ['calls-alone', 'withProperties'],
  [PEER]: ['calls-opentelemetry'],
  'X-Ray': ['calls-xray'],
  'Powertools Tracer': ['calls-powertools'],
};

/** Some patch a package as it is loaded. */
const INSTALLED = ['@aws-sdk/client-*', '@opentelemetry/*', 'aws-xray-sdk-core', '@aws-lambda-powertools/*'];

async function measurePeers({ binary }: Node, subjects: readonly string[]): Promise<Measured> {
  const programs = new Map<string, Program>();
  for (const subject of subjects) {
    const [name] = SUBJECTS[subject]!;
    if (!programs.has(name)) programs.set(name, await program(name, { external: INSTALLED }));
  }
  const start = (nodeArgs: readonly string[]) =>
    subjects.map((subject) => {
      const [name, ...args] = SUBJECTS[subject]!;
      return [subject, programs.get(name)!.start({ node: binary, nodeArgs, args })] as const;
    });
  const measured = {
    time: await ofProcesses(15, () => askInTurns(start([]), 'time', 5)),
    bytes: await askInTurns(start(LARGE_YOUNG_HEAP), 'bytes', 10),
  };
  for (const each of programs.values()) each.remove();
  return measured;
}

/** Processes of one program differ, by more than a peer may add: each subject has as many, and each of them counts once. */
async function ofProcesses(wanted: number, ask: () => Promise<ByCall>): Promise<ByCall> {
  const all: ByCall[] = [];
  while (all.length < roundsOf(wanted)) all.push(await ask());
  return mapValues(all[0]!, (rounds, call) =>
    mapValues(rounds, (_, subject) => all.map((each) => median(each[call]![subject]!))),
  );
}

function mapValues<A, B>(
  values: Readonly<Record<string, A>>,
  map: (value: A, key: string) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value, key)]));
}

type Subject = readonly [name: string, process: Running];

async function askInTurns(running: readonly Subject[], measure: Measure, rounds: number): Promise<ByCall> {
  const measured: Record<string, Record<string, number[]>> = {};
  for (let round = -roundsOf(6); round < roundsOf(rounds); round++) {
    for (const [subject, process] of shuffled(running)) {
      for (const [call, value] of Object.entries(await process.ask<PerCall>(measure))) {
        if (round < 0) continue;
        measured[call] ??= Object.fromEntries(running.map(([name]) => [name, []]));
        measured[call][subject]!.push(value);
      }
    }
  }
  for (const [, process] of running) process.end();
  return measured;
}
