import { credentials } from '@needs-retry/fixtures';
import type { Found } from '../../part.js';
import { type AnyClass, loadTree } from '../../sdk/player/sdk.js';
import { playEndings } from './endings.js';
import { STREAMING } from './operations.js';
import type { Order } from './order.js';
import { startBeginner } from './server.js';

// Reads answers that end in the middle with the SDK of a folder, and prints as JSON what it found.
console.log(JSON.stringify(await play(JSON.parse(process.argv[2]!) as Order)));

async function play({ folder, service }: Order): Promise<Found> {
  const tree = loadTree(folder);
  const sdk = tree.client(service);
  const streaming = STREAMING[service];
  const Command = sdk?.[`${streaming.operation}Command`] as AnyClass | undefined;
  if (sdk === undefined || Command === undefined) return { played: 0, failures: [] };
  const Client = sdk[streaming.service.client.name] as AnyClass;
  const server = await startBeginner(streaming);
  const config = { region: 'us-east-1', credentials, endpoint: server.endpoint, forcePathStyle: true };
  try {
    return await playEndings({
      streaming,
      server,
      // Some clients speak HTTP/2 by default, which the server does not.
      makeClient: () => new Client({ ...config, requestHandler: new tree.NodeHttpHandler() }),
      makeCommand: () => new Command(streaming.input),
    });
  } finally {
    await server.close();
  }
}
