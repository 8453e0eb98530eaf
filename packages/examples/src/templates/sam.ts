import { join } from 'node:path';
import type { LogFormat, LogLevel, Runtime } from '@needs-retry/lambda-harness';
import { type Resource, readCloudFormation, resourceOf } from './cloudformation.js';
import { esbuild } from './command.js';
import { type FunctionSettings, type Template, variablesOf } from './template.js';

type FunctionProperties = {
  readonly Handler: string;
  readonly Runtime: Runtime;
  readonly Timeout: number;
  readonly LoggingConfig?: { readonly LogFormat?: LogFormat; readonly ApplicationLogLevel?: LogLevel };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
};

type BuildOptions = Readonly<Record<string, string | boolean | readonly string[]>>;
type BuildProperties = BuildOptions & { readonly EntryPoints: readonly string[] };

/**
 * The function of a `template.yaml`, built as `sam build` does with `BuildMethod: esbuild`.
 *
 * @param metadata of the function, instead of the template's
 */
export function sam(folder: string, metadata?: Resource['Metadata']): Template {
  const { Properties, Metadata } = resourceOf(
    readCloudFormation(join(folder, 'template.yaml')),
    'AWS::Serverless::Function',
  );
  const properties = (metadata ?? Metadata)?.BuildProperties as BuildProperties;
  return {
    settings: settingsOf(Properties as unknown as FunctionProperties),
    build(copy) {
      esbuild(copy, [...properties.EntryPoints, ...argumentsOf(properties), '--outdir=artifacts']);
      return join(copy, 'artifacts');
    },
  };
}

function settingsOf({
  Handler,
  Runtime,
  Timeout,
  LoggingConfig,
  Environment,
}: FunctionProperties): FunctionSettings {
  const { LogFormat = 'Text', ApplicationLogLevel } = LoggingConfig ?? {};
  return {
    handler: Handler,
    runtime: Runtime,
    timeoutMs: Timeout * 1_000,
    logFormat: LogFormat,
    ...(ApplicationLogLevel && { logLevel: ApplicationLogLevel }),
    env: variablesOf(Environment?.Variables),
  };
}

/** What SAM's builder gives to esbuild: its defaults, and each property as the option of that name. */
function argumentsOf({ EntryPoints, ...properties }: BuildProperties): string[] {
  const options: BuildOptions = { Target: 'es2020', Format: 'cjs', Minify: true, ...properties };
  return [
    '--bundle',
    '--platform=node',
    ...Object.entries(options).flatMap(([name, value]) => {
      const option = `--${name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase()}`;
      if (value === true) return option;
      if (value === false) return [];
      return typeof value === 'string' ? `${option}=${value}` : value.map((each) => `${option}:${each}`);
    }),
  ];
}
