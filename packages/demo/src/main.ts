import { fileURLToPath } from 'node:url';
import { analyzeLogs } from '@needs-retry/insights';
import { diagnose } from 'needs-retry';
import { answersOf } from './answers.js';
import { checksOf } from './checks.js';
import { OptionError, parseOptions, USAGE } from './options.js';
import { progressOn } from './progress.js';
import { openHint, writeReport } from './report.js';
import { isOk, type Result, toJson } from './result.js';
import { run } from './run.js';
import { summarize } from './summary.js';
import { toText } from './text.js';

const handlerFile = fileURLToPath(new URL('handler.ts', import.meta.url));
const archiveFile = fileURLToPath(new URL('archive.ts', import.meta.url));

/** @returns the exit code: 1 where a check fails, 2 where an option is wrong */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const result = await resultOf(options);
  if (options.json) process.stdout.write(`${toJson(result)}\n`);
  else process.stdout.write(`${toText(result, wantsColours())}\n\n${openHint(await writeReport(result))}\n`);
  return isOk(result.checks) ? 0 : 1;
}

async function resultOf(options: Result['options']): Promise<Result> {
  const progress = progressOn(process.stderr);
  try {
    const demo = await run({ ...options, handlerFile, archiveFile, progress });
    const summary = summarize(demo);
    const [analysis, answers] = await Promise.all([analyzeLogs(demo.log), answersOf(demo.log)]);
    const checks = checksOf(summary, demo.failedOrders, analysis);
    return { options, run: demo, summary, checks, answers, analysis, findings: diagnose(analysis) };
  } finally {
    progress.done();
  }
}

function wantsColours(): boolean {
  return process.stdout.isTTY && !process.env.NO_COLOR;
}

// The SDK would warn about Node.js 20 in the middle of the progress.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const wrongOption = error instanceof OptionError;
  console.error(wrongOption ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = wrongOption ? 2 : 1;
}
