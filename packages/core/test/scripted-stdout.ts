import type { Stdout } from '../src/sinks/descriptor.js';
import type { Host } from '../src/sinks/host.js';

/** A clock and the events of a process, which a test moves on by hand. */
export class ManualHost implements Host {
  time = 0;
  sleptMs = 0;
  /** Called after each millisecond slept. */
  onSleep = () => {};
  private readonly timers = new Set<{ readonly at: number; readonly act: () => void }>();
  private readonly exits = new Set<() => void>();

  now(): number {
    return this.time;
  }

  tick(): number {
    return Math.floor(this.time);
  }

  sleep(ms: number): void {
    this.time += ms;
    this.sleptMs += ms;
    this.onSleep();
  }

  after(ms: number, act: () => void): () => void {
    const timer = { at: this.time + ms, act };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  onExit(act: () => void): () => void {
    this.exits.add(act);
    return () => this.exits.delete(act);
  }

  /** Lets so much time pass, with the timers that are due in it. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.act();
    }
    this.time = Math.max(this.time, end);
  }

  exit(): void {
    for (const act of [...this.exits]) act();
  }

  get waiting() {
    return { timers: this.timers.size, exits: this.exits.size };
  }
}

/** What a write gives: how many bytes it takes, or the code of an error; undefined for all bytes. */
export type Reply = number | string | undefined;

/** A descriptor that replies as it is told: first by `replies`, then by what `room` is left, which is infinite by default. */
export class ScriptedStdout implements Stdout {
  text = '';
  writes = 0;
  replies: Reply[] = [];
  room = Number.POSITIVE_INFINITY;
  nonBlocking = false;
  looks = 0;
  looksAtApplication = 0;
  progress: string | number | undefined;

  write(data: string | Uint8Array): number {
    this.writes++;
    const bytes = Buffer.from(data as Uint8Array);
    const reply = this.replies.length > 0 ? this.replies.shift() : this.takes(bytes.length);
    if (typeof reply === 'string') throw Object.assign(new Error(reply), { code: reply });
    const taken = reply ?? bytes.length;
    this.text += bytes.subarray(0, Math.max(0, taken || 0)).toString('latin1');
    this.room -= Math.max(0, taken || 0);
    return taken;
  }

  isNonBlocking(): boolean {
    this.looks++;
    return this.nonBlocking;
  }

  progressOfApplication(): string | number | undefined {
    this.looksAtApplication++;
    return this.progress;
  }

  /** As a pipe does: all or nothing. */
  private takes(bytes: number): Reply {
    return bytes <= this.room ? bytes : 'EAGAIN';
  }
}
