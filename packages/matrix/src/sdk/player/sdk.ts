import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RetryStrategyV2 } from '@smithy/types';

/** A client's package of a tree, whole. */
export type Sdk = Readonly<Record<string, unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: clients differ between versions, and must all fit
export type AnyClass = new (...args: any[]) => any;

/** The SDK as installed in a folder. */
export interface Tree {
  /** A client's package by its name after `@aws-sdk/client-`, or undefined if the tree has none. */
  client(name: string): Sdk | undefined;
  /** The SDK's own handler of HTTP 1. */
  readonly NodeHttpHandler: AnyClass;
  /** Undefined before V2 strategies (3.329). */
  readonly ConfiguredRetryStrategy:
    | (new (
        attempts: number,
        delay: () => number,
      ) => RetryStrategyV2)
    | undefined;
}

export function loadTree(folder: string): Tree {
  const fromFolder = createRequire(join(folder, 'package.json'));
  const fromClient = createRequire(fromFolder.resolve('@aws-sdk/client-s3'));
  return {
    client: (name) => find(fromFolder, [`@aws-sdk/client-${name}`]),
    NodeHttpHandler: find(fromClient, ['@smithy/node-http-handler', '@aws-sdk/node-http-handler'])!
      .NodeHttpHandler as AnyClass,
    ConfiguredRetryStrategy: configuredOf(fromClient),
  };
}

function configuredOf(fromClient: NodeJS.Require): Tree['ConfiguredRetryStrategy'] {
  // Versions with this package know no V2, whatever else was installed beside them.
  if (find(fromClient, ['@aws-sdk/middleware-retry']) !== undefined) return undefined;
  const retry = find(fromClient, ['@smithy/core/retry', '@smithy/util-retry']);
  return retry?.ConfiguredRetryStrategy as Tree['ConfiguredRetryStrategy'];
}

/** The first of these packages that is there. */
function find(require: NodeJS.Require, names: readonly string[]): Sdk | undefined {
  for (const name of names) {
    try {
      return require(name);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    }
  }
  return undefined;
}
