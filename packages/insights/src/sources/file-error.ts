/** A file that was asked for and cannot be read as a log; which one and why is the message. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** An error of the system as one that names the file; any other as it is. */
export function namingFile(error: unknown, name: string): unknown {
  const { syscall, message } = (error ?? {}) as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  return new FileError(`${name} cannot be read: ${message}.`);
}
