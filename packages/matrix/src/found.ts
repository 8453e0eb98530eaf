import type { Found } from './part.js';

/** As a table shows it. */
export function shownOf(found: Found | undefined): string {
  if (found === undefined || found.played === 0) return '–';
  const passed = passedOf(found);
  if (found.played === 1) return passed === 1 ? '✓' : '✗';
  return `${passed} of ${found.played}`;
}

export function passedOf({ played, failures }: Found): number {
  return Math.max(0, played - failures.length);
}
