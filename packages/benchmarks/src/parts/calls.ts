import type { CallTimes } from '../calls/peer.js';
import { type Program, program, type Running } from '../program.js';
import { type Rounds, roundsOf } from '../rounds.js';
import { estimate, median, shuffled } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

const OURS = [
  'needs-retry, nobody listens',
  'needs-retry, a handler on every attempt',
  'needs-retry, line and EMF',
] as const;
const WRITTEN = OURS[2];
const BY_HAND = 'written by hand, line and EMF';

/** A whole SDK call, under ourselves, our floor and our peers. */
export async function calls(): Promise<readonly Table[]> {
  const own = await ownMeasurements();
  const peers = await peerTimes();
  const names = Object.keys(peers);
  return [
    ...names.map((call) => ownTable(call, own)),
    ...names.map((call) => peerTable(call, peers[call]!)),
    {
      title: 'The goals of a call',
      rows: names.map((call) => goalRow(call, own[WRITTEN]!.times[call]!, peers[call]!)),
    },
  ];
}

type ByCall = Readonly<Record<string, Rounds>>;

/** By the variant of ours that was there. */
type Own = Readonly<Record<string, { readonly times: ByCall; readonly bytes: ByCall }>>;

async function ownMeasurements(): Promise<Own> {
  const calls = await program('calls');
  const own: Record<string, Own[string]> = {};
  // Larger than what a batch allocates, so that the collector does not run in it. It changes times, not bytes.
  const nodeArgs = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
  for (const name of OURS) {
    own[name] = {
      times: await calls.run<ByCall>({ output: '/dev/null', args: ['time', name] }),
      bytes: await calls.run<ByCall>({ output: '/dev/null', args: ['bytes', name], nodeArgs }),
    };
  }
  calls.remove();
  return own;
}

/** The floors are those of the run with what we write. */
function ownTable(call: string, own: Own): Table {
  const floors = Object.keys(own[WRITTEN]!.times[call]!).filter((name) => name !== WRITTEN);
  return {
    title: `${call}: added to a call of ${microseconds(own[WRITTEN]!.times[call]!.bare!)} µs, in turns in one process`,
    rows: [...floors, ...OURS].map((name) => {
      const { times, bytes } = own[name] ?? own[WRITTEN]!;
      return {
        variant: name,
        ...timesRow(times[call]!, name),
        'bytes allocated': Math.round(median(added(bytes[call]!, name))),
      };
    }),
  };
}

function peerTable(call: string, times: Rounds): Table {
  return {
    title: `${call}: added to a call of ${microseconds(times.bare!)} µs, in processes that take turns`,
    rows: Object.keys(times).map((name) => ({ subject: name, ...timesRow(times, name) })),
  };
}

function timesRow(times: Rounds, name: string): Table['rows'][number] {
  const bare = median(times.bare!);
  return { ...spread(added(times, name), 'µs'), '× bare': ratio(bare + median(added(times, name)), bare) };
}

function microseconds(nanoseconds: readonly number[]): number {
  return Math.round(median(nanoseconds) / 1_000);
}

function goalRow(call: string, own: Rounds, peers: Rounds): Table['rows'][number] {
  const bare = median(own.bare!);
  const ours = estimate(added(own, WRITTEN));
  const cheapest = Math.min(...OBSERVERS.map((name) => median(added(peers, name))));
  return {
    call,
    'added, %': percent(ours.median, bare),
    'at least, %': percent(ours.low, bare),
    '% of the cheapest peer': percent(ours.median, cheapest),
    'at least, % of it': percent(ours.low, cheapest),
    '× by hand': ratio(ours.median, median(added(own, BY_HAND))),
  };
}

function added(times: Rounds, name: string): readonly number[] {
  return times[name]!.map((time, i) => time - times.bare![i]!);
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
  OpenTelemetry: ['calls-opentelemetry'],
  'X-Ray': ['calls-xray'],
  'Powertools Tracer': ['calls-powertools'],
};
const OBSERVERS = ['OpenTelemetry', 'X-Ray', 'Powertools Tracer'];

/** Some patch a package as it is loaded. */
const INSTALLED = ['@aws-sdk/client-*', '@opentelemetry/*', 'aws-xray-sdk-core', '@aws-lambda-powertools/*'];

async function peerTimes(): Promise<ByCall> {
  const programs = new Map<string, Program>();
  const running: (readonly [subject: string, process: Running])[] = [];
  for (const [subject, [name, ...args]] of Object.entries(SUBJECTS)) {
    const known = programs.get(name) ?? (await program(name, { external: INSTALLED }));
    programs.set(name, known);
    running.push([subject, known.start(args)]);
  }
  const times: Record<string, Record<string, number[]>> = {};
  for (let round = -roundsOf(6); round < roundsOf(24); round++) {
    for (const [subject, process] of shuffled(running)) {
      for (const [call, time] of Object.entries(await process.ask<CallTimes>())) {
        if (round < 0) continue;
        times[call] ??= Object.fromEntries(Object.keys(SUBJECTS).map((name) => [name, []]));
        times[call][subject]!.push(time);
      }
    }
  }
  for (const [, process] of running) process.end();
  for (const each of programs.values()) each.remove();
  return times;
}
