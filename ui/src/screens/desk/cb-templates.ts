import { css, html, LitElement, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { Inbox, MessageTemplate } from '../../data/inboxes.ts'
import '../../elements/cb-button.ts'
import '../../elements/cb-dialog.ts'
import '../../elements/cb-input.ts'
import { define } from '../../elements/define.ts'
import { t } from '../../shell/language.ts'
import { base } from '../../styles/base.ts'
import { bodyOf, fillBody, isSendable, placesOf } from './template-text.ts'

/**
 * Chooses an approved message, fills its places and shows what the customer will read.
 * @fires cb-template - with `content` and the `template` parameters of the wire
 * @fires cb-close - nothing was chosen
 */
export class CbTemplates extends LitElement {
  static override styles = [
    base,
    css`
      ul { display: grid; gap: var(--cb-space-4); max-block-size: 18rem; overflow: auto; }
      li button { display: grid; gap: 2px; inline-size: 100%; padding: var(--cb-space-8) var(--cb-space-12); border-radius: var(--cb-radius-md); box-shadow: inset 0 0 0 1px var(--cb-line); }
      li button:hover { background: var(--cb-hover); }
      li button[aria-pressed='true'] { background: var(--cb-selected); }
      .name { font-weight: var(--cb-weight-medium); }
      .text { font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); color: var(--cb-text-muted); display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
      form { display: grid; gap: var(--cb-space-12); }
      .preview { padding: var(--cb-space-8) var(--cb-space-12); border-radius: var(--cb-radius-lg); background: var(--cb-bubble-out); color: var(--cb-bubble-out-text); white-space: pre-wrap; overflow-wrap: anywhere; }
      .stack { display: grid; gap: var(--cb-space-16); }
    `,
  ]

  @property({ attribute: false }) inbox: Inbox | undefined
  @state() private chosen: MessageTemplate | undefined
  @state() private values: Readonly<Record<string, string>> = {}
  @state() private search = ''

  override render() {
    return html`<cb-dialog open wide label=${t('desk.templates')} @cb-close=${() => this.#close()}>
      <div class="stack">
        <cb-input label=${t('desk.templates.search')} label-hidden placeholder=${t('desk.templates.search')} .value=${this.search} @input=${(event: InputEvent) => (this.search = (event.target as HTMLInputElement).value)}></cb-input>
        ${this.#list()}
        ${this.chosen ? this.#form(this.chosen) : nothing}
      </div>
      <cb-button slot="footer" @click=${() => this.#close()}>${t('desk.templates.cancel')}</cb-button>
      <cb-button slot="footer" kind="primary" ?disabled=${!this.#isComplete} @click=${this.#send}>${t('desk.templates.send')}</cb-button>
    </cb-dialog>`
  }

  #list() {
    const words = this.search.toLowerCase()
    const all = (this.inbox?.message_templates ?? []).filter(isSendable)
    const shown = all.filter((template) => `${template.name} ${bodyOf(template)}`.toLowerCase().includes(words))
    if (shown.length === 0) return html`<p class="muted" role="status">${t('desk.templates.none')}</p>`
    return html`<ul>${shown.map(
      (
        template,
      ) => html`<li><button type="button" aria-pressed=${template === this.chosen ? 'true' : 'false'} @click=${() => this.#choose(template)}>
        <span class="name">${template.name} <span class="subtle">${template.language}</span></span><span class="text" dir="auto">${bodyOf(template)}</span></button></li>`,
    )}</ul>`
  }

  #form(template: MessageTemplate) {
    return html`<form @submit=${this.#send}>
      ${placesOf(template).map((name) => html`<cb-input label=${t('desk.templates.place', { name })} required .value=${this.values[name] ?? ''} @input=${(event: InputEvent) => this.#fill(name, (event.target as HTMLInputElement).value)}></cb-input>`)}
      <div class="preview" dir="auto">${fillBody(template, this.values)}</div>
    </form>`
  }

  get #isComplete(): boolean {
    return this.chosen !== undefined && placesOf(this.chosen).every((name) => this.values[name]?.trim())
  }

  #choose(template: MessageTemplate): void {
    this.chosen = template
    this.values = {}
  }

  #fill(name: string, value: string): void {
    this.values = { ...this.values, [name]: value }
  }

  #send = (event?: Event): void => {
    event?.preventDefault()
    const { chosen } = this
    if (!chosen || !this.#isComplete) return
    const { name, language, category } = chosen
    const template = { name, language, category, processed_params: { body: { ...this.values } } }
    this.dispatchEvent(new CustomEvent('cb-template', { detail: { content: fillBody(chosen, this.values), template } }))
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('cb-close'))
  }
}

define('cb-templates', CbTemplates)

declare global {
  interface HTMLElementTagNameMap {
    'cb-templates': CbTemplates
  }
}
