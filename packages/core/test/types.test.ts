import { join } from 'node:path';
import { typeProblems } from '@needs-retry/fixtures/type-problems';

test('the types accept what they should, and nothing else', () => {
  expect(typeProblems(join(__dirname, 'types', 'observer.ts'))).toEqual([]);
});
