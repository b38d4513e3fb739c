/** The one state of the page: what is filtered, what is chosen, what is shown. Parts read it and call its verbs. */
import { readAddress, TOGETHER, writeAddress, type Pane, type Tab, type View } from "./address";
import { api, type DayCount, type EventRow, type Facet, type Facets, type Filters, type Ledger, type ReportRow } from "./api";
import { claimsOf, type Layer } from "./claims";
import { noFilters } from "./address";
import { Pages } from "./pages.svelte";
import { index, type Indexed, type Span } from "./record";

const here = readAddress(location.search);

class Desk {
  filters = $state<Filters>(here.filters);
  view = $state<View>(here.view);
  pane = $state<Pane>(here.pane);
  tab = $state<Tab>(here.tab);
  layers = $state<Layer[]>(here.layers);
  report = $state<string | null>(here.report);
  event = $state<string | null>(here.event);
  field = $state<string | null>(here.field);
  several = $state<boolean | null>(here.several);
  one = $state<string | null>(here.one);
  other = $state<string | null>(here.other);
  entity = $state<string | null>(here.entity);

  ledger = $state<Ledger | null>(null);
  facets = $state.raw<Facets | null>(null);
  at = $state.raw<Indexed | null>(null);
  failure = $state<string | null>(null);
  hover = $state.raw<Span[]>([]);
  help = $state(false);
  /** Goes up with every choice that should bring its characters into sight. */
  scrolls = $state(0);
  /** Goes up with every change of the filters: whoever lists something by them asks anew. */
  asked = $state(0);

  reports = new Pages<ReportRow>((offset, limit, signal) => api.reports(this.filters, { offset, limit, order: "-published" }, signal));
  events = new Pages<EventRow>((offset, limit, signal) =>
    api.events(this.filters, { offset, limit, order: "-time" }, signal),
  );
  /** The same, oldest first, and how many there are on each day: asked for only while the timeline is shown. */
  chronicle = new Pages<EventRow>((offset, limit, signal) =>
    api.events(this.filters, { offset, limit, order: "time" }, signal),
  );
  days = $state.raw<DayCount[]>([]);
  /** The events of the report in hand that pass the filters. */
  siblings = $state.raw<EventRow[]>([]);
  siblingsOf = $state<string | null>(null);

  filtered = $derived(
    Object.values(this.filters).some((value) => (typeof value === "string" ? value.trim() !== "" : value.length > 0)),
  );
  chosen = $derived(this.at && this.event ? (this.at.event.get(this.event) ?? null) : null);
  /** The entity whose actor is looked at: the address's, else somebody named in the chosen event. */
  acting = $derived.by(() => {
    const at = this.at;
    if (!at || at.record.document.id !== this.report) return null;
    if (this.entity) return at.entity.has(this.entity) ? this.entity : null;
    const named = new Set(at.record.mentions.filter((m) => m.form === "name").map((m) => m.entity));
    return this.chosen?.arguments.find((a) => a.entity && named.has(a.entity))?.entity ?? null;
  });
  claims = $derived(this.at && this.chosen ? claimsOf(this.at, this.chosen) : []);
  claim = $derived(this.claims.find((claim) => claim.key === this.field) ?? null);

  /** The next or previous row of the views over many reports; they set it (`across.svelte.ts`). */
  stepTogether: (by: 1 | -1) => Promise<void> = async () => {};

  /** Where the last entry of the browser's history stands; null until the page has opened what it opens by itself. */
  private placed: string | null = null;
  /** Above zero while somebody steps through a list with the keys: that leaves no trail of places. */
  private stepping = 0;
  /** One click may change the tab and the report: that is one place to come back from. */
  private moving = false;
  private recordStop = new AbortController();
  private facetStop = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  async start(): Promise<void> {
    addEventListener("popstate", () => this.goTo(location.search));
    const opened = this.report;
    const loading = opened ? this.load(opened) : Promise.resolve();
    api.ledger().then(
      (ledger) => (this.ledger = ledger),
      (error: Error) => (this.failure = error.message),
    );
    await Promise.all([this.refresh(), loading]);
    if (!opened) await this.openFirst();
    this.placed = this.place();
  }

