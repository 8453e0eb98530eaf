import { retryAfterOf } from '../src/sdk/retry-after.js';

const NOW = Date.parse('2026-11-29T00:00:00Z');
const asked = (headers: unknown) => retryAfterOf({ $response: { headers } });

test.each<[unknown, number | undefined]>([
  [{ 'retry-after': '12' }, 12_000],
  [{ 'Retry-After': '1.25' }, 1_250],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '2026-11-30' }, 86_400_000],
  [{ 'retry-after': 'Sun, 29 Nov 2026 00:00:07 GMT' }, 7_000],
  [{ 'retry-after': 'Sat, 28 Nov 2026 00:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'x-amz-retry-after': '1500.4' }, 1_500],
  [{ 'x-amz-retry-after': '-5' }, 0],
  [{ server: 's3', 'x-amz-retry-after': '1', 'retry-after': '2' }, 1],
  [{ 'retry-after': '2', 'x-amz-retry-after': '1' }, 2_000],
  [{ server: 's3' }, undefined],
  [undefined, undefined],
])('%j asks for %s ms', (headers, expected) => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
  try {
    expect(asked(headers)).toBe(expected);
  } finally {
    clock.mockRestore();
  }
});
