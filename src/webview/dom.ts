/** What an element is made with: text is always text, never markup. */
export interface ElementOptions {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | string)[];
}

/** Makes an element. Names from files end up in text nodes and attributes only, so they cannot become markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  if (options.children) made.append(...options.children);
  return made;
}

/** Makes a button that calls back. */
export function button(text: string, onClick: () => void, options: ElementOptions = {}): HTMLButtonElement {
  const made = element("button", { ...options, text });
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

/** Makes a list of names with values. */
export function definitions(pairs: readonly (readonly [string, string])[]): HTMLElement {
  return element("dl", {
    children: pairs.flatMap(([name, value]) => [
      element("dt", { text: name }),
      element("dd", { text: value }),
    ]),
  });
}
