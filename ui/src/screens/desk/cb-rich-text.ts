import { css, LitElement, type PropertyValues } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from '../../elements/define.ts'
import { base } from '../../styles/base.ts'
import { renderMarkdown } from './markdown.ts'

/** Somebody's words with their marks: the only place where foreign text becomes markup. */
export class CbRichText extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: block; overflow-wrap: anywhere; }
      p + p, p + ul, p + ol, ul + p, ol + p, pre, blockquote, hr { margin-block-start: var(--cb-space-8); }
      :is(pre, blockquote, ul, ol, p):first-child { margin-block-start: 0; }
      h1, h2, h3, h4, h5, h6 { font-size: inherit; line-height: inherit; margin-block-start: var(--cb-space-8); }
      :is(h1, h2, h3, h4, h5, h6):first-child { margin-block-start: 0; }
      a { color: var(--cb-text-link); text-decoration: underline; text-underline-offset: 2px; }
      ul, ol { padding-inline-start: 1.25rem; list-style: revert; }
      code { font-family: var(--cb-font-mono); font-size: 0.92em; background: color-mix(in oklab, currentColor 8%, transparent); border-radius: var(--cb-radius-xs); padding-inline: 0.1875rem; }
      pre { overflow-x: auto; padding: var(--cb-space-8); border-radius: var(--cb-radius-sm); background: color-mix(in oklab, currentColor 8%, transparent); }
      pre code { background: none; padding: 0; }
      blockquote { padding: var(--cb-space-4) var(--cb-space-8); border-radius: var(--cb-radius-sm); background: color-mix(in oklab, currentColor 7%, transparent); }
      hr { border: 0; block-size: 1px; background: color-mix(in oklab, currentColor 20%, transparent); }
      .mention { padding-inline: 0.1875rem; border-radius: var(--cb-radius-xs); background: var(--cb-warn-soft); color: var(--cb-warn-text); font-weight: var(--cb-weight-medium); }
    `,
  ]

  @property() text = ''
  #content: DocumentFragment | undefined

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text')) this.#content = renderMarkdown(this.text)
  }

  override render() {
    return this.#content
  }
}

define('cb-rich-text', CbRichText)

declare global {
  interface HTMLElementTagNameMap {
    'cb-rich-text': CbRichText
  }
}
