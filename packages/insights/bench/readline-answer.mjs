// What one would write in an afternoon: readline, and JSON.parse of each line that begins with a brace.
import { createReadStream, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , question, directory] = process.argv;
const ask = {
  literal: (d) => d.cause === 'SlowDown' && [`${d.ServiceId} ${d.OperationName}`, d.Retries],
  number: (d) => d.durationMs > 1000 && [d.customer.country, 1],
  all: (d) => d.level && [d.level, 1],
  hours: (d) => d.orderId && [`${d.timestamp.slice(0, 13).replace('T', ' ')}:00:00.000`, 1],
  groups: (d) => d.customer && [d.customer.id, 1],
  newest: (d) => d.timestamp && keep(d),
}[question];
const newest = [];
let answer = {};

/** A log is nearly in the order of time: most of what comes belongs to the end. */
function keep(document) {
  let place = newest.length;
  while (place > 0 && newest[place - 1].timestamp > document.timestamp) place--;
  newest.splice(place, 0, document);
  if (newest.length > 20) newest.shift();
}

function take(line) {
  if (question === 'text') {
    const found = /^REPORT.*Max Memory Used: (.*) MB.*/.exec(line);
    return found && [found[1], 1];
  }
  if (line[0] !== '{') return undefined;
  try {
    const document = JSON.parse(line);
    return document && ask(document);
  } catch {
    return undefined;
  }
}

for (const file of readdirSync(directory).sort()) {
  const input = createReadStream(`${directory}/${file}`);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => {
    const found = take(line);
    if (found) answer[found[0]] = (answer[found[0]] ?? 0) + found[1];
  });
  await new Promise((closed) => lines.on('close', closed));
}
if (question === 'newest') answer = Object.fromEntries(newest.map((d) => [d.orderId, d.durationMs]));
console.log(JSON.stringify(answer));
