import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startOtlpReceiver } from './otlp-receiver.js';

let directory: string;
let program: string;

beforeAll(async () => {
  // From here the SDK and OpenTelemetry are found.
  directory = await mkdtemp(join(__dirname, '..', 'node_modules', '.program-'));
  program = join(directory, 'program.cjs');
  await build({
    entryPoints: [join(__dirname, 'programs', 'instrumented.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The instrumentation finds what is loaded by its name.
    external: ['@aws-sdk/*', '@smithy/*', '@opentelemetry/*'],
    logLevel: 'silent',
  });
});

afterAll(() => rm(directory, { recursive: true }));

async function play(order: string) {
  const receiver = await startOtlpReceiver();
  try {
    const output = await new Promise<string>((resolve) => {
      const env = { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
      execFile(process.execPath, [program, receiver.endpoint, order], { env }, (_, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
    return { output, spans: receiver.spans(), metrics: receiver.metrics() };
  } finally {
    await receiver.stop();
  }
}

const call = { 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'rpc.method': 'ListBuckets' };
const region = { 'cloud.region': 'us-east-1' };
const ids = { 'aws.request_id': 'scripted-request-id', 'aws.extended_request_id': 'scripted-host-id' };
const delay = { 'aws_sdk.retry.delay': expect.any(Number) };
const throttling = { 'aws_sdk.error.class': 'throttling' };
const transient = { 'aws_sdk.error.class': 'transient' };

const spansOfCall = [
  { name: 'order', parent: undefined, attributes: {}, events: [] },
  {
    name: 'S3.ListBuckets',
    parent: 'order',
    // The instrumentation's own, whose names are not all those of the conventions.
    attributes: {
      ...call,
      ...region,
      'aws.request.id': 'scripted-request-id',
      'aws.request.extended_id': 'scripted-host-id',
      'http.response.status_code': 200,
    },
    events: [
      {
        name: 'aws_sdk.retry',
        attributes: {
          ...call,
          ...region,
          ...ids,
          'http.response.status_code': 500,
          'http.request.resend_count': 1,
          'error.type': 'InternalError',
          'aws_sdk.retry.cause': 'SlowDown',
          'aws_sdk.retry.cause_status_code': 503,
          ...throttling,
          ...delay,
        },
      },
      {
        name: 'aws_sdk.retry',
        attributes: {
          ...call,
          ...region,
          ...ids,
          'http.response.status_code': 200,
          'http.request.resend_count': 2,
          'aws_sdk.retry.cause': 'InternalError',
          'aws_sdk.retry.cause_status_code': 500,
          ...transient,
          ...delay,
        },
      },
    ],
  },
];

const metric = (name: string, unit: string, type: string, points: readonly unknown[]) => {
  return { scope: '@needs-retry/opentelemetry', name: `aws_sdk.client.${name}`, unit, type, points };
};
const retries = [
  [{ ...call, ...throttling }, 2],
  [{ ...call, ...transient }, 2],
];

test.each(['instrument-first', 'observe-first'])(
  'an OTLP receiver gets spans and metrics, %s',
  async (order) => {
    expect(await play(order)).toEqual({
      output: '',
      // Of a client that was observed by itself, and of one that `observeAll` found.
      spans: [...spansOfCall, ...spansOfCall],
      metrics: [
        metric('retries', '{retry}', 'counter', retries),
        metric('throttles', '{attempt}', 'counter', [[call, 2]]),
        metric('retry.delay', 's', 'histogram', retries),
      ],
    });
  },
);
