/** @jest-config-loader esbuild-register */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from 'jest';

const packages = readdirSync(join(__dirname, 'packages')).filter((name) =>
  existsSync(join(__dirname, 'packages', name, 'test')),
);

/** One project per package. Types are checked by `pnpm typecheck`, so the transform only strips them. */
const config: Config = {
  // Fit for a machine at ten times its load: no test waits for it.
  testTimeout: 120_000,
  projects: packages.map((name) => ({
    displayName: name,
    rootDir: join(__dirname, 'packages', name),
    testEnvironment: 'node',
    setupFiles: [join(__dirname, 'packages', 'fixtures', 'src', 'jest-setup.ts')],
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: {
      '\\.ts$': [
        'ts-jest',
        {
          tsconfig: {
            target: 'ES2022',
            module: 'CommonJS',
            moduleResolution: 'Bundler',
            esModuleInterop: true,
            isolatedModules: true,
          },
        },
      ],
    },
  })),
};

export default config;
