import { css, html, LitElement, nothing } from 'lit'
import { property, query } from 'lit/decorators.js'
import { ifDefined } from 'lit/directives/if-defined.js'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import { define } from './define.ts'

/** A square button with one icon. `label` is its name for everybody who cannot see the drawing. */
export class CbIconButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true }
  static override styles = [
    base,
    css`
      :host { display: inline-flex; flex: none; }
      button {
        display: inline-grid; place-items: center; position: relative; flex: none;
        inline-size: var(--cb-control-md); block-size: var(--cb-control-md); border-radius: var(--cb-radius-md); color: var(--cb-text-muted);
      }
      button:hover { background: var(--cb-hover); color: var(--cb-text); }
      button[aria-pressed='true'], button[aria-expanded='true'] { background: var(--cb-selected); color: var(--cb-brand-text); }
      button:focus-visible { border-radius: var(--cb-radius-md); outline-offset: 0; }
      button:disabled { color: var(--cb-text-disabled); cursor: not-allowed; background: none; }
      :host([size='s']) button { inline-size: var(--cb-control-sm); block-size: var(--cb-control-sm); border-radius: var(--cb-radius-sm); }
      :host([size='xs']) button { inline-size: 1.5rem; block-size: 1.5rem; border-radius: var(--cb-radius-sm); }
      :host([bordered]) button { border: 1px solid var(--cb-line-strong); background: var(--cb-raised); box-shadow: var(--cb-shadow-1); }
      :host([danger]) button { color: var(--cb-bad-text); }
      @media (max-width: 767px) { :host(:not([size])) button, :host([size='m']) button { inline-size: 2.75rem; block-size: 2.75rem; } }
    `,
  ]

  /** The source of a Lucide icon, or the name of a registered one. */
  @property() icon = ''
  /** What pressing it does, in words. */
  @property() label = ''
  @property({ reflect: true }) size: 'xs' | 's' | 'm' = 'm'
  @property({ type: Boolean, reflect: true }) bordered = false
  @property({ type: Boolean, reflect: true }) danger = false
  @property({ type: Boolean, reflect: true }) disabled = false
  /** The icon points the other way in right-to-left languages. */
  @property({ type: Boolean }) flip = false
  @property({ attribute: false }) pressed: boolean | undefined = undefined
  @property({ attribute: false }) expanded: boolean | undefined = undefined
  @property() haspopup: 'menu' | 'dialog' | 'listbox' | '' = ''

  @query('button') private button!: HTMLButtonElement

  override focus(options?: FocusOptions): void {
    this.button.focus(options)
  }

  override click(): void {
    this.button.click()
  }

  override render() {
    return html`<button
      part="base" type="button" aria-label=${this.label} title=${this.label} ?disabled=${this.disabled}
      aria-pressed=${ifDefined(this.pressed === undefined ? undefined : this.pressed ? 'true' : 'false')}
      aria-expanded=${ifDefined(this.expanded === undefined ? undefined : this.expanded ? 'true' : 'false')}
      aria-haspopup=${(this.haspopup || nothing) as 'menu'}
    ><cb-icon .name=${this.icon} ?flip=${this.flip}></cb-icon><slot></slot></button>`
  }
}

define('cb-icon-button', CbIconButton)

declare global {
  interface HTMLElementTagNameMap {
    'cb-icon-button': CbIconButton
  }
}
