import { button, element } from "./dom.js";

export interface NoticeAction {
  readonly label: string;
  run(): void;
}

/** A line above the content that says something a person should know, with what can be done about it. */
export function notice(
  kind: "warning" | "error",
  text: string,
  actions: readonly NoticeAction[],
): HTMLElement {
  return element("div", {
    class: `notice ${kind}`,
    children: [
      element("span", { text }),
      ...actions.map((action) => button(action.label, () => action.run())),
    ],
  });
}

/** What went wrong and what to do next. */
export function problemNotice(
  words: { readonly problem: string; readonly tryAgain: string },
  what: string,
  remedy: string,
  again: () => void,
): HTMLElement {
  return element("div", {
    class: "notice error problem",
    children: [
      element("h1", { text: words.problem }),
      element("p", { text: what }),
      element("p", { text: remedy }),
      button(words.tryAgain, again),
    ],
  });
}
