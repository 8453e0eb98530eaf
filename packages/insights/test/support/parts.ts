import { readFileSync } from 'node:fs';
import { type ReadLogsOptions, readLogs } from '../../src/index.js';
import { type RunPart, SCAN, type ScannableEvents } from '../../src/language/event.js';
import { answerShare } from '../../src/sources/division/share.js';
import { filesOf } from '../../src/sources/paths.js';

/** The events of a file read as threads read them, but in this one: each few lines are a share of their own. */
export function readInParts(path: string, options: ReadLogsOptions): ScannableEvents {
  return {
    async [SCAN](visitor) {
      const { division } = visitor;
      if (!division) {
        await readLogs(path, options)[SCAN](visitor);
        return;
      }
      const [file] = await filesOf([path]);
      const parts: RunPart[] = [];
      // Whoever is first is not always done first.
      for (const range of rangesOf(readFileSync(path)).reverse()) {
        const { part } = await answerShare([{ file: file!, range }], division.order, options);
        parts.unshift(structuredClone(part));
      }
      for (const part of parts) division.absorb(part);
    },
  };
}

function rangesOf(bytes: Buffer): { readonly from: number; readonly to: number | undefined }[] {
  const starts = [0];
  for (let lines = 1, end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', end + 1)) {
    if (lines++ % LINES === 0 && end + 1 < bytes.length) starts.push(end + 1);
  }
  return starts.map((from, index) => ({ from, to: starts[index + 1] }));
}

const LINES = 3;
