import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rounds } from '../rounds.js';
import { type Bundle, bundle } from '../start/bundles.js';
import { FORMATS, type Format, importTimes } from '../start/import-times.js';
import { install } from '../start/installed.js';
import { spread, type Table } from '../table.js';

/** What an import costs a process that begins: of a bundle, of what is installed, and inside a function. */
export async function start(): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for (const format of FORMATS) tables.push(await ofBundles(format));
  tables.push(...(await ofInstalled()));
  for (const format of FORMATS) tables.push(await ofFunctions(format));
  return tables;
}

const FROM_BUNDLES: Readonly<Record<string, string>> = {
  'an empty module': '',
  'an empty module, again': '',
  'needs-retry, with client-s3': "export { observeS3 } from '@needs-retry/client-s3';",
  'Powertools Metrics': "export { Metrics } from '@aws-lambda-powertools/metrics';",
  'aws-embedded-metrics': "export { createMetricsLogger } from 'aws-embedded-metrics';",
  OpenTelemetry: "export { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';",
  'Powertools Tracer': "export { Tracer } from '@aws-lambda-powertools/tracer';",
};

function ofBundles(format: Format): Promise<Table> {
  const title = `Imported from a bundle (${format}), added to an empty module`;
  return ofSources(title, format, FROM_BUNDLES);
}

const CLIENT = `import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
const s3 = new S3Client({ region: 'eu-west-1' });
export const handler = () => s3.send(new HeadObjectCommand({ Bucket: 'photos', Key: 'k' }));`;
const FUNCTIONS: Readonly<Record<string, string>> = {
  'the S3 client alone': CLIENT,
  'the S3 client alone, again': CLIENT,
  'observed by needs-retry': `import { observeS3 } from '@needs-retry/client-s3';${CLIENT}observeS3(s3);`,
  'Powertools Metrics beside it': `import { Metrics } from '@aws-lambda-powertools/metrics';${CLIENT}
export const metrics = new Metrics({ namespace: 'NeedsRetry' });`,
  'aws-embedded-metrics beside it': `${CLIENT}export { createMetricsLogger } from 'aws-embedded-metrics';`,
};

function ofFunctions(format: Format): Promise<Table> {
  const title = `A function (${format}) with the S3 client in its bundle, added by what is beside it`;
  return ofSources(title, format, FUNCTIONS);
}

async function ofSources(
  title: string,
  format: Format,
  sources: Readonly<Record<string, string>>,
): Promise<Table> {
  return inDirectory(async (directory) => {
    const bundles: Record<string, Bundle> = {};
    for (const [name, source] of Object.entries(sources)) {
      const file = `module-${Object.keys(bundles).length}`;
      bundles[name] = await bundle(directory, file, format, source);
    }
    const specifiers = Object.fromEntries(
      Object.entries(bundles).map(([name, { specifier }]) => [name, specifier]),
    );
    const times = await importTimes(directory, format, specifiers);
    const [floor] = Object.keys(sources);
    const gzipped = (name: string) => bundles[name]!.gzipped - bundles[floor!]!.gzipped;
    return table(title, times, (name) => ({ 'bytes gzipped': gzipped(name) }));
  });
}

const INSTALLED: Readonly<Record<string, string>> = {
  'two empty packages': 'empty-outer',
  'an empty package': 'empty-inner',
  'needs-retry, core and client-s3': '@needs-retry/client-s3',
  'Powertools Metrics': '@aws-lambda-powertools/metrics',
  'aws-embedded-metrics': 'aws-embedded-metrics',
  OpenTelemetry: '@opentelemetry/instrumentation-aws-sdk',
  'Powertools Tracer': '@aws-lambda-powertools/tracer',
};

function ofInstalled(): Promise<readonly Table[]> {
  return inDirectory(async (directory) => {
    install(directory, Object.values(INSTALLED).slice(3));
    const tables: Table[] = [];
    for (const format of FORMATS) {
      const times = await importTimes(directory, format, INSTALLED);
      tables.push(table(`Imported as installed (${format}), added to two empty packages`, times));
    }
    return tables;
  });
}

/** Each beside the first. */
function table(
  title: string,
  times: Rounds,
  more: (name: string) => Record<string, number> = () => ({}),
): Table {
  const [floor] = Object.values(times);
  return {
    title: `${title}, in fresh processes`,
    rows: Object.entries(times).map(([name, values]) => ({
      module: name,
      ...spread(
        values.map((time, i) => time - floor![i]!),
        'ms',
      ),
      ...more(name),
    })),
  };
}

async function inDirectory<T>(act: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'needs-retry-bench-'));
  try {
    return await act(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
