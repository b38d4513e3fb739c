/** What many reports say together: asked only when it is looked at, and anew when the joins have changed. */
import { TOGETHER, type View } from "./address";
import { ask, keep, type Actor, type ActorRow, type Difference, type Given, type Verdict, type DisputeRow, type Family, type Happening, type HappeningRow, type Kin, type Member, type Progress, type TollGroup } from "./across";
import { api, type DayCount, type EventRow, type ReportRow } from "./api";
import { noFilters } from "./address";
import { Pages } from "./pages.svelte";
import { desk } from "./state.svelte";
import { named, outletOf, plural } from "./tellings";
import { day, shortened, titleOf } from "./words";

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One thing that is fetched by its name; what was asked for last is what is shown. */
class One<T> {
  value = $state.raw<T | null>(null);
  failure = $state<string | null>(null);
  /** What was asked for last; asking for the same again asks nothing. */
  name = "";
  private stop = new AbortController();

  async ask(name: string, fetching: (signal: AbortSignal) => Promise<T>): Promise<void> {
    if (name === this.name) return;
    this.name = name;
    this.stop.abort();
    const stop = (this.stop = new AbortController());
    try {
      const value = await fetching(stop.signal);
      if (stop.signal.aborted) return;
      this.value = value;
      this.failure = null;
    } catch (error) {
      if (stop.signal.aborted) return;
      this.value = null;
      this.name = "";
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }
}

/** A telling or a report that a judgement can be of. */
export interface Choice {
  id: string;
  label: string;
  quote: string;
}

/** What a person is asked: `firsts` are the ones to judge, `among` what they are held against (none: searched for). */
export interface Judging {
  kind: "same_event" | "reprint" | "actor";
  verdict: Verdict;
  firsts: Choice[];
  among: Choice[];
  one: string;
  other: string;
}

const headed = ({ event }: EventRow): string =>
  shortened([named(event, "actor"), event.trigger.quote, named(event, "recipient")].filter(Boolean).join(" "), 60);
const told = (row: EventRow): Choice => ({
  id: row.id,
  label: `${headed(row)}, ${outletOf(row.report)}, ${day(row.report.published?.slice(0, 10)) ?? "undated"}`,
  quote: shortened(row.event.sentence.quote, 220),
});
const reported = (row: ReportRow): Choice => ({
  id: row.id,
  label: `${outletOf(row)}, ${day(row.published?.slice(0, 10)) ?? "undated"}`,
  quote: titleOf(row),
});

const meant = (member: Member): Choice => ({
  id: member.id,
  label: `${member.name}, ${outletOf(member.report)}, ${day(member.report.published?.slice(0, 10)) ?? "undated"}`,
  quote: titleOf(member.report),
});

class Across {
  progress = $state.raw<Progress | null>(null);
  failure = $state<string | null>(null);
  /** Goes up when there are other joins than before: whoever shows some asks anew. */
  mark = $state(0);

  happenings = new Pages<HappeningRow>((offset, limit, signal) =>
    ask.happenings(desk.filters, { offset, limit, several: String(this.several), order: "origins" }, signal),
  );
  chronicle = new Pages<HappeningRow>((offset, limit, signal) =>
    ask.happenings(desk.filters, { offset, limit, several: String(this.several), order: "time" }, signal),
  );
  conflicts = new Pages<DisputeRow>((offset, limit, signal) => ask.conflicts(desk.filters, { offset, limit }, signal));
  tolls = new Pages<TollGroup>((offset, limit, signal) =>
    ask.tolls(desk.filters, { offset, limit, several: String(this.several) }, signal),
  );
  reprints = new Pages<Family>((offset, limit, signal) => ask.reprints(desk.filters, { offset, limit }, signal));
  actors = new Pages<ActorRow>((offset, limit, signal) =>
    ask.actors(desk.filters, { offset, limit, several: String(this.several) }, signal),
  );
  days = $state.raw<DayCount[]>([]);

  happening = new One<Happening>();
  kin = new One<Kin>();
  difference = new One<Difference>();
  actor = new One<Actor>();

  /** Happenings of one report alone are most of a ledger; in order of time they are wanted, as a list of joins they are not. */
  several = $derived(desk.several ?? ["happenings", "actors"].includes(desk.view));

  /** The part of a happening that was asked for with it, brought into sight once. */
  part: string | null = null;

  private listed = new Map<View, string>();
  private watching = false;

  /** Waits until there are joins; goes on looking while they lag behind the ledger. */
  async ready(): Promise<boolean> {
    await this.look();
    while (this.progress?.state === "joining") {
      await pause(700);
      await this.look();
    }
    if (this.progress && !this.progress.current) void this.watch();
    return this.progress?.state === "ready";
  }

  private async look(): Promise<void> {
    try {
      this.progress = await ask.progress();
      this.failure = this.progress.state === "failed" ? this.progress.message : null;
      if (this.progress.state === "ready") this.mark = this.progress.mark;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.progress = null;
    }
  }

  private async watch(): Promise<void> {
    if (this.watching) return;
    this.watching = true;
    while (this.progress && !this.progress.current && !this.progress.message) {
      await pause(700);
      await this.look();
    }
    this.watching = false;
  }

  /** Fetches what a view lists, from its start. */
  async list(view: View): Promise<void> {
    if (!TOGETHER.some((v) => v === view) || !(await this.ready())) return;
    const state = [desk.asked, this.several, this.mark].join();
    if (this.listed.get(view) === state) return;
    this.listed.set(view, state);
    if (view === "chronicle") void this.count();
    await this[view as (typeof TOGETHER)[number]].restart();
  }

