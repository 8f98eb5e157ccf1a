import type { TemplateResult } from 'lit'

/** One block of the gallery: elements that belong together, in every state. */
export interface Demo {
  title: string
  tags: string
  body: () => TemplateResult
}
