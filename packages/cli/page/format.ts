const whole = new Intl.NumberFormat('en-US');

export function count(number: number): string {
  return whole.format(Math.round(number));
}

/** `350 ms`, `2.9 s`, `14 min`, `3.2 h`. */
export function duration(ms: number): string {
  if (ms < 1) return ms === 0 ? '0 ms' : '< 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 100_000) return `${trimmed(ms / 1000)} s`;
  if (ms < 6_000_000) return `${Math.round(ms / 60_000)} min`;
  return `${trimmed(ms / 3_600_000)} h`;
}

export function usd(amount: number): string {
  if (amount === 0) return '$0';
  if (amount < 0.01) return '< $0.01';
  return `$${amount < 100 ? amount.toFixed(2) : whole.format(Math.round(amount))}`;
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} bytes`;
  if (size < 1_000_000) return `${trimmed(size / 1000)} kB`;
  return size < 1e9 ? `${trimmed(size / 1e6)} MB` : `${trimmed(size / 1e9)} GB`;
}

export function percent(share: number): string {
  return `${trimmed(share * 100)} %`;
}

/** UTC, as the log has it: `2026-11-10 08:00:00.000`. */
export function instant(time: number): string {
  return iso(time).replace('T', ' ').replace('Z', '');
}

/** As much of a time as a bucket of this width needs. */
export function bucketTime(time: number, widthMs: number): string {
  const text = instant(time);
  if (widthMs >= 86_400_000) return text.slice(0, 10);
  return widthMs >= 60_000 ? text.slice(0, 16) : text.slice(0, 19);
}

/** The same for an axis, whose labels stand close. */
export function axisTime(time: number, widthMs: number, spanMs: number): string {
  const text = bucketTime(time, widthMs);
  if (widthMs >= 86_400_000) return text.slice(spanMs > 300 * 86_400_000 ? 0 : 5);
  return spanMs > 86_400_000 ? text.slice(5) : text.slice(11);
}

function iso(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString();
}

function trimmed(number: number): string {
  return whole.format(Number(number.toFixed(number < 10 ? 2 : 1)));
}
