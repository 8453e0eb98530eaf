import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LogFormat, LogLevel, Runtime } from '@needs-retry/lambda-harness';
import { npmScript } from './command.js';
import type { Template } from './template.js';

/** The function that a `deploy.sh` creates by `aws lambda create-function`, built by a script of its `package.json`. */
export function awsCli(script: string): (folder: string) => Template {
  return (folder) => {
    const options = optionsOf(readFileSync(join(folder, 'deploy.sh'), 'utf8'));
    const logging = pairsOf(options['logging-config']);
    const variables = /^"Variables=\{(.*)\}"$/.exec(options.environment ?? '')?.[1];
    return {
      settings: {
        handler: options.handler!,
        runtime: options.runtime as Runtime,
        timeoutMs: Number(options.timeout) * 1_000,
        logFormat: logging.LogFormat as LogFormat,
        logLevel: logging.ApplicationLogLevel as LogLevel,
        env: pairsOf(variables),
      },
      build(copy) {
        npmScript(copy, script);
        return join(copy, 'dist');
      },
    };
  };
}

const NAMES = ['handler', 'runtime', 'timeout', 'logging-config', 'environment'];

function optionsOf(script: string): Record<string, string | undefined> {
  const [, text] = script.replaceAll('\\\n', ' ').split('aws lambda create-function');
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: text!.trim().split(/\s+/), options, strict: false });
  return values as Record<string, string>;
}

/** What the README sets in the shell. */
const SHELL: Readonly<Record<string, string>> = { $TABLE: 'orders', $BUCKET: 'receipts' };

/** `A=1,B=$NAME` */
function pairsOf(text = ''): Record<string, string> {
  const pairs = text.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([name, value = '']) => [name, SHELL[value] ?? value]));
}
