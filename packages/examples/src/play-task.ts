import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { localAws, startUnreliableServices } from '@needs-retry/fixtures';
import { nodeBinary } from '@needs-retry/lambda-harness';
import type { Tally } from '@needs-retry/testing';
import { startAgent } from './agent.js';
import { examplesFolder, type TaskExample } from './examples.js';
import { provide } from './provide.js';
import { readCloudFormation, resourceOf } from './templates/cloudformation.js';
import { npmScript } from './templates/command.js';
import { variableOf } from './templates/template.js';

export type PlayedTask = {
  readonly stdout: readonly string[];
  /** What the agent was sent. */
  readonly documents: readonly string[];
  readonly seen: readonly Tally[];
};

/** Builds a task by `npm run build`, and runs its first container as its template says. */
export async function playTask({ folder: source, faults }: TaskExample): Promise<PlayedTask> {
  const folder = mkdtempSync(join(tmpdir(), 'needs-retry-example-'));
  const [proxy, agent] = await Promise.all([startUnreliableServices({ script: faults }), startAgent()]);
  try {
    cpSync(join(examplesFolder, source), folder, { recursive: true });
    npmScript(folder, 'build');
    const variables = environmentOf(folder);
    await provide(variables, proxy.behind);
    const { AWS_LAMBDA_FUNCTION_NAME, ...env } = localAws('none', proxy);

    const { stdout } = await promisify(execFile)(nodeBinary('nodejs24.x'), [programOf(folder)], {
      env: {
        ...env,
        ...variables,
        AWS_EMF_AGENT_ENDPOINT: agent.endpoint,
        // ECS sets it. Without an answer from there, aws-embedded-metrics leaves the task's names out.
        ECS_CONTAINER_METADATA_URI: 'none',
      },
    });
    const lines = stdout.trimEnd().split('\n');
    return { stdout: lines, documents: await agent.documents(), seen: proxy.tally() };
  } finally {
    await Promise.all([proxy.stop(), agent.stop()]);
    rmSync(folder, { recursive: true });
  }
}

type Container = { readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[] };

function environmentOf(folder: string): Record<string, string> {
  const { Properties = {} } = resourceOf(
    readCloudFormation(join(folder, 'template.yaml')),
    'AWS::ECS::TaskDefinition',
  );
  const [container] = Properties.ContainerDefinitions as readonly [Container];
  return Object.fromEntries(container.Environment.map(({ Name, Value }) => [Name, variableOf(Value)]));
}

/** What the Dockerfile takes from the build. */
function programOf(folder: string): string {
  const file = /^COPY --from=build \/app\/(\S+)/m.exec(readFileSync(join(folder, 'Dockerfile'), 'utf8'))?.[1];
  if (file === undefined) throw new Error('Expected a Dockerfile that copies a file from /app of the build.');
  return join(folder, file);
}
