interface Event {
  readonly at: number;
  /** Order of scheduling: events of one moment happen in it. */
  readonly order: number;
  act(): void;
}

/** What happens when, in order; time moves from event to event. */
export class Timeline {
  private readonly heap: Event[] = [];
  private scheduled = 0;
  private time = 0;

  get now(): number {
    return this.time;
  }

  /** @param at never before now */
  at(at: number, act: () => void): void {
    this.heap.push({ at: Math.max(at, this.time), order: this.scheduled, act });
    this.scheduled += 1;
    this.rise(this.heap.length - 1);
  }

  after(seconds: number, act: () => void): void {
    this.at(this.time + seconds, act);
  }

  /** From `first` on, every `period` seconds. */
  every(period: number, first: number, act: () => void): void {
    this.at(first, () => {
      act();
      this.every(period, this.time + period, act);
    });
  }

  /** Lets everything happen that is due until then. */
  runUntil(end: number): void {
    for (let event = this.heap[0]; event !== undefined && event.at <= end; event = this.heap[0]) {
      this.removeFirst();
      this.time = event.at;
      event.act();
    }
    this.time = end;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private rise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index > 0 && this.isBefore(index, parent)) {
      this.swap(index, parent);
      this.rise(parent);
    }
  }

  private sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const child = this.isBefore(right, left) ? right : left;
    if (this.isBefore(child, index)) {
      this.swap(child, index);
      this.sink(child);
    }
  }

  private isBefore(left: number, right: number): boolean {
    const [one, other] = [this.heap[left], this.heap[right]];
    if (one === undefined || other === undefined) return false;
    return one.at < other.at || (one.at === other.at && one.order < other.order);
  }

  private swap(left: number, right: number): void {
    const [one, other] = [this.heap[left], this.heap[right]];
    if (one === undefined || other === undefined) return;
    this.heap[left] = other;
    this.heap[right] = one;
  }
}
