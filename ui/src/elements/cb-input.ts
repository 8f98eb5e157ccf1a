import WaInput from '@awesome.me/webawesome/dist/components/input/input.js'
import { css, html, nothing, type PropertyValues } from 'lit'
import { property } from 'lit/decorators.js'
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import { define } from './define.ts'
import { fieldStyles } from './field-styles.ts'
import { glyph } from './glyph.ts'
import { text } from './texts.ts'
import { systemIcons } from './web-awesome.ts'

/**
 * One line of text with its label, help and error. `error` marks it and says why; it stands below the help.
 * @slot start - an icon inside the frame, before the text
 * @slot end - a button or badge inside the frame, after the text
 */
export class CbInput extends WaInput {
  static override css = [
    systemIcons,
    fieldStyles,
    css`
      .start, .end { display: contents; }
      .start::slotted(cb-icon) { color: var(--cb-text-subtle); }
      .text-field:has(.password-toggle), .text-field:has(.clear) { padding-inline-end: var(--cb-space-4); }
      .clear, .password-toggle {
        display: grid; place-items: center; flex: none; inline-size: 1.75rem; block-size: 1.75rem; padding: 0; border: 0;
        border-radius: var(--cb-radius-sm); background: none; color: var(--cb-text-muted); cursor: pointer;
      }
      :is(.clear, .password-toggle):hover { background: var(--cb-hover); color: var(--cb-text); }
      :is(.clear, .password-toggle):focus-visible { outline: var(--cb-focus-width) solid var(--cb-focus-color); }
      :host([type='number']) input { appearance: textfield; font-variant-numeric: tabular-nums; }
      @media (max-width: 767px) { .text-field { min-block-size: 2.75rem; } input { font-size: 1rem; } }
    `,
  ]

  /** Why the value is refused. Empty when it is not. */
  @property() error = ''
  /** Keeps the label for screen readers only. */
  @property({ type: Boolean, attribute: 'label-hidden', reflect: true }) labelHidden = false
  @property({ type: Boolean, reflect: true }) invalid = false

  // Enter presses the form's own button, as everywhere. A form whose button stands elsewhere, as in a dialog's foot, is
  // sent by us.
  readonly #submitAlone = (event: KeyboardEvent): void => {
    const isPlain = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
    if (!this.form || !isPlain || event.isComposing || event.defaultPrevented) return
    const hasButton = [...this.form.elements].some((element) => (element as HTMLButtonElement).type === 'submit')
    if (!hasButton) this.form.requestSubmit()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('keydown', this.#submitAlone)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('keydown', this.#submitAlone)
  }

  override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('error')) this.invalid = this.error !== ''
  }

  override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    const input = this.input as HTMLInputElement
    describe(input, this.error !== '', this.hint !== '')
    nameButton(
      this.shadowRoot?.querySelector('.password-toggle'),
      text(this.passwordVisible ? 'hidePassword' : 'showPassword'),
    )
    nameButton(this.shadowRoot?.querySelector('.clear'), text('clear'))
  }

  override render() {
    return html`${super.render()}${errorLine(this.error)}`
  }
}

/** The line under a control that says why its value is refused. */
export const errorLine = (error: string) =>
  error ? html`<p id="error" class="error" part="error">${glyph(circleAlert)}<span>${error}</span></p>` : nothing

/** Ties an inner control to its help or its error. */
export function describe(control: HTMLElement, hasError: boolean, hasHint: boolean): void {
  const descriptions = [hasError && 'error', hasHint && 'hint'].filter(Boolean)
  if (descriptions.length > 0) control.setAttribute('aria-describedby', descriptions.join(' '))
  else control.removeAttribute('aria-describedby')
  if (hasError) control.setAttribute('aria-invalid', 'true')
  else control.removeAttribute('aria-invalid')
}

const nameButton = (button: Element | null | undefined, name: string) => button?.setAttribute('aria-label', name)

define('cb-input', CbInput)

declare global {
  interface HTMLElementTagNameMap {
    'cb-input': CbInput
  }
}
