import WaButton from '@awesome.me/webawesome/dist/components/button/button.js'
import { css, type PropertyValues } from 'lit'
import { property } from 'lit/decorators.js'
import { define } from './define.ts'
import { systemIcons } from './web-awesome.ts'

export type ButtonKind = 'secondary' | 'primary' | 'danger' | 'danger-quiet' | 'quiet'

/**
 * A press that does something; with `href` a link that looks the same.
 * `loading` keeps its size and refuses further presses. One primary button a view.
 * @slot start - an icon before the words
 * @slot end - an icon or keys after them
 */
export class CbButton extends WaButton {
  static override css = [
    systemIcons,
    css`
      :host { display: inline-block; flex: none; font-family: var(--cb-font); }
      :host([block]) { display: block; inline-size: 100%; }
      .button {
        display: inline-flex; align-items: center; justify-content: center; gap: var(--cb-space-6); position: relative;
        inline-size: 100%; min-block-size: var(--cb-control-md); padding-inline: var(--cb-control-pad); margin: 0;
        border-radius: var(--cb-radius-md); border: 1px solid var(--cb-line-strong); background: var(--cb-raised); color: var(--cb-text);
        font: var(--cb-weight-medium) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); white-space: nowrap; text-decoration: none;
        box-shadow: var(--cb-shadow-1); cursor: pointer; user-select: none; -webkit-user-select: none;
        transition: background var(--cb-time-instant) var(--cb-ease), border-color var(--cb-time-instant) var(--cb-ease);
      }
      .button:hover { background: linear-gradient(var(--cb-hover), var(--cb-hover)) var(--cb-raised); }
      .button:active { background: linear-gradient(var(--cb-pressed), var(--cb-pressed)) var(--cb-raised); box-shadow: none; }
      .button:focus-visible { outline: var(--cb-focus-width) solid var(--cb-focus-color); outline-offset: var(--cb-focus-gap); }
      .label { display: inline-block; }
      .button > wa-icon { inline-size: .875rem; block-size: .875rem; flex: none; opacity: .8; }
      .start, .end { display: contents; }
      .start::slotted(cb-icon), .end::slotted(cb-icon) { color: var(--cb-text-muted); }
      :host(:is([kind='primary'], [kind='danger'], [kind^='danger-'])) :is(.start, .end)::slotted(cb-icon) { color: inherit; }
      :host([kind='primary']) .button { background: var(--cb-brand); border-color: transparent; color: var(--cb-on-brand); font-weight: var(--cb-weight-strong); }
      :host([kind='primary']) { --cb-keys-fill: none; --cb-keys-text: currentColor; --cb-keys-line: color-mix(in oklab, currentColor 34%, transparent); }
      :host([kind='primary']) .button:hover { background: var(--cb-brand-hover); }
      :host([kind='primary']) .button:active { background: var(--cb-brand-pressed); }
      :host([kind='danger']) .button { background: var(--cb-bad-solid); border-color: transparent; color: var(--cb-on-solid); font-weight: var(--cb-weight-strong); }
      :host([kind='danger']) .button:hover { background: var(--cb-bad-text); }
      :host([kind='danger-quiet']) .button { color: var(--cb-bad-text); }
      :host(:is([kind='quiet'], [quiet])) .button { background: none; border-color: transparent; box-shadow: none; }
      :host([kind='quiet']) .button { color: var(--cb-text-muted); }
      :host(:is([kind='quiet'], [quiet])) .button:hover { background: var(--cb-hover); }
      :host([kind='quiet']) .button:hover { color: var(--cb-text); }
      :host([size='s']) .button { min-block-size: var(--cb-control-sm); padding-inline: var(--cb-space-8); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); }
      :host([size='l']) .button { min-block-size: var(--cb-control-lg); padding-inline: var(--cb-space-16); font-size: var(--cb-size-md); }
      :host .button.disabled, :host([kind]) .button.disabled { color: var(--cb-text-disabled); background: var(--cb-neutral-soft); border-color: transparent; box-shadow: none; cursor: not-allowed; }
      .button.loading { cursor: progress; }
      .button.loading :is(.start, .label, .end) { opacity: .72; }
      .button.loading .start { display: none; }
      wa-spinner { --size: 1rem; --track-color: color-mix(in oklab, currentColor 25%, transparent); --indicator-color: currentColor; --speed: 1.6s; order: -1; }
      @media (max-width: 767px) { .button { min-block-size: 2.5rem; } :host([size='s']) .button { min-block-size: 2.25rem; } }
      @media (forced-colors: active) { .button { border-color: ButtonText; } }
    `,
  ]

  /** What pressing it means. `secondary` unless said. */
  @property({ reflect: true }) kind: ButtonKind = 'secondary'
  /** No frame until hovered, for any kind. */
  @property({ type: Boolean, reflect: true }) quiet = false
  /** As wide as its container. */
  @property({ type: Boolean, reflect: true }) block = false
  /** For a button that opens something: whether it is open now. */
  @property({ attribute: false }) expanded: boolean | undefined = undefined
  /** For a button that opens something: what it opens. */
  @property() haspopup: 'menu' | 'dialog' | 'listbox' | '' = ''
  /** For a button that stays down. */
  @property({ attribute: false }) pressed: boolean | undefined = undefined

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    tell(this.button, 'aria-haspopup', this.haspopup || undefined)
    tell(this.button, 'aria-expanded', this.expanded)
    tell(this.button, 'aria-pressed', this.pressed)
    // A link has no busy state and a div-like role is of no use on a native button.
    this.button.removeAttribute('role')
    if (!this.loading) this.button.removeAttribute('aria-busy')
  }
}

function tell(target: Element, name: string, value: unknown): void {
  if (value === undefined) target.removeAttribute(name)
  else target.setAttribute(name, String(value))
}

define('cb-button', CbButton)

declare global {
  interface HTMLElementTagNameMap {
    'cb-button': CbButton
  }
}
