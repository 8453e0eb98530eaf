import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAws, startUnreliableServices } from '@needs-retry/fixtures';
import {
  availableRuntimes,
  type EmfEvent,
  type Invocation,
  type Runtime,
  startFunction,
} from '@needs-retry/lambda-harness';
import type { Tally } from '@needs-retry/testing';
import { deploy } from './deploy.js';
import { type Example, examplesFolder, type Sdk } from './examples.js';
import { provide } from './provide.js';

export type Played = {
  readonly invocation: Invocation;
  readonly sdk: Sdk;
  /** The messages of the function's log stream, without those of the platform. */
  readonly log: readonly string[];
  readonly emf: readonly EmfEvent[];
  /** What reached the servers. */
  readonly seen: readonly Tally[];
};

/** Builds an example as its template says, in a folder of its own, and invokes it once in its runtime. */
export async function play({ folder: source, template, event, faults, service }: Example): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-example-'));
  const proxy = await startUnreliableServices({ script: faults });
  const beside = await service?.();
  try {
    const copy = join(folder, 'example');
    cpSync(join(examplesFolder, source), copy, { recursive: true });
    const { settings, build } = await template(copy);
    const { handlerFile, sdk, env } = deploy(build(copy), settings.handler, folder);
    await provide(settings.env, proxy.behind);

    const fn = await startFunction({
      ...settings,
      runtime: availableFor(settings.runtime),
      // Fit for a machine at ten times its load.
      timeoutMs: 10 * settings.timeoutMs,
      handlerFile,
      handlerName: settings.handler.replace(/^.*\./, ''),
      env: { ...env, ...localAws(source, proxy), ...beside?.env, ...settings.env },
    });
    const invocation = await fn.invoke(event);
    await fn.stop();
    const events = fn.logEvents().filter(({ source }) => source !== 'platform');
    const log = events.map(({ message }) => message);
    return { invocation, sdk, log, emf: fn.emfEvents(), seen: proxy.tally() };
  } finally {
    await Promise.all([proxy.stop(), beside?.stop()]);
    rmSync(folder, { recursive: true });
  }
}

/** Beside Linux on x64 there is only the Node.js that runs this. */
function availableFor(runtime: Runtime): Runtime {
  const available = availableRuntimes();
  return available.includes(runtime) ? runtime : available.at(-1)!;
}
