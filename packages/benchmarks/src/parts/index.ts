import type { Table } from '../table.js';
import { calls } from './calls.js';
import { documents } from './documents.js';
import { flight } from './flight.js';
import { frames } from './frames.js';
import { growth } from './growth.js';
import { insights } from './insights.js';
import { resolve } from './resolve.js';
import { response } from './response.js';
import { size } from './size.js';
import { start } from './start.js';
import { storm } from './storm.js';

export interface Part {
  /** Runs peers, floors and ours in turns. */
  measure(): Promise<readonly Table[]>;
  /** Packages whose versions belong to the results. */
  readonly versionsOf: readonly string[];
}

const NODES = ['node-22', 'node-24'];
const CLIENTS = ['@aws-sdk/client-dynamodb', '@aws-sdk/client-s3'];
const EMF = ['@aws-lambda-powertools/metrics', 'aws-embedded-metrics'];

/** The parts of the benchmark by name. */
export const PARTS: Readonly<Record<string, Part>> = {
  calls: {
    measure: calls,
    versionsOf: [
      ...NODES,
      ...CLIENTS,
      '@opentelemetry/instrumentation-aws-sdk',
      '@opentelemetry/sdk-trace-node',
      'aws-xray-sdk-core',
      '@aws-lambda-powertools/tracer',
    ],
  },
  resolve: { measure: resolve, versionsOf: [...CLIENTS, ...NODES] },
  frames: { measure: frames, versionsOf: NODES },
  documents: { measure: documents, versionsOf: EMF },
  flight: { measure: flight, versionsOf: ['@aws-sdk/client-dynamodb', ...NODES] },
  growth: { measure: growth, versionsOf: ['@aws-sdk/client-dynamodb'] },
  insights: { measure: insights, versionsOf: ['@duckdb/node-api'] },
  response: { measure: response, versionsOf: [] },
  start: {
    measure: start,
    versionsOf: [
      '@aws-sdk/client-s3',
      ...EMF,
      '@opentelemetry/instrumentation-aws-sdk',
      '@aws-lambda-powertools/tracer',
    ],
  },
  storm: { measure: storm, versionsOf: [] },
  size: { measure: size, versionsOf: ['esbuild'] },
};
