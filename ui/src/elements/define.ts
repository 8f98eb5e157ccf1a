/** Registers an element once: a module may be reached by two bundles, or reloaded in development. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element)
}
