import { existsSync, readdirSync, readFileSync } from 'node:fs';

const isPublic = (path) => existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).private !== true;

/** The API of every package that is published. */
export default {
  name: 'needs-retry',
  entryPointStrategy: 'packages',
  entryPoints: readdirSync('..')
    .filter((name) => isPublic(`../${name}/package.json`))
    .map((name) => `../${name}`),
  packageOptions: {
    entryPoints: ['src/index.ts'],
    excludeInternal: true,
    // `pnpm typecheck` does it.
    skipErrorChecking: true,
  },
  out: 'dist/api',
  readme: 'none',
};
