import childProcess from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { loadTypeScript } from './modules.js';
import { type How, type Ran, runTestFile } from './test-file.js';

/** What mutated code looks at. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

/** Where the project's tests are, and where the project is that Stryker made a mutated copy of. */
export interface Place {
  readonly root: string;
  readonly project: string;
  readonly tests: readonly string[];
  /** A test that takes longer has lost what it waits for. */
  readonly hangsMs: number;
}

const ACTIVE_MUTANT = '__STRYKER_ACTIVE_MUTANT__';

/**
 * Runs mutants one after the other in one process, in which the SDK is loaded once. Modules of the workspace are loaded
 * anew for each, so that mutants of what runs while loading are found, too.
 */
export class OneProcessRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  private readonly files: readonly string[];
  private readonly hangsMs: number;
  private readonly code: Instrumented = {};
  /** How many mutants each file has found: the best goes first. */
  private readonly found = new Map<string, number>();
  private mutantsRun = 0;
  /** A mutant may have left something behind that makes tests of others fail. */
  private isSpoiled = false;

  constructor(options: StrykerOptions) {
    const { root, project, tests, hangsMs } = options.place as Place;
    this.hangsMs = hangsMs;
    const folder = join('packages', project);
    this.files = tests
      .map((name) => join(process.cwd(), folder, 'test', `${name}.test.ts`))
      .filter((file) => existsSync(file));
    loadTypeScript(join(root, folder, '/'), join(process.cwd(), folder, '/'));
    Object.assign(globalThis, { __stryker__: this.code });
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    handMutantsToPrograms();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ coverageAnalysis }: DryRunOptions): Promise<DryRunResult> {
    const tests = await this.run({ bails: false });
    this.code.currentTestId = undefined;
    const { mutantCoverage } = this.code;
    const isCovered = coverageAnalysis !== 'off' && mutantCoverage !== undefined;
    return {
      status: DryRunStatus.Complete,
      tests: tests.map(resultOf),
      ...(isCovered && { mutantCoverage }),
    };
  }

  /** Throws if only another process can tell: Stryker then starts one. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    if (this.isSpoiled) throw new Error('Expected a process that no mutant has spoiled.');
    this.mutantsRun++;
    const { activeMutant, testFilter, mutantActivation, hitLimit } = options;
    const wanted = testFilter && new Set(testFilter);
    const ran = await this.run({
      mutant: activeMutant.id,
      isActiveWhileLoading: mutantActivation === 'static',
      wanted,
      hitLimit,
      bails: true,
    });
    const limit = determineHitLimitReached(this.code.hitCount, hitLimit);
    if (limit) return { status: MutantRunStatus.Timeout };
    const killer = ran.find(({ failure }) => failure !== undefined);
    if (killer === undefined) return { status: MutantRunStatus.Survived, nrOfTests: ran.length };
    await this.lookForDamage(killer);
    this.found.set(killer.file, this.foundBy(killer.file) + 1);
    return {
      status: MutantRunStatus.Killed,
      killedBy: [killer.id],
      failureMessage: killer.failure!,
      nrOfTests: ran.length,
    };
  }

  /** Runs the test that failed without the mutant. If it still fails, the mutant may not be the one that did that. */
  private async lookForDamage({ id, tookMs }: Ran): Promise<void> {
    const [again] = await this.run({ wanted: new Set([id]), bails: true });
    const fails = again?.failure !== undefined;
    this.isSpoiled = fails || tookMs >= this.hangsMs;
    if (fails && this.mutantsRun > 1) throw new Error(`Expected this test to pass without a mutant: ${id}`);
  }

  private async run({ mutant, isActiveWhileLoading = false, hitLimit, bails, wanted }: Run): Promise<Ran[]> {
    const { hangsMs } = this;
    const all: Ran[] = [];
    Object.assign(this.code, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    const files = this.files.filter((each) => isWanted(each, wanted));
    for (const file of files.sort((a, b) => this.foundBy(b) - this.foundBy(a))) {
      this.activate(isActiveWhileLoading ? mutant : undefined);
      this.code.currentTestId = undefined;
      const onLoaded = () => this.activate(mutant);
      const onTest = (id: string) => {
        this.code.currentTestId = id;
      };
      try {
        all.push(...(await runTestFile(file, { wanted, hangsMs, bails, onLoaded, onTest })));
      } catch (error) {
        all.push({ id: file, file, tookMs: 0, failure: String(error) });
      }
      if (bails && all.at(-1)?.failure !== undefined) break;
    }
    this.activate(undefined);
    return all;
  }

  private foundBy(file: string): number {
    return this.found.get(file) ?? 0;
  }

  private activate(mutant: string | undefined): void {
    this.code.activeMutant = mutant;
    if (mutant === undefined) delete process.env[ACTIVE_MUTANT];
    else process.env[ACTIVE_MUTANT] = mutant;
  }
}

interface Run extends Pick<How, 'bails' | 'wanted'> {
  readonly mutant?: string;
  readonly isActiveWhileLoading?: boolean;
  readonly hitLimit?: number | undefined;
}

function isWanted(file: string, wanted: ReadonlySet<string> | undefined): boolean {
  return wanted === undefined || [...wanted].some((id) => file.endsWith(`/${id.slice(0, id.indexOf(':'))}`));
}

function resultOf({ id, file, tookMs, failure }: Ran): TestResult {
  const common = { id, name: id, fileName: file, timeSpentMs: tookMs };
  return failure === undefined
    ? { ...common, status: TestStatus.Success }
    : { ...common, status: TestStatus.Failed, failureMessage: failure };
}

/** Programs that tests start get an environment of their own, in which they would not find the mutant. */
function handMutantsToPrograms(): void {
  const { spawn } = childProcess;
  childProcess.spawn = ((command: string, args: readonly string[], options: childProcess.SpawnOptions) => {
    const mutant = process.env[ACTIVE_MUTANT];
    return spawn(
      command,
      args,
      mutant ? { ...options, env: { ...options.env, [ACTIVE_MUTANT]: mutant } } : options,
    );
  }) as typeof spawn;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'one-process', OneProcessRunner)];

export const strykerValidationSchema = { properties: { place: { type: 'object' } } };
