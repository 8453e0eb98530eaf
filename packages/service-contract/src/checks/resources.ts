import { leaksOf } from '../privacy.js';
import { PlayedOperation, scripted, settled } from '../scripted.js';
import type { Service, WrittenMember } from '../service.js';
import { commandsOf, inputOf, OMITTED, pathsOf } from '../shapes.js';
import { type Check, differs } from './check.js';

export const resources: Check = {
  promise: 'what may be written is written, as a name',

  async violations(service: Service) {
    const found = [...unknownPrivates(service)];
    for (const member of service.written) found.push(...(await violationsOf(service, member)));
    return found;
  },
};

/** The documentation names private members; those that there are not would be an empty promise. */
function unknownPrivates(service: Service): readonly string[] {
  const paths = [...commandsOf(service).values()].flatMap((command) => [...pathsOf(inputOf(command))]);
  const known = new Set(paths.flatMap((path) => path.split('.')));
  const members = service.never.filter((name) => /^\w+$/.test(name));
  return members.filter((name) => !known.has(name)).map((name) => `never: no input has ${name}`);
}

async function violationsOf(service: Service, member: WrittenMember): Promise<readonly string[]> {
  const { path, property, values } = member;
  const { unsendable = {} } = service;
  const operation = [...commandsOf(service).keys()]
    .filter((name) => unsendable[name] === undefined)
    .map((name) => new PlayedOperation(service, name))
    .find(({ writtenPaths }) => writtenPaths.includes(path));
  if (operation === undefined) return [`${path}: no operation has it`];
  const others = Object.fromEntries(operation.writtenPaths.map((each) => [each, OMITTED]));
  const found: string[] = [];
  for (const [value, written] of values) {
    const { client, recording } = scripted(service, await operation.fullReply());
    await settled(client.send(operation.command(operation.input({ ...others, [path]: value }))));
    const said = recording.events.map(({ properties }) => properties[property]);
    found.push(
      ...differs(`${operation.name}, ${path} ${value}`, [...new Set(said)], [written]),
      ...leaksOf(recording),
    );
  }
  return found;
}
