import { differs } from '@needs-retry/service-contract';
import type { Found } from '../../part.js';
import type { Streaming } from './operations.js';
import { comparable, type Read, readAll } from './read.js';
import { recording } from './recording.js';
import type { Beginner } from './server.js';

/** Why an answer ends in the middle. */
const ENDINGS = ['the reader aborts', 'the service hangs up'] as const;
type Ending = (typeof ENDINGS)[number];

/** An operation of a version of the SDK, and what begins to answer it. */
export interface Stage {
  readonly streaming: Streaming;
  readonly server: Beginner;
  // biome-ignore lint/suspicious/noExplicitAny: clients differ between versions, and must all fit
  makeClient(): any;
  makeCommand(): object;
}

/** A play is one ending. */
export async function playEndings(stage: Stage): Promise<Found> {
  const failures: string[] = [];
  for (const ending of ENDINGS) {
    const problems = await problemsOf(ending, stage);
    if (problems.length > 0) failures.push(`${ending}: ${problems.join('; ')}`);
  }
  return { played: ENDINGS.length, failures };
}

/** The reader gets what it gets without us, and the events say what happened. */
async function problemsOf(ending: Ending, stage: Stage): Promise<readonly string[]> {
  const { service, isWatched } = stage.streaming;
  const { observer, events } = recording();
  const read = await readTo(ending, stage, service.observe(stage.makeClient(), observer));
  const plain = await readTo(ending, stage, stage.makeClient());
  const isFailure = isWatched && ending === 'the service hangs up';
  const told = events.flatMap((event) => (event.kind === 'stream-error' ? [event.error] : []));
  return [
    ...differs('read', comparable(read), comparable(plain)),
    ...differs(
      'events',
      events.map(({ kind }) => kind),
      expectedKinds(isFailure),
    ),
    ...(told.every((error) => error === read.error) ? [] : ['reports another error']),
  ];
}

/** The call itself was well: it was over when its answer began. */
function expectedKinds(isFailure: boolean): readonly string[] {
  return ['needs-retry', 'after-call', ...(isFailure ? ['stream-error'] : [])];
}

async function readTo(
  ending: Ending,
  { streaming, server, makeCommand }: Stage,
  client: ReturnType<Stage['makeClient']>,
): Promise<Read> {
  const reader = new AbortController();
  const output = await client.send(makeCommand(), { abortSignal: reader.signal });
  const end = {
    'the reader aborts': () => reader.abort(),
    'the service hangs up': () => server.answer().destroy(),
  };
  const read = await readAll(output[streaming.member], end[ending]);
  client.destroy();
  return read;
}
