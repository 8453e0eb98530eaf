import { examples } from './examples.js';
import { play } from './play.js';

// Plays the examples of a folder, and prints what their functions wrote.
const folder = process.argv[2];
const played = examples.filter((example) => example.folder === folder);
if (played.length === 0) {
  const folders = new Set(examples.map((example) => example.folder));
  console.error(`Expected a folder of docs/examples (${[...folders].join(', ')}), got ${folder}.`);
  process.exitCode = 2;
}
for (const example of played) {
  const { invocation, log } = await play(example);
  console.log(`# ${example.name}\n${log.join('\n')}`);
  console.log(invocation);
}
