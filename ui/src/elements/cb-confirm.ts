import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { base } from '../styles/base.ts'
import './cb-button.ts'
import './cb-dialog.ts'
import './cb-input.ts'
import { define } from './define.ts'
import { text } from './texts.ts'

export interface Question {
  title: string
  text: string
  /** Verb and object of the button that does it. */
  action: string
  /** Has to be typed first, for what cannot be undone and takes others along. */
  typed?: string
  /** What the field for it is called. */
  typedLabel?: string
}

/** Asks before something that hurts. Use `confirm()`. */
export class CbConfirm extends LitElement {
  static override styles = [
    base,
    css`p { color: var(--cb-text-muted); font-size: var(--cb-size-sm); line-height: var(--cb-leading-md); overflow-wrap: anywhere; }`,
  ]

  @property({ attribute: false }) question!: Question
  @state() private typed = ''
  @state() private isOpen = false
  #isConfirmed = false

  override firstUpdated(): void {
    this.isOpen = true
  }

  get #mayGo(): boolean {
    return this.question.typed === undefined || this.typed.trim() === this.question.typed
  }

  #go(event?: Event): void {
    event?.preventDefault()
    if (!this.#mayGo) return
    this.#isConfirmed = true
    this.isOpen = false
  }

  #hidden(event: Event): void {
    if ((event.target as Element).localName !== 'cb-dialog') return
    this.dispatchEvent(new CustomEvent('cb-answer', { detail: this.#isConfirmed }))
  }

  override render() {
    const { title, text: words, action, typed, typedLabel = '' } = this.question
    return html`<cb-dialog label=${title} ?open=${this.isOpen} @cb-close=${() => {
      this.isOpen = false
    }} @wa-after-hide=${this.#hidden}>
      <p dir="auto">${words}</p>
      ${
        typed === undefined
          ? nothing
          : html`<form @submit=${this.#go}><cb-input autofocus label=${typedLabel} autocomplete="off" .value=${this.typed} @input=${(
              event: Event,
            ) => {
              this.typed = (event.target as HTMLInputElement).value
            }}></cb-input></form>`
      }
      <cb-button slot="footer" ?autofocus=${typed === undefined} data-dialog="close">${text('cancel')}</cb-button>
      <cb-button slot="footer" kind="danger" ?disabled=${!this.#mayGo} @click=${() => this.#go()}>${action}</cb-button>
    </cb-dialog>`
  }
}

/** Asks and waits for the answer. */
export function confirm(question: Question): Promise<boolean> {
  const element = document.createElement('cb-confirm')
  element.question = question
  document.body.append(element)
  return new Promise((resolve) => {
    element.addEventListener('cb-answer', (event) => {
      resolve((event as CustomEvent<boolean>).detail)
      // The dialog gives the focus back first.
      setTimeout(() => element.remove(), 50)
    })
  })
}

define('cb-confirm', CbConfirm)

declare global {
  interface HTMLElementTagNameMap {
    'cb-confirm': CbConfirm
  }
}
