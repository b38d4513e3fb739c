/** A long list of which only the pages that have been looked at are held. */
import type { Page } from "./api";

const SIZE = 60;

export class Pages<T> {
  total = $state(0);
  undated = $state(0);
  older = $state(0);
  ready = $state(false);
  failure = $state<string | null>(null);
  private held = $state.raw(new Map<number, T[]>());
  private asked = new Set<number>();
  private stop = new AbortController();

  constructor(private ask: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<T>>) {}

  /** Forgets everything and fetches from the start; what is shown stays until the answer is there. */
  async restart(): Promise<void> {
    this.stop.abort();
    this.stop = new AbortController();
    this.asked = new Set();
    await this.fetch(0, true);
  }

  at(index: number): T | undefined {
    return this.held.get(Math.floor(index / SIZE))?.[index % SIZE];
  }

  /** Sees to it that the rows [first, last) come. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / SIZE); page * SIZE < Math.min(last, this.total); page++) void this.fetch(page);
  }

  /** The row at an index, fetched if need be. */
  async row(index: number): Promise<T | undefined> {
    if (index < 0 || index >= this.total) return undefined;
    await this.fetch(Math.floor(index / SIZE));
    return this.at(index);
  }

  find(test: (row: T) => boolean): number {
    for (const [page, rows] of this.held) {
      const i = rows.findIndex(test);
      if (i >= 0) return page * SIZE + i;
    }
    return -1;
  }

  private waiting = new Map<number, Promise<void>>();

  private fetch(page: number, fresh = false): Promise<void> {
    if (!fresh && this.asked.has(page)) return this.waiting.get(page) ?? Promise.resolve();
    this.asked.add(page);
    const done = this.load(page, fresh, this.stop.signal);
    this.waiting.set(page, done);
    return done;
  }

  private async load(page: number, fresh: boolean, signal: AbortSignal): Promise<void> {
    try {
      const got = await this.ask(page * SIZE, SIZE, signal);
      if (signal.aborted) return;
      const held = fresh ? new Map<number, T[]>() : new Map(this.held);
      held.set(page, got.rows);
      this.held = held;
      this.total = got.total;
      this.undated = got.undated;
      this.older = got.older;
      this.failure = null;
      this.ready = true;
    } catch (error) {
      if (signal.aborted) return;
      this.asked.delete(page);
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}
