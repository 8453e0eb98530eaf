import { fileURLToPath } from 'node:url';
import { answersOf } from './answers.js';
import { checksOf } from './checks.js';
import { OptionError, parseOptions, USAGE } from './options.js';
import { progressOn } from './progress.js';
import { isOk, type Result, toJson } from './result.js';
import { run } from './run.js';
import { summarize } from './summary.js';
import { toText } from './text.js';

const handlerFile = fileURLToPath(new URL('handler.ts', import.meta.url));

/** @returns the exit code: 1 where a check fails, 2 where an option is wrong */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const result = await resultOf(options);
  process.stdout.write(`${options.json ? toJson(result) : toText(result, wantsColours())}\n`);
  return isOk(result.checks) ? 0 : 1;
}

async function resultOf(options: Result['options']): Promise<Result> {
  const progress = progressOn(process.stderr);
  try {
    const demo = await run({ ...options, handlerFile, progress });
    const summary = summarize(demo);
    const checks = checksOf(summary, demo.failedOrders);
    return { options, run: demo, summary, checks, answers: await answersOf(demo.log) };
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
