/** Days as numbers and places on a line; no time zone is ever applied. */
import { moment, MONTHS } from "./words";

export interface Stretch {
  from: number;
  to: number;
}

const DAY = 86_400_000;

/** Days since 1970, with the clock as a fraction. */
export function dayNumber(iso: string | null | undefined): number | null {
  const m = moment(iso);
  if (!m) return null;
  const clock = m.clock ? (+m.clock.slice(0, 2) * 60 + +m.clock.slice(3)) / 1440 : 0;
  return Date.UTC(m.year, m.month - 1, m.day) / DAY + clock;
}

export const isoDay = (day: number): string => new Date(Math.floor(day) * DAY).toISOString().slice(0, 10);

/** Inclusive ends as a stretch of days: the day or minute of the end belongs to it. */
export function stretch(earliest: string | null, latest: string | null): Partial<Stretch> {
  const from = dayNumber(earliest);
  const to = dayNumber(latest);
  const found: Partial<Stretch> = {};
  if (from !== null) found.from = from;
  if (to !== null) found.to = moment(latest)!.clock ? to : to + 1;
  return found;
}

/**
 * The days worth drawing: one in fifty events may lie before and one in fifty behind, so that a single "in 1991" does not
 * press this week into a point.
 */
export function worthDrawing(days: { day: string; events: number }[]): Stretch {
  const all = days.reduce((sum, d) => sum + d.events, 0);
  if (all === 0) return { from: 0, to: 1 };
  const at = (share: number) => {
    let passed = 0;
    for (const d of days) if ((passed += d.events) >= share * all) return dayNumber(d.day)!;
    return dayNumber(days.at(-1)!.day)!;
  };
  const [from, to] = [at(0.02), at(0.98) + 1];
  const air = Math.max(1, (to - from) * 0.03);
  return { from: Math.floor(from - air), to: Math.ceil(to + air) };
}

const STEPS: { days: number; months: number }[] = [
  { days: 1, months: 0 },
  { days: 2, months: 0 },
  { days: 7, months: 0 },
  { days: 14, months: 0 },
  ...[1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].map((months) => ({ days: months * 30.44, months })),
];

/** At most five marks on days, weeks, months or years. */
export function ticks({ from, to }: Stretch): { at: number; label: string }[] {
  const step = STEPS.find((s) => (to - from) / s.days <= 5) ?? STEPS.at(-1)!;
  const found: { at: number; label: string }[] = [];
  const start = new Date(from * DAY);
  const month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let i = 0; found.length < 8; i++) {
    const at = step.months
      ? firstOf(Math.ceil(month / step.months + i) * step.months)
      : Math.ceil(from) + i * step.days;
    if (at >= to) break;
    if (at >= from) found.push({ at, label: label(at, step.months) });
  }
  return found;
}

/** The first day of a month that is counted from the year 0. */
function firstOf(months: number): number {
  const first = new Date(0);
  first.setUTCFullYear(Math.floor(months / 12), months % 12, 1);
  return first.getTime() / DAY;
}

function label(at: number, months: number): string {
  const date = new Date(at * DAY);
  const year = date.getUTCFullYear();
  if (months >= 12) return `${year}`;
  const month = MONTHS[date.getUTCMonth()];
  return months ? `${month} ${year}` : `${date.getUTCDate()} ${month}`;
}

/** Where an interval lies on a line, in hundredths of it; null when neither end is known. */
export interface Bar {
  left: number;
  right: number;
  dot: boolean;
  before: boolean;
  behind: boolean;
  out: boolean;
}

export function bar(earliest: string | null, latest: string | null, shown: Stretch): Bar | null {
  const { from, to } = stretch(earliest, latest);
  if (from === undefined && to === undefined) return null;
  const share = (at: number) => ((at - shown.from) / (shown.to - shown.from)) * 100;
  const [left, right] = [share(from ?? -1e9), share(to ?? 1e9)];
  return {
    left: Math.max(0, Math.min(100, left)),
    right: Math.max(0, Math.min(100, right)),
    dot: from !== undefined && to !== undefined && to - from <= 1,
    before: left < 0,
    behind: right > 100,
    out: right <= 0 || left >= 100,
  };
}

/** The stretch that a timeline draws: that of the dates asked for, else all that is worth drawing. */
export function drawn(since: string, until: string, all: Stretch): Stretch {
  const { from, to } = stretch(since || null, until || null);
  const [a, b] = [from ?? all.from, to ?? all.to];
  return b > a ? { from: a, to: b } : { from: a, to: a + 1 };
}
