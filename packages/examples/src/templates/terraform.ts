import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import type { LogFormat, LogLevel, Runtime } from '@needs-retry/lambda-harness';
import { npmScript } from './command.js';
import type { Template } from './template.js';

/** A block may be there several times: each is a list. */
export type Configuration = {
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
};

type LambdaFunction = {
  readonly handler: string;
  readonly runtime: Runtime;
  readonly timeout: number;
  readonly logging_config: readonly [
    { readonly log_format: LogFormat; readonly application_log_level?: LogLevel },
  ];
  readonly environment: readonly [{ readonly variables: Readonly<Record<string, string>> }];
};

export async function readTerraform(folder: string): Promise<Configuration> {
  return (await parse('main.tf', readFileSync(join(folder, 'main.tf'), 'utf8'))) as Configuration;
}

/** The only function of a `main.tf`, whose file `npm run build` makes. */
export async function terraform(folder: string): Promise<Template> {
  const { resource, data } = await readTerraform(folder);
  const [fn] = Object.values(resource.aws_lambda_function!)[0] as readonly [LambdaFunction];
  const [archive] = Object.values(data.archive_file!)[0] as readonly [{ readonly source_file: string }];
  const [{ log_format, application_log_level }] = fn.logging_config;
  return {
    settings: {
      handler: fn.handler,
      runtime: fn.runtime,
      timeoutMs: fn.timeout * 1_000,
      logFormat: log_format,
      ...(application_log_level && { logLevel: application_log_level }),
      env: Object.fromEntries(
        Object.entries(fn.environment[0].variables).map(([name, value]) => [name, named(value)]),
      ),
    },
    build(copy) {
      npmScript(copy, 'build');
      return join(archive.source_file.replace(/^\$\{path\.module\}/, copy), '..');
    },
  };
}

/** A resource is named as the configuration calls it: `${aws_s3_bucket.receipts.bucket}` is `receipts`. */
function named(value: string): string {
  return value.replace(/^\$\{\w+\.(\w+)\.\w+\}$/, '$1');
}
