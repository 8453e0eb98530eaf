import { wasAbortedByReader } from '../src/sdk/abort.js';

const error = (fields: object) => Object.assign(new Error('of a stream'), fields);
const reset = error({ code: 'ECONNRESET' });
// As Node.js leaves a socket that its reader closed.
const closed = { destroyed: true, errored: null, readableEnded: false };
const answer = (socket?: object) => ({ response: { body: { socket } } });

test.each<[string, boolean, unknown, object | undefined]>([
  ['an AbortError', true, error({ name: 'AbortError' }), undefined],
  ['a reset of a socket that the reader closed', true, reset, answer(closed)],
  ['a reset of one that is open', false, reset, answer({ ...closed, destroyed: false })],
  ['a reset of one that failed', false, reset, answer({ ...closed, errored: new Error('reset') })],
  ['a reset of one that had ended', false, reset, answer({ ...closed, readableEnded: true })],
  ['a reset of one that says nothing', false, reset, answer({})],
  ['a reset without a socket', false, reset, answer()],
  ['a reset without a body', false, reset, { response: {} }],
  ['a reset without a response', false, reset, {}],
  ['a reset without an answer', false, reset, undefined],
  ['another error of a socket that the reader closed', false, error({ code: 'EPIPE' }), answer(closed)],
  ['no error', false, undefined, answer(closed)],
  ['a text', false, 'AbortError', answer(closed)],
])('%s: %s', (_, expected, value, result) => {
  expect(wasAbortedByReader(value, result as never)).toBe(expected);
});
