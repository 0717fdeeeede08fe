import { button, definitions, element } from "../dom.js";
import { fill } from "../../shared/strings.js";
import type { FromTensorView, TensorHead } from "../../shared/tensors/messages.js";
import type { Words } from "./columns.js";
import type { Numbers } from "./numbers.js";
import type { StateFilter, View } from "./order.js";

export interface ToolbarEvents {
  send(message: FromTensorView): void;
  onView(changes: Partial<View>): void;
}

/** Filter, totals, the plan and what can be done with it. */
export class Toolbar {
  readonly root = element("header", { class: "toolbar" });
  readonly #filter: HTMLInputElement;
  readonly #state: HTMLSelectElement;
  readonly #stateLabel: HTMLElement;
  readonly #title = element("h1", { class: "unseen" });
  readonly #count = element("span", { class: "count", attributes: { role: "status" } });
  readonly #totals = element("span", { class: "dim" });
  readonly #plan = element("div", { class: "plan" });
  readonly #metadata = element("details", { class: "metadata" });

  constructor(
    private readonly words: Words,
    view: View,
    private readonly events: ToolbarEvents,
  ) {
    this.#filter = element("input", {
      class: "filter",
      attributes: {
        type: "search",
        title: words.filterHint,
        spellcheck: "false",
      },
    });
    this.#filter.value = view.query;
    let frame = 0;
    this.#filter.addEventListener("input", () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => events.onView({ query: this.#filter.value }));
    });
    this.#state = stateSelect(words);
    this.#state.addEventListener("change", () => {
      const chosen = stateOptions(words).find(([value]) => value === this.#state.value)?.[0];
      events.onView({ state: chosen ?? "all" });
    });
    this.#stateLabel = element("label", { children: [`${words.stateLabel} `, this.#state] });
    const filterLabel = element("label", {
      class: "filter-label",
      children: [`${words.filterLabel} `, this.#filter],
    });
    this.root.append(
      this.#title,
      element("div", {
        class: "line",
        children: [filterLabel, this.#stateLabel, this.#count, this.#totals],
      }),
      this.#plan,
      this.#metadata,
    );
  }

  show(head: TensorHead, numbers: Numbers, view: View): void {
    const { words } = this;
    this.#title.textContent = head.title;
    this.#filter.value = view.query;
    this.#state.value = view.state;
    this.#stateLabel.hidden = head.plan === undefined;
    const values = [numbers.count(head.tensors), numbers.count(head.elements), numbers.size(head.bytes)];
    this.#totals.textContent =
      head.files > 1
        ? fill(words.totalsFiles, ...values, numbers.count(head.files))
        : fill(words.totals, ...values);
    this.#plan.replaceChildren(...this.#planLine(head));
    this.#metadata.hidden = head.metadata.length === 0;
    this.#metadata.replaceChildren(element("summary", { text: words.metadata }), definitions(head.metadata));
  }

  setCount(text: string): void {
    this.#count.textContent = text;
  }

  #planLine({ plan, actions }: TensorHead): HTMLElement[] {
    const { words, events } = this;
    const act = (label: string, type: "script" | "convert", refusal: string | null): HTMLElement[] => {
      const made = button(label, () => events.send({ type }));
      made.disabled = refusal !== null;
      // A disabled button shows no hint, so the reason stands beside it.
      return refusal === null ? [made] : [made, element("span", { class: "dim", text: refusal })];
    };
    const choose = (label: string): HTMLElement => button(label, () => events.send({ type: "choosePlan" }));
    const head =
      plan === undefined
        ? [choose(words.choosePlan)]
        : [
            element("span", { children: [`${words.planName} `, element("code", { text: plan.name })] }),
            element("span", { class: "dim", text: plan.summary }),
            choose(words.otherPlan),
            button(words.closePlan, () => events.send({ type: "closePlan" })),
          ];
    const same = actions.script !== null && actions.script === actions.convert;
    return [
      ...head,
      ...act(words.script, "script", actions.script).slice(0, same ? 1 : 2),
      ...act(words.convert, "convert", actions.convert),
    ];
  }
}

function stateOptions(words: Words): readonly (readonly [StateFilter, string])[] {
  return [
    ["all", words.stateAll],
    ["undecided", words.stateUndecided],
    ["likely", words.stateLikely],
    ["converted", words.stateConverted],
    ["dropped", words.stateDropped],
    ["unplanned", words.stateUnplanned],
  ];
}

function stateSelect(words: Words): HTMLSelectElement {
  return element("select", {
    children: stateOptions(words).map(([value, text]) => element("option", { text, attributes: { value } })),
  });
}
