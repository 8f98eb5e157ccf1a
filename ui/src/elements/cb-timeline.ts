import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import check from 'lucide-static/icons/check.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import minus from 'lucide-static/icons/minus.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import { base } from '../styles/base.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'

export interface TimelineItem {
  state: 'past' | 'now' | 'bad' | 'future'
  title: string
  text?: string
  /** A provider's own words, kept apart. */
  quote?: string
  /** When, as it should read. */
  time?: string
}

const marks = { past: check, now: hourglass, bad: x, future: minus }

/** What happened and what comes, joined by a cord that is live as far as it went. */
export class CbTimeline extends LitElement {
  static override styles = [
    base,
    css`
      ol { display: grid; }
      li { position: relative; display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); column-gap: var(--cb-space-12); padding-block-end: var(--cb-space-16); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); }
      li::before { content: ''; position: absolute; inset-inline-start: calc(.625rem - 1px); inset-block: 1.25rem -.25rem; inline-size: var(--cb-cord-width); background: var(--cb-cord); }
      li.past::before { background: var(--cb-cord-live); } li:last-child { padding-block-end: 0; } li:last-child::before { display: none; }
      .jack { position: relative; z-index: 1; inline-size: 1.25rem; block-size: 1.25rem; border-radius: 50%; display: grid; place-items: center; background: var(--cb-raised); border: 2px solid var(--cb-cord); color: var(--cb-text-subtle); }
      .jack .glyph { inline-size: .6875rem; block-size: .6875rem; stroke-width: 3; }
      .past .jack { background: var(--cb-brand); border-color: var(--cb-brand); color: var(--cb-on-brand); }
      .now .jack { border-color: var(--cb-warn-icon); color: var(--cb-warn-icon); box-shadow: 0 0 0 4px var(--cb-warn-soft); }
      .bad .jack { border-color: var(--cb-bad-icon); color: var(--cb-bad-icon); }
      .title { display: flex; align-items: baseline; gap: var(--cb-space-8); line-height: 1.25rem; font-weight: var(--cb-weight-medium); }
      time { margin-inline-start: auto; font-weight: var(--cb-weight-regular); font-size: var(--cb-size-xs); color: var(--cb-text-subtle); white-space: nowrap; font-variant-numeric: tabular-nums; }
      p { color: var(--cb-text-muted); } .future { color: var(--cb-text-subtle); }
      blockquote { margin: var(--cb-space-6) 0 0; padding: var(--cb-space-8) var(--cb-space-12); border-radius: var(--cb-radius-md); background: var(--cb-sunken); box-shadow: inset 0 0 0 1px var(--cb-line); line-height: var(--cb-leading-md); overflow-wrap: anywhere; }
    `,
  ]

  @property({ attribute: false }) items: readonly TimelineItem[] = []

  override render() {
    return html`<ol>${this.items.map(
      ({
        state,
        title,
        text,
        quote,
        time,
      }) => html`<li class=${state}><span class="jack" aria-hidden="true">${glyph(marks[state])}</span><div>
        <div class="title">${title}${time ? html`<time>${time}</time>` : nothing}</div>${text ? html`<p>${text}</p>` : nothing}${quote ? html`<blockquote dir="auto">${quote}</blockquote>` : nothing}
      </div></li>`,
    )}</ol>`
  }
}

define('cb-timeline', CbTimeline)

declare global {
  interface HTMLElementTagNameMap {
    'cb-timeline': CbTimeline
  }
}
