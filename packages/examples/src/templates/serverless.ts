import { join } from 'node:path';
import type { LogFormat, LogLevel, Runtime } from '@needs-retry/lambda-harness';
import { readYaml } from './cloudformation.js';
import { esbuild } from './command.js';
import { type Template, variablesOf } from './template.js';

export type Service = {
  readonly provider: {
    readonly runtime: Runtime;
    readonly timeout: number;
    readonly environment?: Readonly<Record<string, unknown>>;
    readonly logs?: {
      readonly lambda?: { readonly logFormat?: LogFormat; readonly applicationLogLevel?: LogLevel };
    };
  };
  readonly functions: Readonly<Record<string, { readonly handler: string }>>;
  readonly build?: { readonly esbuild?: Esbuild };
};

type Esbuild = {
  readonly minify?: boolean;
  readonly sourcemap?: boolean;
  readonly external?: readonly string[];
};

/**
 * The only function of a `serverless.yml`, built as Serverless Framework 4 does.
 *
 * @param changes what takes the place of the file's own
 */
export function serverless(folder: string, changes: Partial<Service> = {}): Template {
  const service = readYaml(join(folder, 'serverless.yml')) as Service;
  const { provider, functions, build } = { ...service, ...changes };
  const { logFormat = 'Text', applicationLogLevel } = provider.logs?.lambda ?? {};
  const { handler } = Object.values(functions)[0]!;
  return {
    settings: {
      handler,
      runtime: provider.runtime,
      timeoutMs: provider.timeout * 1_000,
      logFormat,
      ...(applicationLogLevel && { logLevel: applicationLogLevel }),
      env: variablesOf(provider.environment),
    },
    build(copy) {
      const path = handler.slice(0, handler.lastIndexOf('.'));
      esbuild(copy, [`${path}.ts`, ...argumentsOf(build?.esbuild), `--outfile=.serverless/build/${path}.js`]);
      return join(copy, '.serverless', 'build');
    },
  };
}

/** The framework leaves the SDK to the runtime, unless it is taken back by a pattern with `!`. */
function argumentsOf({ minify = false, sourcemap = true, external = [] }: Esbuild = {}): string[] {
  const bundlesSdk = external.includes(`!${SDK}`);
  return [
    '--bundle',
    '--platform=node',
    ...(minify ? ['--minify'] : []),
    ...(sourcemap ? ['--sourcemap'] : []),
    ...[...(bundlesSdk ? [] : [SDK]), ...external.filter((each) => !each.startsWith('!'))].map(
      (each) => `--external:${each}`,
    ),
  ];
}

const SDK = '@aws-sdk/*';
