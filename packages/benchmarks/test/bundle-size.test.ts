import { bundleSize } from '../src/bundle-size.js';

// The goal is 9,800 bytes; docs/performance.md says what the limit is made of. A budget is what it takes today, so that it
// can only shrink.

test.each([
  ['client-s3', 14_490],
  ['client-dynamodb', 14_722],
] as const)('core and %s stay within their budget of %d bytes, gzipped', async (adapter, budget) => {
  const { gzipped, files } = await bundleSize(adapter);

  expect(gzipped).toBeLessThanOrEqual(budget);
  // Nothing but our own source.
  expect(files.filter(([file]) => !/^packages\/(core|client-\w+)\/src\//.test(file))).toEqual([]);
});
