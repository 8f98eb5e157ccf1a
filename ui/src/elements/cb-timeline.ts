import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import check from 'lucide-static/icons/check.svg?raw'
import hourglass from 'lucide-static/icons/hourglass.svg?raw'
import x from 'lucide-static/icons/x.svg?raw'
import { base } from '../styles/base.ts'
import './cb-quote.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'

export interface TimelineItem {
  state: 'past' | 'now' | 'bad' | 'future'
  title: string
  text?: string
  /** A provider's own words, kept apart, and who said them when. */
  quote?: string
  cite?: string
  /** When, as it should read, and exactly, for whoever asks. */
  time?: string
  exact?: string
  /** More than words, made of elements: `cb-attempts`, `cb-budget`. */
  more?: TemplateResult
}

const marks = { past: check, now: hourglass, bad: x, future: undefined }

/** What happened and what comes, joined by a cord that is live as far as it went. */
export class CbTimeline extends LitElement {
  static override styles = [
    base,
    css`
      ol { display: grid; }
      li { position: relative; display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); column-gap: var(--cb-space-12); padding-block-end: var(--cb-space-16); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); }
      li::before { content: ''; position: absolute; inset-inline-start: calc(.625rem - 1px); inset-block: 1.25rem -.25rem; inline-size: var(--cb-cord-width); background: var(--cb-cord); }
      li:is(.past, .bad)::before { background: var(--cb-cord-live); } li:last-child { padding-block-end: 0; } li:last-child::before { display: none; }
      .jack { position: relative; z-index: 1; inline-size: 1.25rem; block-size: 1.25rem; border-radius: 50%; display: grid; place-items: center; background: var(--cb-raised); border: 2px solid var(--cb-cord); color: var(--cb-text-subtle); }
      .jack .glyph { inline-size: .6875rem; block-size: .6875rem; stroke-width: 3; }
      .past .jack { background: var(--cb-brand); border-color: var(--cb-brand); color: var(--cb-on-brand); }
      .now .jack { border-color: var(--cb-warn-icon); color: var(--cb-warn-icon); box-shadow: 0 0 0 4px var(--cb-warn-soft); }
      .bad .jack { border-color: var(--cb-bad-icon); color: var(--cb-bad-icon); }
      .title { display: flex; align-items: baseline; gap: var(--cb-space-8); line-height: 1.25rem; font-weight: var(--cb-weight-medium); }
      time { margin-inline-start: auto; font-weight: var(--cb-weight-regular); font-size: var(--cb-size-xs); color: var(--cb-text-subtle); white-space: nowrap; font-variant-numeric: tabular-nums; }
      p { color: var(--cb-text-muted); } .future { color: var(--cb-text-subtle); }
      cb-quote { margin-block-start: var(--cb-space-6); } .more { display: grid; gap: var(--cb-space-6); margin-block-start: 1px; color: var(--cb-text-muted); } p + .more { margin-block-start: var(--cb-space-6); }
    `,
  ]

  @property({ attribute: false }) items: readonly TimelineItem[] = []

  override render() {
    return html`<ol>${this.items.map(draw)}</ol>`
  }
}

const draw = ({ state, title, text, quote, cite, time, exact, more }: TimelineItem) =>
  html`<li class=${state}><span class="jack" aria-hidden="true">${marks[state] ? glyph(marks[state]) : nothing}</span><div>
    <div class="title"><span>${title}</span>${time ? html`<time title=${exact ?? nothing}>${time}</time>` : nothing}</div>${text ? html`<p>${text}</p>` : nothing}${
      more ? html`<div class="more">${more}</div>` : nothing
    }${quote ? html`<cb-quote cite=${cite ?? ''}>${quote}</cb-quote>` : nothing}
  </div></li>`

define('cb-timeline', CbTimeline)

declare global {
  interface HTMLElementTagNameMap {
    'cb-timeline': CbTimeline
  }
}
