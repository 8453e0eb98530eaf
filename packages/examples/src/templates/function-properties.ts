import type { LogFormat, LogLevel, Runtime } from '@needs-retry/lambda-harness';
import type { Resource } from './cloudformation.js';
import { type FunctionSettings, variablesOf } from './template.js';

type FunctionProperties = {
  readonly Handler: string;
  readonly Runtime: Runtime;
  readonly Timeout: number;
  readonly LoggingConfig?: { readonly LogFormat?: LogFormat; readonly ApplicationLogLevel?: LogLevel };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
};

/** The settings of a function by its properties, which are the same in SAM and in CloudFormation. */
export function settingsOf(properties: Resource['Properties']): FunctionSettings {
  const { Handler, Runtime, Timeout, LoggingConfig, Environment } =
    properties as unknown as FunctionProperties;
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
