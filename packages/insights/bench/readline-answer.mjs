// What one would write in an afternoon: readline, and JSON.parse of each line; or, tuned, of those that can be JSON.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , question, path, tuned] = process.argv;
const ask = {
  literal: (d) => d.cause === 'SlowDown' && [`${d.ServiceId} ${d.OperationName}`, d.Retries],
  number: (d) => d.durationMs > 1000 && [d.customer.country, 1],
  all: (d) => d.level && [d.level, 1],
}[question];
const answer = {};
const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
lines.on('line', (line) => {
  if (tuned && line[0] !== '{') return;
  let document;
  try {
    document = JSON.parse(line);
  } catch {
    return;
  }
  const found = document && ask(document);
  if (found) answer[found[0]] = (answer[found[0]] ?? 0) + found[1];
});
lines.on('close', () => console.log(JSON.stringify(answer)));
