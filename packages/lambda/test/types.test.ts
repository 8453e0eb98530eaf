import { join } from 'node:path';
import { typeProblems } from '@needs-retry/fixtures/type-problems';

test('a handler keeps its type, and the middleware is one of middy’s', () => {
  expect(typeProblems(join(__dirname, 'types', 'handlers.ts'))).toEqual([]);
});
