import { css, html, LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import { define } from './define.ts'
import { toneIcon } from './tone.ts'

/**
 * Across the top of the sheet: something about the whole account, or the connection.
 * @slot - the words
 * @slot action - buttons, the important one last
 */
export class CbBanner extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        --tone: var(--cb-warn-soft); --tone-line: var(--cb-warn-line); --tone-icon: var(--cb-warn-icon);
        display: flex; align-items: center; gap: var(--cb-space-12); min-block-size: 2.75rem; padding: var(--cb-space-6) var(--cb-space-12) var(--cb-space-6) var(--cb-space-16);
        font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); color: var(--cb-text); border-block-end: 1px solid var(--tone-line);
        background: light-dark(var(--tone), color-mix(in oklab, var(--tone) 55%, var(--cb-surface))); flex: none;
      }
      :host([tone='bad']) { --tone: var(--cb-bad-soft); --tone-line: var(--cb-bad-line); --tone-icon: var(--cb-bad-icon); }
      :host([tone='info']) { --tone: var(--cb-info-soft); --tone-line: var(--cb-info-line); --tone-icon: var(--cb-info-icon); }
      :host([tone='neutral']) { --tone: var(--cb-sunken); --tone-line: var(--cb-line); --tone-icon: var(--cb-text-muted); background: var(--tone); }
      cb-icon { color: var(--tone-icon); }
      .words { flex: 1; min-inline-size: 0; }
      ::slotted([slot='action']) { flex: none; }
      @media (max-width: 767px) { :host { flex-wrap: wrap; align-items: start; padding: var(--cb-space-12) var(--cb-space-16); } .words { flex-basis: calc(100% - 2rem); } }
    `,
  ]

  @property({ reflect: true }) tone: 'warn' | 'bad' | 'info' | 'neutral' = 'warn'
  @property() icon = ''

  override render() {
    return html`<cb-icon .name=${this.icon || toneIcon[this.tone]}></cb-icon><div class="words"><slot></slot></div><slot name="action"></slot>`
  }
}

define('cb-banner', CbBanner)

declare global {
  interface HTMLElementTagNameMap {
    'cb-banner': CbBanner
  }
}
