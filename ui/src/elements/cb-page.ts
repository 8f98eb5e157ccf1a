import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw'
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw'
import { base } from '../styles/base.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'

export interface Crumb {
  label: string
  href: string
}

/**
 * A page in the sheet: where it stands, its one heading, what it is for, its main action, then its content.
 * @slot - content
 * @slot before - a glyph before the heading
 * @slot badge - beside the heading
 * @slot action - buttons beside it
 * @slot foot - stays at the lower edge: the buttons of a wizard
 */
export class CbPage extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; min-block-size: 0; block-size: 100%; }
      .page { flex: 1; min-block-size: 0; overflow: hidden auto; scrollbar-width: thin; scrollbar-color: var(--cb-line-strong) transparent; }
      .in { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cb-space-20); align-content: start; max-inline-size: var(--cb-page-measure); margin-inline: auto; padding: var(--cb-space-24) var(--cb-space-32) var(--cb-space-48); }
      :host([measure='form']) .in { max-inline-size: 56rem; }
      :host([measure='wizard']) .in { max-inline-size: 58rem; }
      header { display: flex; align-items: flex-start; gap: var(--cb-space-12); }
      .words { flex: 1; min-inline-size: 0; }
      h1 { font-size: var(--cb-size-xl); line-height: var(--cb-leading-xl); letter-spacing: var(--cb-tracking-tight); display: flex; align-items: center; gap: var(--cb-space-8); flex-wrap: wrap; overflow-wrap: anywhere; }
      .lead { color: var(--cb-text-muted); margin-block-start: var(--cb-space-4); max-inline-size: 76ch; text-wrap: pretty; }
      nav { display: flex; align-items: center; gap: var(--cb-space-6); font-size: var(--cb-size-sm); color: var(--cb-text-subtle); flex-wrap: wrap; }
      nav a:hover { color: var(--cb-text); text-decoration: underline; } nav .glyph { inline-size: .75rem; block-size: .75rem; }
      .back { display: none; }
      footer ::slotted(*) { flex: none; }
      slot[name='foot']::slotted(*) { display: flex; align-items: center; gap: var(--cb-space-8); padding: var(--cb-space-12) max(var(--cb-space-32), calc((100% - 58rem) / 2 + var(--cb-space-32))); border-block-start: 1px solid var(--cb-line); background: var(--cb-sunken); flex: none; }
      @media (max-width: 767px) {
        .in { padding: var(--cb-space-16); }
        .back { display: inline-flex; align-items: center; justify-self: start; gap: var(--cb-space-6); min-block-size: 2.75rem; margin-block: calc(-1 * var(--cb-space-12)); color: var(--cb-text-muted); font-size: var(--cb-size-sm); font-weight: var(--cb-weight-medium); } header { flex-wrap: wrap; } .words { flex-basis: calc(100% - 4rem); }
        slot[name='foot']::slotted(*) { padding: var(--cb-space-12) var(--cb-space-16); }
      }
    `,
  ]

  @property() heading = ''
  @property() lead = ''
  @property({ attribute: false }) crumbs: readonly Crumb[] = []
  /** Where a narrow screen, which shows one page at a time, goes back to. */
  @property({ attribute: false }) parent: Crumb | undefined
  /** What the last crumb says, where the heading is a sentence. */
  @property() here = ''
  /** How wide it grows: lists, forms, or a wizard. */
  @property({ reflect: true }) measure: 'list' | 'form' | 'wizard' = 'list'

  override render() {
    return html`<div class="page"><div class="in">
        ${this.crumbs.length > 0 ? html`<nav>${this.crumbs.map(({ label, href }) => html`<a href=${href} dir="auto">${label}</a>${glyph(chevronRight, 'xs', true)}`)}<span dir="auto">${this.here || this.heading}</span></nav>` : nothing}
        ${this.parent ? html`<a class="back" href=${this.parent.href}>${glyph(arrowLeft, 'sm', true)}<span dir="auto">${this.parent.label}</span></a>` : nothing}
        <slot name="over"></slot>
        <header><slot name="before"></slot><div class="words"><h1><span dir="auto">${this.heading}</span><slot name="badge"></slot></h1>${this.lead ? html`<p class="lead">${this.lead}</p>` : nothing}</div><slot name="action"></slot></header>
        <slot></slot>
      </div></div><slot name="foot"></slot>`
  }
}

define('cb-page', CbPage)

declare global {
  interface HTMLElementTagNameMap {
    'cb-page': CbPage
  }
}