  /** Everything that depends on the filters, asked anew. */
  async refresh(): Promise<void> {
    this.facetStop.abort();
    const stop = (this.facetStop = new AbortController());
    this.asked++;
    const facets = api.facets(this.filters, stop.signal).then(
      (facets) => (this.facets = facets),
      (error: Error) => {
        if (!stop.signal.aborted) this.failure = error.message;
      },
    );
    const timeline = this.view === "timeline" ? this.loadTimeline() : Promise.resolve();
    const siblings = this.report && this.at ? this.loadSiblings(this.report) : Promise.resolve();
    await Promise.all([facets, this.reports.restart(), this.events.restart(), siblings, timeline]);
  }

  private async loadTimeline(): Promise<void> {
    const days = api.days(this.filters).then(
      ({ days }) => (this.days = days),
      (error: Error) => (this.failure = error.message),
    );
    await Promise.all([days, this.chronicle.restart()]);
  }

  /** Writes the address. Another report, view, tab or pane is a place to come back to; what changes within one is none. */
  write(): void {
    const { filters, view, pane, tab, layers, report, event, field, several, one, other, entity } = this;
    const address = writeAddress({ filters, view, pane, tab, layers, report, event, field, several, one, other, entity });
    const place = this.place();
    const moved = this.placed !== null && this.placed !== place;
    if (this.placed !== null) this.placed = place;
    if (address === location.search) return;
    if (moved && this.stepping === 0 && !this.moving) {
      history.pushState(null, "", address || location.pathname);
      this.moving = true;
      setTimeout(() => (this.moving = false));
    } else history.replaceState(null, "", address || location.pathname);
  }

  private place(): string {
    return JSON.stringify([this.view, this.pane, this.tab, this.report, this.one, this.other, this.entity]);
  }

  private goTo(search: string): void {
    const filters = JSON.stringify(this.filters);
    const { report, ...others } = readAddress(search);
    const opened = report !== this.report;
    Object.assign(this, others, { report });
    this.placed = this.place();
    this.scrolls++;
    if (report && (opened || !this.at)) void this.load(report);
    if (!report) this.at = null;
    if (JSON.stringify(this.filters) !== filters) void this.refresh();
    else if (this.view === "timeline") void this.loadTimeline();
  }

  // -- filters

