import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

test('nothing is imported at run time but core and the API of OpenTelemetry', () => {
  const src = join(__dirname, '..', 'src');
  const imported = readdirSync(src).flatMap((file) => {
    const statements = readFileSync(join(src, file), 'utf8').matchAll(
      /^import (?!type )[^;]*? from '([^.'][^']*)';/gm,
    );
    return [...statements].map(([, from]) => from);
  });

  expect([...new Set(imported)].sort()).toEqual(['@needs-retry/core/internal', '@opentelemetry/api']);
});
