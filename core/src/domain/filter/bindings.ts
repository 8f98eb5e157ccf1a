/** Collects the values of a statement while its text is being written. */
export interface Bindings {
  readonly values: unknown[]
  /** The place of a value in the text, e.g. `$3`. */
  bind(value: unknown): string
}

export function createBindings(...first: unknown[]): Bindings {
  const values = [...first]
  return { values, bind: (value) => `$${values.push(value)}` }
}
