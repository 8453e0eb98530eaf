import { bundleSize } from '../src/bundle-size.js';

// The goal is 5,632 bytes (5.5 kB). The budget is what core takes today, so that it can only shrink.
const BUDGET = 10_240;

test.each(['client-s3', 'client-dynamodb'] as const)(
  'core and %s stay within their budget, gzipped',
  async (adapter) => {
    const { gzipped, files } = await bundleSize(adapter);

    expect(gzipped).toBeLessThanOrEqual(BUDGET);
    // Nothing but our own source.
    expect(files.filter(([file]) => !/^packages\/(core|client-\w+)\/src\//.test(file))).toEqual([]);
  },
);