  private async count(): Promise<void> {
    try {
      this.days = (await ask.days(desk.filters, { several: String(this.several) })).days;
    } catch {
      this.days = [];
    }
  }

  /** Sees to it that the happening of an event is at hand; a telling of the one that is asks nothing anew. */
  async open(key: string): Promise<void> {
    if (!(await this.ready())) return;
    const mark = `@${this.mark}`;
    if (this.happening.name.endsWith(mark) && this.happening.value?.tellings.some((row) => row.id === key)) return;
    await this.happening.ask(key + mark, (signal) => ask.happening(key, signal));
  }

  async near(report: string): Promise<void> {
    if (await this.ready()) await this.kin.ask(`${report}@${this.mark}`, (signal) => ask.kin(report, signal));
  }

  async act(key: string): Promise<void> {
    if (!(await this.ready())) return;
    const mark = `@${this.mark}`;
    if (this.actor.name.endsWith(mark) && this.actor.value?.members.some((member) => member.id === key)) return;
    await this.actor.ask(key + mark, (signal) => ask.actor(key, signal));
  }

  /** The server joins the two by themselves: this waits for nothing. */
  async compare(one: string, other: string): Promise<void> {
    await this.difference.ask(`${one} ${other}@${this.mark}`, (signal) => ask.difference(one, other, signal));
  }

  // -- a person's word

  judging = $state.raw<Judging | null>(null);

  /** Asks a person about the chosen telling, or the opened report; `one` and `other` where two are meant already. */
  begin(kind: Judging["kind"], verdict: Verdict, one: string | null = null, other: string | null = null): void {
    if (kind === "reprint") return this.beginReprint(verdict, one, other);
    if (kind === "actor") return this.beginActor(verdict, one, other);
    const tellings = this.happening.value?.tellings ?? [];
    const chosen = tellings.find((row) => row.id === `${desk.report}/${desk.event}`) ?? tellings[0];
    if (!chosen) return;
    const [firsts, among] = verdict === "different" ? [tellings.map(told), tellings.map(told)] : [[told(chosen)], []];
    const others = tellings.filter((row) => row !== chosen);
    const apart = others.find((row) => row.event.sentence.quote !== chosen.event.sentence.quote) ?? others[0];
    this.judging = { kind: "same_event", verdict, firsts, among, one: chosen.id, other: verdict === "different" ? (apart?.id ?? "") : "" };
  }

  private beginActor(verdict: Verdict, one: string | null, other: string | null): void {
    const actor = this.actor.value;
    if (!actor) return;
    const links = [...actor.joins, ...actor.unsure].flatMap((link) => [link.one, link.other]);
    const members = new Map([...actor.members, ...links].map((member) => [member.id, member]));
    const chosen = (id: string | null) => [members.get(id ?? "")].filter((member) => member !== undefined).map(meant);
    const first = one ?? `${desk.report}/${desk.acting}`;
    this.judging = { kind: "actor", verdict, firsts: chosen(first), among: chosen(other), one: first, other: other ?? "" };
  }

  private beginReprint(verdict: Verdict, one: string | null, other: string | null): void {
    const kin = this.kin.value;
    if (!kin) return;
    const rows = new Map([kin.report, ...(kin.family?.tree.map((node) => node.report) ?? [])].map((row) => [row.id, row]));
    const named = (id: string | null) => [rows.get(id ?? "")].filter((row) => row !== undefined).map(reported);
    const firsts = one ? named(one) : [reported(kin.report)];
    this.judging = { kind: "reprint", verdict, firsts, among: named(other), one: firsts[0]?.id ?? "", other: other ?? "" };
  }

  /** What a judgement could be held against: happenings, or reports, that hold the words. */
  async seek(kind: Judging["kind"], words: string): Promise<Choice[]> {
    const filters = { ...noFilters(), words };
    if (kind === "actor") {
      const here = new Set(this.actor.value?.members.map((member) => member.id));
      const rows = (await ask.actors(filters, { limit: 12 })).rows.filter((row) => !here.has(row.key));
      return rows.map((row) => ({ id: row.key, label: `${row.name}, ${plural(row.reports, "report")}`, quote: [...row.roles, ...row.names].join("; ") }));
    }
    if (kind === "reprint") return (await api.reports(filters, { limit: 12 })).rows.map(reported);
    const rows = (await ask.happenings(filters, { limit: 12 })).rows.map((row) => row.face);
    const here = new Set(this.happening.value?.tellings.map((row) => row.id));
    return rows.filter((row) => !here.has(row.id)).map(told);
  }

  async keep(given: Given): Promise<void> {
    await keep(given);
    await this.look();
    if (this.progress && !this.progress.current) void this.watch();
  }

  /** Where j and k stand in the list: several disputes may have one face. */
  private at = -1;

  constructor() {
    desk.stepTogether = (by) => this.step(by);
  }

  private async step(by: 1 | -1): Promise<void> {
    if (desk.view === "reprints" || desk.view === "actors") return;
    const list = this[desk.view as "happenings"] as Pages<HappeningRow | DisputeRow | TollGroup>;
    const face = (row: HappeningRow | DisputeRow | TollGroup) => ("happening" in row ? row.happening : row).face;
    const chosen = (row: HappeningRow | DisputeRow | TollGroup | undefined) =>
      row !== undefined && face(row).report.id === desk.report && face(row).event.id === desk.event;
    const now = chosen(list.at(this.at)) ? this.at : list.find(chosen);
    const next = now < 0 ? 0 : now + by;
    const row = await list.row(next);
    if (!row) return;
    this.at = next;
    desk.setTab("happening");
    await desk.open(face(row).report.id, face(row).event.id);
  }
}

export const across = new Across();
