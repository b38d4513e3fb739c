/** How the record's codes are put into words. Nothing here decides; it only names. */
import type { Document, Event, Figure, Status, Timex } from "./record";

export const STATUS_WORDS: { [S in Status]: { word: string; means: string } } = {
  asserted: { word: "asserted", means: "put as a fact by its source" },
  denied: { word: "denied", means: "said by its source not to have happened" },
  planned: { word: "planned", means: "intended, scheduled or promised" },
  possible: { word: "possible", means: "may have happened, or alleged without support" },
  hypothetical: { word: "hypothetical", means: "supposed, asked for or conditional" },
};
export const STATUSES = Object.keys(STATUS_WORDS) as Status[];

const KINDS: { [kind: string]: string } = {
  AGREE: "agree",
  CONSULT: "consult",
  SUPPORT: "support",
  CONCEDE: "concede",
  COOPERATE: "cooperate",
  AID: "aid",
  RETREAT: "retreat",
  REQUEST: "request",
  ACCUSE: "accuse",
  REJECT: "reject",
  THREATEN: "threaten",
  PROTEST: "protest",
  SANCTION: "sanction",
  MOBILIZE: "mobilize",
  COERCE: "coerce",
  ASSAULT: "assault",
};
export const isKind = (kind: string): boolean => kind === "none" || kind in KINDS;
export const kindWord = (kind: string | null): string => (kind && kind !== "none" ? (KINDS[kind] ?? kind.toLowerCase()) : "no kind");

/** PLOVER's sectors of actors. */
const SECTORS: { [code: string]: string } = {
  COP: "police",
  GOV: "government",
  JUD: "judiciary",
  LEG: "legislature",
  MIL: "military",
  PRM: "paramilitary",
  PTY: "party",
  REB: "rebels",
  SPY: "intelligence",
  UAF: "unidentified armed force",
  AGR: "farming",
  BUS: "business",
  CRM: "crime",
  CVL: "civilians",
  EDU: "education",
  ELI: "elites",
  JRN: "press",
  LAB: "labour",
  MED: "medicine",
  REF: "refugees",
  OPP: "opposition",
  REL: "religion",
  SOC: "society",
  IGO: "between governments",
  UNO: "United Nations",
  EUR: "European Union",
  NGO: "non-governmental",
  ISM: "movement",
  MNC: "multinational company",
};
export const sectorWord = (code: string): string => SECTORS[code] ?? code;

export const BASIS_WORDS: { [B in Document["published_basis"]]: string } = {
  given: "given with the report",
  metadata: "from the page's metadata",
  dateline: "from the dateline",
  inferred: "inferred from the text",
  unknown: "not known",
};

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

interface Moment {
  year: number;
  month: number;
  day: number;
  clock: string | null;
}

/** Reads an ISO date or date-time by its digits alone: no time zone may move a day. */
export function moment(iso: string | null | undefined): Moment | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(iso ?? "");
  if (!found) return null;
  return { year: +found[1]!, month: +found[2]!, day: +found[3]!, clock: found[4] ?? null };
}

const isLastDay = (m: Moment) =>
  m.day === (m.month === 2 && isLeap(m.year) ? 29 : LAST_DAYS[m.month - 1]);
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export function day(iso: string | null | undefined): string | null {
  const m = moment(iso);
  return m && `${m.day} ${MONTHS[m.month - 1]} ${m.year}${m.clock ? `, ${m.clock}` : ""}`;
}

