import { type FileNote, readLogs, runQuery } from '../../src/index.js';

/** Answers queries from files, and says how many threads it started for that. */
async function main([queries, ...files]: readonly string[]): Promise<void> {
  let workers = 0;
  process.on('worker', () => workers++);
  const answers: unknown[] = [];
  for (const query of JSON.parse(queries!) as string[]) {
    const notes: FileNote[] = [];
    const logs = readLogs(files, { onNote: (note) => notes.push(note) });
    answers.push(
      await runQuery(query, logs).then(
        (answer) => ({ answer, notes }),
        (error: Error) => ({ error: error.message, notes }),
      ),
    );
  }
  console.log(JSON.stringify({ workers, answers }));
}

await main(process.argv.slice(2));
