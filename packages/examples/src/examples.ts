import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from '@needs-retry/lambda-harness';
import type { FaultScript } from '@needs-retry/testing';
import { durableInvocation, startDurableService } from './durable-service.js';
import { awsCli } from './templates/aws-cli.js';
import { cdk } from './templates/cdk.js';
import { type Resource, yamlOfReadme } from './templates/cloudformation.js';
import { sam } from './templates/sam.js';
import { type Service as ServerlessService, serverless } from './templates/serverless.js';
import type { Template } from './templates/template.js';
import { terraform } from './templates/terraform.js';

/** A function of `docs/examples`, and what happens when it is played. */
export type Example = {
  readonly name: string;
  /** In `docs/examples`. */
  readonly folder: string;
  readonly template: (folder: string) => Template | Promise<Template>;
  /** Which SDK it runs on: one in its bundle, or that of the runtime. */
  readonly sdk: Sdk;
  /** What it is invoked with. */
  readonly event: unknown;
  readonly result: unknown;
  readonly faults: FaultScript;
  /** What it needs beside S3 and DynamoDB. */
  readonly service?: () => Promise<Service>;
};

export type Sdk = 'bundled' | 'runtime';

/** A task of ECS in `docs/examples`, with the CloudWatch agent beside it. */
export type TaskExample = Pick<Example, 'name' | 'folder' | 'faults'>;

export type Service = { readonly env: Readonly<Record<string, string>>; stop(): Promise<void> };

export const examplesFolder = join(packageDirectory('examples'), '..', '..', 'docs', 'examples');

const order = { orderId: 'o-1' };
const saved = { event: order, result: { saved: 'o-1' } };

export const examples: readonly Example[] = [
  { name: 'SAM', folder: 'sam', template: sam, sdk: 'bundled', ...saved, faults: throttledOnce('PutItem') },
  {
    name: 'SAM, without the SDK',
    folder: 'sam',
    template: (folder) => sam(folder, yamlOfReadme(folder) as Resource['Metadata']),
    sdk: 'runtime',
    ...saved,
    faults: throttledOnce('PutItem'),
  },
  { name: 'CDK', folder: 'cdk', template: cdk, sdk: 'bundled', ...saved, faults: throttledOnce('PutItem') },
  {
    name: 'Serverless Framework',
    folder: 'serverless',
    template: serverless,
    sdk: 'runtime',
    ...saved,
    faults: throttledOnce('PutObject'),
  },
  {
    name: 'Serverless Framework, with the SDK',
    folder: 'serverless',
    template: (folder) => serverless(folder, yamlOfReadme(folder) as Partial<ServerlessService>),
    sdk: 'bundled',
    ...saved,
    faults: throttledOnce('PutObject'),
  },
  {
    name: 'Terraform',
    folder: 'terraform',
    template: terraform,
    sdk: 'bundled',
    ...saved,
    faults: throttledOnce('PutObject'),
  },
  ...(
    [
      ['build', 'bundled'],
      ['build:runtime-sdk', 'runtime'],
    ] as const
  ).map(([script, sdk]) => ({
    name: `zip file, ${script}`,
    folder: 'zip',
    template: awsCli(script),
    sdk,
    ...saved,
    faults: throttledOnce('PutItem', 'PutObject'),
  })),
  {
    name: 'Powertools and middy',
    folder: 'powertools-middy',
    template: sam,
    sdk: 'bundled',
    ...saved,
    faults: throttledOnce('PutItem'),
  },
  {
    name: 'durable functions',
    folder: 'durable-functions',
    template: sam,
    sdk: 'bundled',
    event: durableInvocation(order),
    result: { Status: 'SUCCEEDED', Result: JSON.stringify({ placed: 'o-1' }) },
    faults: throttledOnce('PutObject'),
    service: startDurableService,
  },
];

export const taskExample: TaskExample = {
  name: 'ECS with the CloudWatch agent',
  folder: 'ecs-cloudwatch-agent',
  faults: throttledOnce('PutObject'),
};

/** The folders of `docs/examples`. */
export function exampleFolders(): readonly string[] {
  return readdirSync(examplesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function throttledOnce(...names: readonly string[]): FaultScript {
  return ({ operation, attempt }) =>
    names.includes(operation) && attempt === 1 ? { kind: 'throttling' } : undefined;
}
