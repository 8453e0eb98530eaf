import { join } from 'node:path';
import { typeProblems } from '@needs-retry/fixtures/type-problems';

test('the right clients are accepted, and no others', () => {
  expect(typeProblems(join(__dirname, 'types', 'clients.ts'))).toEqual([]);
});
