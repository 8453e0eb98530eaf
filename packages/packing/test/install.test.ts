import { bunManifest, npmInstall, pnpmWorkspace, yarnManifest } from '../src/index.js';

const packages = [
  { name: '@needs-retry/core', version: '0.1.0', tarball: '/dist/needs-retry-core-0.1.0.tgz' },
  { name: 'needs-retry', version: '0.1.0', tarball: '/dist/needs-retry-0.1.0.tgz' },
];

test('npm finds packages that depend on one another among those of one command', () => {
  expect(npmInstall(packages)).toBe(
    'npm install /dist/needs-retry-core-0.1.0.tgz /dist/needs-retry-0.1.0.tgz',
  );
});

test('the others are told by overrides', () => {
  const tarballs = {
    '@needs-retry/core': 'file:/dist/needs-retry-core-0.1.0.tgz',
    'needs-retry': 'file:/dist/needs-retry-0.1.0.tgz',
  };

  expect(pnpmWorkspace(packages)).toBe(
    "overrides:\n  '@needs-retry/core': file:/dist/needs-retry-core-0.1.0.tgz\n  'needs-retry': file:/dist/needs-retry-0.1.0.tgz\n",
  );
  expect(JSON.parse(yarnManifest(packages))).toEqual({ resolutions: tarballs });
  expect(JSON.parse(bunManifest(packages))).toEqual({ overrides: tarballs });
});
