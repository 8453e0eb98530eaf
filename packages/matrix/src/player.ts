import { join } from 'node:path';
import { compileProgram } from '@needs-retry/fixtures';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { run } from './run.js';
import { temporaryFolder } from './temporary.js';

/** Whether a package is one of those that players play: core and the adapters. */
export function isObserver(name: string): boolean {
  return /^@needs-retry\/(core$|client-)/.test(name);
}

/**
 * A program that plays in a process of its own with the SDK of a folder: it gets its order as JSON, and prints as JSON what
 * it found.
 */
export class Player<Order extends { readonly folder: string }, Result> {
  private program: Promise<string> | undefined;

  /** @param main its file, from the sources of this package */
  constructor(private readonly main: string) {}

  async play(order: Order): Promise<Result> {
    this.program ??= this.compile();
    const output = await run([process.execPath, await this.program, JSON.stringify(order)], {
      cwd: order.folder,
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    return JSON.parse(output) as Result;
  }

  /** In a folder of this package, so that it finds what it was not bundled with. */
  private compile(): Promise<string> {
    const here = packageDirectory('matrix');
    const folder = temporaryFolder('player', join(here, 'node_modules'));
    return compileProgram(join(here, 'src', this.main), folder);
  }
}
