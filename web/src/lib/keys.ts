/** The keys of the page, listed once: what the overlay shows is what works. */
import { LAYERS } from "./address";
import { across } from "./across.svelte";
import { desk } from "./state.svelte";

export const KEYS: [keys: string[], does: string][] = [
  [["j", "k"], "next, previous event"],
  [["n", "p"], "next, previous field of the event, with its characters"],
  [["m", "u"], "of a happening: join it with another, split a telling off"],
  [["/"], "search"],
  [["1", "–", "5"], "show or hide a layer of highlights"],
  [["?"], "these keys"],
  [["Esc"], "close, or let go of what is chosen"],
];

export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement;
  const typing = target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape") {
    if (across.judging) across.judging = null;
    else if (desk.help) desk.help = false;
    else if (typing) target.blur();
    else if (desk.field) desk.chooseField(null);
    return;
  }
  if (typing || desk.help || across.judging) return;
  const act = ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function judge(verdict: "same" | "different"): void {
  const several = (across.happening.value?.tellings.length ?? 0) > 1;
  if (desk.tab === "happening" && (verdict === "same" || several)) across.begin("same_event", verdict);
}

const ACTS: { [key: string]: () => void } = {
  j: () => void desk.step(1),
  k: () => void desk.step(-1),
  n: () => desk.stepField(1),
  p: () => desk.stepField(-1),
  m: () => judge("same"),
  u: () => judge("different"),
  "/": () => {
    desk.show("list");
    document.getElementById("search")?.focus();
  },
  "?": () => (desk.help = true),
};
LAYERS.forEach((layer, i) => (ACTS[String(i + 1)] = () => desk.toggleLayer(layer)));
