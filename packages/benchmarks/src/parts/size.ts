import { bundleSize } from '../bundle-size.js';
import type { Table } from '../table.js';

/** What core and an adapter add to a function's bundle. */
export async function size(): Promise<readonly Table[]> {
  const { minified, gzipped, files } = await bundleSize();
  return [
    {
      title: 'Core and client-s3 in a bundle, minified',
      rows: [
        { file: `all, ${gzipped} gzipped`, bytes: minified },
        ...files.map(([file, bytes]) => ({ file, bytes })),
      ],
    },
  ];
}
