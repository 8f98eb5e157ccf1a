import { css, html, LitElement, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import { define } from './define.ts'
import { type Tone, toneIcon } from './tone.ts'

/**
 * Says something in the flow of a page: what happened, then what to do.
 * @slot - the words
 * @slot action - one button
 */
export class CbCallout extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        --tone: var(--cb-info-soft); --tone-line: var(--cb-info-line); --tone-icon: var(--cb-info-icon);
        display: flex; gap: var(--cb-space-12); padding: var(--cb-space-12) var(--cb-space-16); border-radius: var(--cb-radius-lg); min-inline-size: 0;
        background: light-dark(var(--tone), color-mix(in oklab, var(--tone) 38%, var(--cb-raised)));
        box-shadow: inset 0 0 0 1px light-dark(transparent, color-mix(in oklab, var(--tone-line) 52%, transparent));
        font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-md) var(--cb-font); color: var(--cb-text);
      }
      :host([tone='warn']) { --tone: var(--cb-warn-soft); --tone-line: var(--cb-warn-line); --tone-icon: var(--cb-warn-icon); }
      :host([tone='bad']) { --tone: var(--cb-bad-soft); --tone-line: var(--cb-bad-line); --tone-icon: var(--cb-bad-icon); }
      :host([tone='good']) { --tone: var(--cb-good-soft); --tone-line: var(--cb-good-line); --tone-icon: var(--cb-good-icon); }
      :host([tone='neutral']) { --tone: var(--cb-neutral-soft); --tone-line: var(--cb-neutral-line); --tone-icon: var(--cb-neutral-icon); }
      cb-icon { margin-block-start: 2px; color: var(--tone-icon); }
      .words { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
      .heading { font-weight: var(--cb-weight-strong); }
      ::slotted([slot='action']) { align-self: center; flex: none; }
      @media (max-width: 767px) { :host { flex-wrap: wrap; } .words { flex-basis: calc(100% - 2.5rem); } ::slotted([slot='action']) { flex: 1; } }
      @media (forced-colors: active) { :host { outline: 1px solid CanvasText; } }
    `,
  ]

  @property({ reflect: true }) tone: Tone = 'info'
  @property() heading = ''
  @property() icon = ''

  override render() {
    return html`<cb-icon .name=${this.icon || toneIcon[this.tone]}></cb-icon><div class="words">${
      this.heading ? html`<p class="heading">${this.heading}</p>` : nothing
    }<slot></slot></div><slot name="action"></slot>`
  }
}

define('cb-callout', CbCallout)

declare global {
  interface HTMLElementTagNameMap {
    'cb-callout': CbCallout
  }
}
