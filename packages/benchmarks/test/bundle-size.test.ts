import { bundleSize } from '../src/bundle-size.js';

// The goal is 5,632 bytes (5.5 kB). A budget is what it takes today, so that it can only shrink.

test.each([
  ['client-s3', 9_440],
  ['client-dynamodb', 9_776],
] as const)('core and %s stay within their budget of %d bytes, gzipped', async (adapter, budget) => {
  const { gzipped, files } = await bundleSize(adapter);

  expect(gzipped).toBeLessThanOrEqual(budget);
  // Nothing but our own source.
  expect(files.filter(([file]) => !/^packages\/(core|client-\w+)\/src\//.test(file))).toEqual([]);
});
