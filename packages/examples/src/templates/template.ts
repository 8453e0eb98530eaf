import type { LogFormat, LogLevel, Runtime } from '@needs-retry/lambda-harness';

/** What a template says of its function, as far as a runtime on this machine can follow it. */
export type FunctionSettings = {
  /** A file without its ending, and what it exports: `save-order.handler`. */
  readonly handler: string;
  readonly runtime: Runtime;
  readonly timeoutMs: number;
  readonly logFormat: LogFormat;
  readonly logLevel?: LogLevel;
  readonly env: Readonly<Record<string, string>>;
};

/** A template of one function, and how its tool builds what it deploys. */
export type Template = {
  readonly settings: FunctionSettings;
  /**
   * Builds as the template says.
   *
   * @param folder the example, with nothing around it
   * @returns the directory that the tool would put into the zip file
   */
  build(folder: string): string;
};

/** A value of the environment: a text, or a resource of the template, which is named as the template calls it. */
export function variableOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'Ref' in value) return String(value.Ref).toLowerCase();
  return String(value);
}

export function variablesOf(variables: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, variableOf(value)]));
}
