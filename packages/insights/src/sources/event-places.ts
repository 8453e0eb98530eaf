/** Where events stand in a block of bytes, and when they happened. */
export class EventPlaces {
  count = 0;
  private places = new Int32Array(2 * ROOM);
  private times = new Float64Array(ROOM);

  add(start: number, end: number, time: number): void {
    if (this.count === this.times.length) this.grow();
    this.places[2 * this.count] = start;
    this.places[2 * this.count + 1] = end;
    this.times[this.count++] = time;
  }

  start(index: number): number {
    return this.places[2 * index]!;
  }

  end(index: number): number {
    return this.places[2 * index + 1]!;
  }

  time(index: number): number {
    return this.times[index]!;
  }

  private grow(): void {
    const { places, times } = this;
    this.places = new Int32Array(2 * places.length);
    this.places.set(places);
    this.times = new Float64Array(2 * times.length);
    this.times.set(times);
  }
}

// More than most blocks hold.
const ROOM = 1 << 13;
