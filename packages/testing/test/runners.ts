import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A test that a runner ran. */
export interface RunTest {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly message?: string;
    readonly assertionResults: readonly RunTest[];
  }[];
}

const root = join(__dirname, '..');

/** Runs the tests of files, by paths in this package, with Vitest as a program of its own. */
export function runVitest(...files: readonly string[]): Promise<readonly RunTest[]> {
  const bin = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  return run(bin, ['run', '--root', root, '--config', 'test/vitest/config.ts', '--reporter=json', ...files]);
}

/** The same with Jest. */
export function runJest(...files: readonly string[]): Promise<readonly RunTest[]> {
  const bin = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
  const tsconfig = {
    target: 'ES2022',
    module: 'CommonJS',
    moduleResolution: 'Bundler',
    esModuleInterop: true,
    isolatedModules: true,
  };
  const config = {
    rootDir: root,
    testEnvironment: 'node',
    testMatch: files.map((file) => `<rootDir>/${file}`),
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: { '\\.ts$': [require.resolve('ts-jest'), { tsconfig }] },
  };
  return run(bin, ['--config', JSON.stringify(config), '--json', '--runInBand']);
}

async function run(bin: string, args: readonly string[]): Promise<readonly RunTest[]> {
  const directory = await mkdtemp(join(tmpdir(), 'needs-retry-runner-'));
  const report = join(directory, 'report.json');
  // Nothing of this runner's environment: another one would take it for its own.
  const env = { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  try {
    const output = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [bin, ...args, `--outputFile=${report}`],
        { cwd: root, env },
        (_, stdout, stderr) => resolve(stdout + stderr),
      );
    });
    const text = await readFile(report, 'utf8').catch(() => {
      throw new Error(`The runner wrote no report.\n${output}`);
    });
    return (JSON.parse(text) as Report).testResults.flatMap(({ message, assertionResults }) =>
      // A file that does not load has no tests.
      assertionResults.length > 0
        ? assertionResults
        : [{ title: 'a file', status: 'failed', failureMessages: [message ?? output] }],
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}
