import type { Problem } from './event.js';
import { builtin } from './node.js';

/**
 * The default `onError`: one line on stderr for each kind of problem. It names the error's class and leaves out its
 * message, which may quote a payload, unless the message is our own.
 */
export function reportOnStderr(): (error: unknown, problem: Problem) => void {
  const said = new Set<string>();
  return (error, { source }) => {
    if (said.has(source)) return;
    const own = source === 'property' || source === 'stack';
    const what = own && error instanceof Error ? error.message : `${source} failed (${classOf(error)}).`;
    const line = `needs-retry: ${what} Further ones are not shown; \`onError\` gets them all.`;
    say(`${onOneLine(line)}\n`);
    said.add(source);
  };
}

/** By the console if a write of our own fails: what is to be reported may be just that. */
function say(line: string): void {
  try {
    builtin('node:fs').writeSync(2, line);
  } catch {
    console.error(line.trimEnd());
  }
}

/** `TypeError`, or `Error EPIPE` of a system call. */
function classOf(error: unknown): string {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return (
    [name, code].filter((each) => typeof each === 'string' && /^\w{1,80}$/.test(each)).join(' ') ||
    typeof error
  );
}

/** No line break, and not the text by which retries are counted. */
function onOneLine(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll('needs-retry.', 'needs-retry ')
    .slice(0, 1_000);
}
