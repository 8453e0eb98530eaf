import { checkOptions, need } from '@needs-retry/core/internal';
import { isObject } from './override.js';
import type { ResponseReply } from './reply.js';
import { type Asked, errorReply, type Members, type ServiceError, successReply } from './wire/answer.js';

/**
 * From status 300 on an error code, or the whole error; nothing for an answer without a body, as of a load balancer.
 * Below an output with its members as they are on the wire, or the whole body as text or bytes.
 */
export type Answer = string | Uint8Array | ServiceError | Members;

/** An answer that takes the form of its request's protocol. */
export interface ScriptedAnswer {
  /** `503 SlowDown` */
  readonly label: string;
  replyTo(asked: Asked): ResponseReply;
}

/** Throws a `TypeError` for a status that is none, and for an answer that does not go with it. */
export function scriptedAnswer(status: number, answer: Answer | undefined): ScriptedAnswer {
  const isStatus = Number.isInteger(status) && status >= 200 && status <= 599;
  need(isStatus, 'status', 'an integer from 200 to 599', status);
  const label = `${status}`;
  if (status < 300) {
    const output = answer ?? {};
    const isOutput = typeof output === 'string' || isObject(output);
    need(isOutput, 'answer', 'an output, text or bytes below status 300', answer);
    return {
      label,
      replyTo: (asked) => successReply(asked, status, output as Exclude<Answer, ServiceError>),
    };
  }
  if (answer === undefined) return { label, replyTo: () => ({ kind: 'response', status }) };
  const error = serviceError(answer);
  return { label: `${status} ${error.code}`, replyTo: (asked) => errorReply(asked, status, error) };
}

function serviceError(answer: Answer): ServiceError {
  const error = (typeof answer === 'string' ? { code: answer } : answer) as ServiceError;
  const isError = isObject(error) && typeof error.code === 'string' && error.code !== '';
  need(isError, 'answer', 'an error code, or an object with a `code`, from status 300 on', answer);
  checkOptions('an error', error, ['code', 'message', 'members']);
  return error;
}
