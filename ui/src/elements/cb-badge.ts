import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import { define } from './define.ts'
import { type Tone, toneIcon } from './tone.ts'

/** A state in one or two words with the icon of its tone. `icon=""` leaves it out, any other one replaces it. */
export class CbBadge extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex; align-items: center; gap: .25rem; min-block-size: 1.375rem; padding-inline: .4375rem; flex: none; max-inline-size: 100%;
        border-radius: var(--cb-radius-sm); background: var(--cb-neutral-soft); color: var(--cb-neutral-text);
        font: var(--cb-weight-medium) var(--cb-size-xs) / var(--cb-leading-xs) var(--cb-font); white-space: nowrap;
      }
      cb-icon { --cb-icon-size: .8125rem; --cb-icon-stroke: 2.2; color: var(--cb-neutral-icon); }
      :host([tone='good']) { background: var(--cb-good-soft); color: var(--cb-good-text); } :host([tone='good']) cb-icon { color: var(--cb-good-icon); }
      :host([tone='warn']) { background: var(--cb-warn-soft); color: var(--cb-warn-text); } :host([tone='warn']) cb-icon { color: var(--cb-warn-icon); }
      :host([tone='bad']) { background: var(--cb-bad-soft); color: var(--cb-bad-text); } :host([tone='bad']) cb-icon { color: var(--cb-bad-icon); }
      :host([tone='info']) { background: var(--cb-info-soft); color: var(--cb-info-text); } :host([tone='info']) cb-icon { color: var(--cb-info-icon); }
      :host([tone='brand']) { background: var(--cb-brand-soft); color: var(--cb-brand-text); } :host([tone='brand']) cb-icon { color: var(--cb-brand); }
      :host([outline]) { background: none; box-shadow: inset 0 0 0 1px var(--cb-line-strong); color: var(--cb-text-muted); }
      :host([size='s']) { min-block-size: 1.125rem; padding-inline: .3125rem; font-size: var(--cb-size-2xs); line-height: var(--cb-leading-2xs); }
      @media (forced-colors: active) { :host { outline: 1px solid CanvasText; } }
      @media (prefers-contrast: more) { :host { box-shadow: inset 0 0 0 1px var(--cb-line-strong); } }
    `,
  ]

  @property({ reflect: true }) tone: Tone | 'brand' = 'neutral'
  /** Source or registered name of an icon; the tone's own when not given. */
  @property() icon: string | undefined = undefined
  @property({ reflect: true }) size: 's' | 'm' = 'm'
  @property({ type: Boolean, reflect: true }) outline = false

  override render() {
    const icon = this.icon ?? (this.tone === 'brand' || this.outline ? '' : toneIcon[this.tone])
    return html`${icon ? html`<cb-icon .name=${icon}></cb-icon>` : nothing}<slot></slot>`
  }
}

define('cb-badge', CbBadge)

declare global {
  interface HTMLElementTagNameMap {
    'cb-badge': CbBadge
  }
}