  /** Applies a change of the filters; typing waits a moment for the next letter. */
  filter(change: Partial<Filters>, wait = 0): void {
    Object.assign(this.filters, change);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.write();
      void this.refresh();
    }, wait);
  }

  toggle(facet: Facet, value: string): void {
    const held = this.filters[facet];
    this.filter({ [facet]: held.includes(value) ? held.filter((v) => v !== value) : [...held, value] });
  }

  clear(): void {
    this.filter(noFilters());
  }

  // -- choosing

  /** Opens a report and, in it, an event: the given one, else its first. */
  async open(report: string, event: string | null = null, pane: Pane | null = null, field: string | null = null): Promise<void> {
    if (pane) this.pane = pane;
    if (report !== this.report) {
      this.report = report;
      this.event = event;
      this.field = field;
      this.write();
      await this.load(report);
    } else if (event) {
      this.choose(event, field);
    }
  }

  /** The same by the whole id of an event, "REPORT/EVENT". */
  async go(key: string, pane: Pane | null = null, field: string | null = null): Promise<void> {
    const at = key.lastIndexOf("/");
    await this.open(key.slice(0, at), key.slice(at + 1), pane, field);
  }

  choose(event: string, field: string | null = null): void {
    this.event = event;
    this.field = field;
    this.hover = [];
    this.scrolls++;
    this.write();
  }

  chooseField(field: string | null, pane: Pane | null = null): void {
    this.field = field;
    if (pane) this.pane = pane;
    this.scrolls++;
    this.write();
  }

  show(pane: Pane): void {
    this.pane = pane;
    this.write();
  }

  setView(view: View): void {
    this.view = view;
    this.several = null;
    if (view === "timeline") void this.loadTimeline();
    this.write();
  }

  setSeveral(several: boolean | null): void {
    this.several = several;
    this.write();
  }

  /** Looks at the actor that an entity ("REPORT/ENTITY") is, with its mentions in that report. */
  async actor(key: string, pane: Pane | null = null): Promise<void> {
    const at = key.lastIndexOf("/");
    Object.assign(this, { tab: "actor", entity: key.slice(at + 1) });
    await this.open(key.slice(0, at), null, pane);
    this.scrolls++;
    this.write();
  }

  /** Compares two reports, field by field. */
  compare(one: string | null, other: string | null): void {
    Object.assign(this, { one, other, tab: "compare" });
    this.write();
  }

  setTab(tab: Tab): void {
    this.tab = tab;
    this.write();
  }

  toggleLayer(layer: Layer): void {
    this.layers = this.layers.includes(layer) ? this.layers.filter((l) => l !== layer) : [...this.layers, layer];
    this.write();
  }

  /** The next or previous event of what the list shows. */
  async step(by: 1 | -1): Promise<void> {
    this.stepping++;
    try {
      await this.stepTo(by);
    } finally {
      this.stepping--;
    }
  }

  private async stepTo(by: 1 | -1): Promise<void> {
    if (this.view === "reports") return this.stepInReport(by);
    if (TOGETHER.some((view) => view === this.view)) return this.stepTogether(by);
    const list = this.view === "timeline" ? this.chronicle : this.events;
    const now = list.find((row) => row.report.id === this.report && row.event.id === this.event);
    const row = await list.row(now < 0 ? 0 : now + by);
    if (row) await this.open(row.report.id, row.event.id);
  }

  private async stepInReport(by: 1 | -1): Promise<void> {
    const now = this.siblings.findIndex((row) => row.event.id === this.event);
    const next = now < 0 ? this.siblings[0] : this.siblings[now + by];
    if (next) return this.choose(next.event.id);
    const at = this.reports.find((row) => row.id === this.report);
    const row = await this.reports.row(at < 0 ? 0 : at + by);
    if (!row || row.id === this.report) return;
    await this.open(row.id);
    const edge = by < 0 ? this.siblings.at(-1) : this.siblings[0];
    if (edge) this.choose(edge.event.id);
  }

  stepField(by: 1 | -1): void {
    const keys = this.claims.filter((claim) => claim.evidence.length > 0).map((claim) => claim.key);
    if (keys.length === 0) return;
    const now = this.field ? keys.indexOf(this.field) : -1;
    const next = now < 0 ? (by > 0 ? 0 : keys.length - 1) : (now + by + keys.length) % keys.length;
    this.chooseField(keys[next]!);
  }

  // -- loading

  private async openFirst(): Promise<void> {
    if (this.view === "events" || this.view === "timeline") {
      const row = await (this.view === "events" ? this.events : this.chronicle).row(0);
      if (row) return this.open(row.report.id, row.event.id);
    }
    const first = this.reports.at(0);
    if (first) await this.open(first.id);
  }

  private async load(report: string): Promise<void> {
    this.recordStop.abort();
    const stop = (this.recordStop = new AbortController());
    try {
      const [record] = await Promise.all([api.record(report, stop.signal), this.loadSiblings(report)]);
      if (stop.signal.aborted) return;
      const whole = record.document.id; // the address may hold its beginning or the report's name
      if (whole !== report) {
        this.report = whole;
        if (this.placed !== null) this.placed = this.place();
        await this.loadSiblings(whole);
        if (stop.signal.aborted) return;
      }
      const at = index(record);
      if (!this.event || !at.event.has(this.event)) {
        this.event = this.siblings[0]?.event.id ?? at.record.events[0]?.id ?? null;
        this.field = null;
      }
      this.at = at;
      this.failure = null;
      this.scrolls++;
      this.write();
    } catch (error) {
      if (stop.signal.aborted) return;
      this.at = null;
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  private async loadSiblings(report: string): Promise<void> {
    try {
      const page = await api.events(this.filters, { report, limit: 500, order: "report" });
      if (report !== this.report) return;
      this.siblings = page.rows;
      this.siblingsOf = report;
    } catch {
      this.siblings = [];
    }
  }
}

export const desk = new Desk();
