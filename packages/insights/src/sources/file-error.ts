/** A file that was asked for and cannot be read as a log; which one and why is the message. */
export class FileError extends Error {
  override readonly name = 'FileError';
}
