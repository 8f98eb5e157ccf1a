import { css, html, LitElement } from 'lit'
import { property, query } from 'lit/decorators.js'
import { define } from './define.ts'
import { iconShapes, onIcons } from './icons.ts'

/**
 * A Lucide drawing as an element, for slots and for names that come as data. Silent for screen readers unless it has a label.
 * @cssprop --cb-icon-size - side of the square, 16 px unless `size` says otherwise
 */
export class CbIcon extends LitElement {
  static override styles = css`
    :host { display: inline-flex; flex: none; inline-size: var(--cb-icon-size, var(--cb-icon-md)); block-size: var(--cb-icon-size, var(--cb-icon-md)); }
    :host([hidden]) { display: none; }
    :host([size='xs']) { --cb-icon-size: .75rem; --cb-icon-stroke: 2.25; }
    :host([size='s']) { --cb-icon-size: var(--cb-icon-sm); --cb-icon-stroke: 2; }
    :host([size='l']) { --cb-icon-size: var(--cb-icon-lg); --cb-icon-stroke: 1.75; }
    :host([size='xl']) { --cb-icon-size: 1.5rem; --cb-icon-stroke: 1.6; }
    svg {
      display: block; inline-size: 100%; block-size: 100%; fill: none; stroke: currentColor;
      stroke-width: var(--cb-icon-stroke, 1.85); stroke-linecap: round; stroke-linejoin: round;
    }
    :host([flip]:dir(rtl)) svg { transform: scaleX(-1); }
  `

  /** The source of a Lucide icon, or the name of a registered one, e.g. `circle-check`. */
  @property() name = ''
  /** Says what the icon means, where no text beside it does. */
  @property() label = ''
  @property({ reflect: true }) size: 'xs' | 's' | 'm' | 'l' | 'xl' = 'm'
  /** Points the other way where the reader's language does. */
  @property({ type: Boolean, reflect: true }) flip = false

  @query('svg') private svg!: SVGElement
  #drawn = ''
  #stop?: () => void

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = onIcons(() => this.#draw())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
  }

  override updated(): void {
    this.#draw()
  }

  #draw(): void {
    if (!this.hasUpdated || this.#drawn === this.name) return
    const shapes = iconShapes(this.name)
    this.svg.replaceChildren(...(shapes ? [shapes] : []))
    this.#drawn = shapes ? this.name : ''
  }

  override render() {
    return this.label
      ? html`<svg viewBox="0 0 24 24" role="img" aria-label=${this.label}></svg>`
      : html`<svg viewBox="0 0 24 24" aria-hidden="true"></svg>`
  }
}

define('cb-icon', CbIcon)

declare global {
  interface HTMLElementTagNameMap {
    'cb-icon': CbIcon
  }
}
