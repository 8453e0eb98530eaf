import { program } from '../program.js';
import { addedBy, type Rounds } from '../rounds.js';
import { spread, type Table } from '../table.js';

/** `withRetryReport` around a handler that does nothing. */
export async function response(): Promise<readonly Table[]> {
  const response = await program('response');
  const { times } = await response.run<{ times: Rounds }>();
  response.remove();
  return [
    {
      title: 'What `withRetryReport` adds to the response of an empty async handler',
      rows: Object.keys(times).map((name) => ({ variant: name, ...spread(addedBy(times, name)) })),
    },
  ];
}