/** "8 Dec 2024", "Dec 2024", "2024", "8–11 Dec 2024", "since 8 Dec 2024": the interval in as few words as keep it whole. */
export function interval(earliest: string | null, latest: string | null): string | null {
  const a = moment(earliest);
  const b = moment(latest);
  if (!a && !b) return null;
  if (!b) return `${day(earliest)} or later`;
  if (!a) return `${day(latest)} or earlier`;
  const sameDay = a.year === b.year && a.month === b.month && a.day === b.day;
  if (sameDay) {
    const clocks = a.clock && b.clock && !(a.clock === "00:00" && b.clock.startsWith("23:59"));
    const date = `${a.day} ${MONTHS[a.month - 1]} ${a.year}`;
    if (!clocks) return date;
    return a.clock === b.clock ? `${date}, ${a.clock}` : `${date}, ${a.clock}–${b.clock}`;
  }
  if (a.year === b.year && a.day === 1 && isLastDay(b)) {
    if (a.month === 1 && b.month === 12) return `${a.year}`;
    if (a.month === b.month) return `${MONTHS[a.month - 1]} ${a.year}`;
    return `${MONTHS[a.month - 1]}–${MONTHS[b.month - 1]} ${a.year}`;
  }
  if (a.clock || b.clock) return `${day(earliest)} – ${day(latest)}`;
  if (a.year === b.year && a.month === b.month) return `${a.day}–${b.day} ${MONTHS[a.month - 1]} ${a.year}`;
  if (a.year === b.year) return `${a.day} ${MONTHS[a.month - 1]} – ${b.day} ${MONTHS[b.month - 1]} ${a.year}`;
  return `${day(earliest)} – ${day(latest)}`;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const UNITS: { [code: string]: string } = { Y: "year", M: "month", W: "week", D: "day", TH: "hour", TM: "minute", TS: "second" };

export function timeWords(time: Timex): string {
  return interval(time.earliest, time.latest) ?? openTime(time);
}

/** A time that allows no days, such as the "Tuesday" of a report whose date is not known: what it does tell, in words. */
function openTime({ type, value }: Timex): string {
  const weekday = /^XXXX-WXX-([1-7])/.exec(value);
  if (weekday) return `a ${WEEKDAYS[+weekday[1]! - 1]}; which one is not known`;
  const date = /^XXXX-(\d\d)(?:-(\d\d))?/.exec(value);
  if (date && MONTHS[+date[1]! - 1]) return `${date[2] ? `${+date[2]} ` : ""}${MONTHS[+date[1]! - 1]}; the year is not known`;
  const length = /^P(T?)(\d+(?:\.\d+)?)([YMWDHMS])$/.exec(value);
  const unit = length && UNITS[length[1]! + length[3]!];
  if (unit) {
    const many = `${length[2]} ${unit}${length[2] === "1" ? "" : "s"}`;
    return type === "SET" ? `every ${length[2] === "1" ? unit : many}` : `for ${many}`;
  }
  return "no day known";
}

const count = (n: number) => n.toLocaleString("en-GB");

/** "12 killed", "at least 12 killed", "at most 40 injured", "10 to 12 missing". */
export function figureWords(figure: Pick<Figure, "what" | "low" | "high" | "unit" | "scope">): string {
  const { low, high } = figure;
  const unit = figure.unit ? ` ${figure.unit}` : "";
  const what = figure.what === "other" ? "" : ` ${figure.what}`;
  const number =
    low === null && high === null
      ? "a number"
      : high === null
        ? `at least ${count(low!)}`
        : low === null
          ? `at most ${count(high)}`
          : low === high
            ? count(low)
            : `${count(low)} to ${count(high)}`;
  return `${number}${unit}${what}${figure.scope === "total" ? " in all" : ""}`;
}

/** How sure the source is, where the status does not say so already. */
export function certaintyWords({ certainty, status }: Pick<Event, "certainty" | "status">): string {
  return certainty === "certain" || certainty === status ? "" : certainty;
}

/** The same interval by days alone, for lists. */
export function days(earliest: string | null, latest: string | null): string | null {
  return interval(earliest?.slice(0, 10) ?? null, latest?.slice(0, 10) ?? null);
}

/** Long words of a report shortened in the middle, between words; never in the middle of a character. */
export function shortened(words: string, most = 90): string {
  const all = words.replace(/\s+/g, " ").trim();
  const characters = [...all];
  if (characters.length <= most) return all;
  const head = characters.slice(0, Math.floor(most * 0.66)).join("");
  const tail = characters.slice(-Math.floor(most * 0.28)).join("");
  return `${head.replace(/\s\S*$/u, "")} … ${tail.replace(/^\S*\s/u, "")}`;
}


const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** Whether words hold characters that turn the direction of what follows, so that they are not seen in their order. */
export const isTurned = (words: string): boolean => words.search(TURNING) >= 0;

/** A report's headline, in its order; without one, its name, of which a path keeps the file alone. */
export const titleOf = (report: { title: string | null; name: string }): string =>
  report.title?.replace(TURNING, "") ?? (report.name.split(/[/\\!]/).filter(Boolean).at(-1) ?? report.name);
