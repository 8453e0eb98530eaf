import { examples, taskExample } from './examples.js';
import { play } from './play.js';
import { playTask } from './play-task.js';

// Plays the examples of a folder, and prints what they wrote.
const folder = process.argv[2];
const played = examples.filter((example) => example.folder === folder);
for (const example of played) {
  const { invocation, log } = await play(example);
  console.log(`# ${example.name}\n${log.join('\n')}`);
  console.log(invocation);
}
if (folder === taskExample.folder) {
  const { stdout, documents } = await playTask(taskExample);
  console.log(`# ${taskExample.name}\n${[...stdout, ...documents].join('\n')}`);
} else if (played.length === 0) {
  const folders = new Set([...examples, taskExample].map((example) => example.folder));
  console.error(`Expected a folder of docs/examples (${[...folders].join(', ')}), got ${folder}.`);
  process.exitCode = 2;
}
