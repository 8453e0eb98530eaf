import type { Recording } from './recording.js';
import { SECRET_DATE, SECRET_NUMBER } from './shapes.js';

/** In every private text; the path that follows says whose it is. */
export const SECRET = 'secret-';
/** In every ARN and URL. */
export const ACCOUNT_ID = '123456789012';

/** What of an input, an output or an error is in a document, or in what an event says of itself. */
export function leaksOf({ events, documents }: Pick<Recording, 'events' | 'documents'>): string[] {
  // `error` and `output` are the SDK's own objects, which no sink writes.
  const said = events.map((event) => ({ ...event, error: undefined, output: undefined }));
  const text = JSON.stringify([said, documents]);
  return FORMS.flatMap(([what, form]) => {
    const found = form.exec(text);
    return found === null ? [] : [`writes ${what}: ${found[0]}`];
  });
}

const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ['a private text', /secret-[^"\\]*/],
  ['a private text in Base64', /c2VjcmV0L[\w+/=]*/],
  ['private bytes', /115,101,99,114,101,116/],
  ['a private number', new RegExp(`\\b${SECRET_NUMBER}\\b`)],
  ['a private date', new RegExp(`${SECRET_DATE.toISOString().slice(0, 10)}|\\b${SECRET_DATE.getTime()}\\b`)],
  ['an account id', new RegExp(ACCOUNT_ID)],
];
