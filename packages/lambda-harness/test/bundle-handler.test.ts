import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundleHandler } from '../src/index.js';
import { messages, runtimes, started } from './started.js';

const source = `
  import { writeSync } from 'node:fs';
  import type { Runtime } from '../src/index.js';
  import { lineSplitter } from '../src/lines.js';

  export const handler = async (event: { readonly text: string }): Promise<string[]> => {
    const lines: string[] = [];
    lineSplitter((line) => lines.push(line)).push(Buffer.from(event.text));
    writeSync(1, lines.join('+') + '\\n');
    return lines;
  };
`;

const combinations = runtimes.flatMap((runtime) =>
  (['cjs', 'esm'] as const).map((format) => ({ runtime, format })),
);

test.each(combinations)(
  'a TypeScript handler with its imports: $runtime, $format',
  async ({ runtime, format }) => {
    const file = await bundleHandler(
      { source, resolveDir: __dirname },
      { format, nodeTarget: runtime === 'nodejs24.x' ? 'node24' : 'node20' },
    );
    const fn = await started({ runtime, handlerFile: file });

    const outcome = await fn.invoke({ text: 'a\nb\nrest' });
    await fn.stop();
    await rm(dirname(file), { recursive: true });

    expect(outcome).toEqual({ requestId: outcome.requestId, result: ['a', 'b'] });
    expect(messages(fn).stdout).toEqual(['a+b']);
  },
);
