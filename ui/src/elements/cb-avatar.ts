import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import user from 'lucide-static/icons/user.svg?raw'
import { base } from '../styles/base.ts'
import './cb-icon.ts'
import { define } from './define.ts'
import { glyph } from './glyph.ts'
import { hueFor } from './hues.ts'
import { text } from './texts.ts'

export type Presence = 'online' | 'busy' | 'offline'

/**
 * A person: picture or initials, with presence and the glyph of a channel where asked.
 * The name beside it says who; `labelled` says it here where none stands beside.
 */
export class CbAvatar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        --size: var(--cb-avatar-row); position: relative; display: inline-grid; place-items: center; flex: none; inline-size: var(--size); block-size: var(--size);
        border-radius: 50%; font: var(--cb-weight-strong) calc(var(--size) * .375) / 1 var(--cb-font); user-select: none; -webkit-user-select: none;
        background: var(--cb-hue-cord-soft); color: var(--cb-hue-cord-text);
      }
      :host([hue='plum']) { background: var(--cb-hue-plum-soft); color: var(--cb-hue-plum-text); } :host([hue='clay']) { background: var(--cb-hue-clay-soft); color: var(--cb-hue-clay-text); }
      :host([hue='moss']) { background: var(--cb-hue-moss-soft); color: var(--cb-hue-moss-text); } :host([hue='dusk']) { background: var(--cb-hue-dusk-soft); color: var(--cb-hue-dusk-text); }
      :host([hue='sky']) { background: var(--cb-hue-sky-soft); color: var(--cb-hue-sky-text); }
      :host([hue='empty']) { background: none; border: 1.5px dashed var(--cb-line-control); color: var(--cb-text-subtle); }
      :host([size='xs']) { --size: 1.25rem; font-size: .5625rem; } :host([size='s']) { --size: 1.5rem; font-size: .625rem; }
      :host([size='l']) { --size: 2.5rem; } :host([size='xl']) { --size: 3.5rem; }
      /* drawn, not written: the name beside it or its label is what is read */
      .initials::before { content: attr(data-initials); }
      img { inline-size: 100%; block-size: 100%; border-radius: 50%; object-fit: cover; grid-area: 1 / 1; }
      .presence { position: absolute; inset-block-end: -1px; inset-inline-end: -1px; inline-size: .625rem; block-size: .625rem; border-radius: 50%; border: 2px solid var(--cb-avatar-ring, var(--cb-surface)); background: var(--cb-good-icon); forced-color-adjust: none; }
      .presence.busy { background: var(--cb-warn-icon); border-radius: 2px; }
      .presence.offline { background: var(--cb-avatar-ring, var(--cb-surface)); box-shadow: inset 0 0 0 2px var(--cb-neutral-icon); }
      .channel { position: absolute; inset-block-end: -5px; inset-inline-end: -6px; inline-size: 1.0625rem; block-size: 1.0625rem; border-radius: 50%; display: grid; place-items: center; background: var(--cb-surface); box-shadow: 0 0 0 1px var(--cb-line); --cb-icon-size: .625rem; --cb-icon-stroke: 2.5; color: var(--cb-text-muted); }
      @media (forced-colors: active) { :host { outline: 1px solid CanvasText; outline-offset: -1px; } }
    `,
  ]

  @property() name = ''
  /** Address of the picture. Initials show when there is none, or it does not load. */
  @property() src = ''
  @property({ reflect: true }) size: 'xs' | 's' | 'm' | 'l' | 'xl' = 'm'
  @property() presence: Presence | '' = ''
  /** Source or registered name of a channel's glyph. */
  @property() channel = ''
  @property({ type: Boolean }) labelled = false
  @state() private isBroken = false

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('src')) this.isBroken = false
    this.setAttribute('hue', this.name ? hueFor(this.name) : 'empty')
    if (this.labelled && this.name) {
      this.setAttribute('role', 'img')
      this.setAttribute('aria-label', this.presence ? `${this.name}, ${text(this.presence)}` : this.name)
    }
  }

  override render() {
    return html`${
      this.src && !this.isBroken
        ? html`<img src=${this.src} alt="" @error=${() => {
            this.isBroken = true
          }}>`
        : this.name
          ? html`<span class="initials" data-initials=${initials(this.name)}></span>`
          : glyph(user, 'sm')
    }${this.presence ? html`<i class="presence ${this.presence}">${this.labelled ? nothing : html`<span class="unseen">${text(this.presence)}</span>`}</i>` : nothing}${
      this.channel ? html`<span class="channel"><cb-icon .name=${this.channel}></cb-icon></span>` : nothing
    }<slot></slot>`
  }
}

/** At most two letters that stand for a name, in any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase()
}

define('cb-avatar', CbAvatar)

declare global {
  interface HTMLElementTagNameMap {
    'cb-avatar': CbAvatar
  }
}
