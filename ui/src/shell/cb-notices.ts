import { css, html, LitElement, nothing } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import x from 'lucide-static/icons/x.svg?raw'
import type { AccountData } from '../data/account-data.ts'
import { dismissNotice, type Notice } from '../data/notices.ts'
import { Watch } from '../data/store.ts'
import '../elements/cb-empty.ts'
import '../elements/cb-icon.ts'
import '../elements/cb-icon-button.ts'
import { define } from '../elements/define.ts'
import { deepActiveElement } from '../elements/focus.ts'
import { place } from '../elements/place.ts'
import { type Tone, toneIcon } from '../elements/tone.ts'
import { panelsOf } from '../registry/panels.ts'
import { base } from '../styles/base.ts'
import { failureText } from './failure.ts'
import { t } from './language.ts'
import { accountPath } from './navigation.ts'
import { dateOf, exactTime, shortAge } from './time.ts'
import { toast } from './toast.ts'

const tones: Record<Notice['severity'], Tone> = { info: 'info', warning: 'warn', critical: 'bad' }

/**
 * What administrators were told and nobody has put away, newest first; opens at its trigger. Escape closes it, and focus
 * goes back to where it was.
 * @slot trigger - the button
 */
export class CbNotices extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: contents; }
      [popover] { position: fixed; inset: auto; margin: 0; border: 0; padding: 0; inline-size: min(24rem, calc(100vw - 1rem)); max-block-size: min(32rem, calc(100dvh - 1rem)); overflow: hidden auto; border-radius: var(--cb-radius-lg); background: var(--cb-overlay); color: var(--cb-text); box-shadow: 0 0 0 1px var(--cb-overlay-line), var(--cb-shadow-3); font: var(--cb-weight-regular) var(--cb-size-sm) / var(--cb-leading-sm) var(--cb-font); scrollbar-width: thin; }
      [popover]:popover-open { animation: appear var(--cb-time-quick) var(--cb-ease); }
      [popover]:focus { outline: none; }
      @keyframes appear { from { opacity: 0; transform: translateY(-.25rem); } }
      h2 { padding: var(--cb-space-12) var(--cb-space-16); font-size: var(--cb-size-md); line-height: var(--cb-leading-md); border-block-end: 1px solid var(--cb-line); }
      li { position: relative; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; column-gap: var(--cb-space-12); padding: var(--cb-space-12) var(--cb-space-8) var(--cb-space-12) var(--cb-space-16); }
      li + li { border-block-start: 1px solid var(--cb-line); }
      li:hover:has(a) { background: var(--cb-hover); }
      .bad { color: var(--cb-bad-text); } .warn { color: var(--cb-warn-text); } .info { color: var(--cb-info-text); }
      .words { display: grid; gap: var(--cb-space-4); overflow-wrap: anywhere; }
      h3 { font-size: var(--cb-size-sm); line-height: var(--cb-leading-sm); }
      a::after { content: ''; position: absolute; inset: 0; }
      a:focus-visible { outline: none; } a:focus-visible::after { outline: 2px solid var(--cb-focus); outline-offset: -2px; border-radius: var(--cb-radius-md); }
      p { color: var(--cb-text-muted); text-wrap: pretty; }
      .end { color: var(--cb-text-subtle); font-size: var(--cb-size-xs); line-height: var(--cb-leading-xs); }
      cb-icon-button { position: relative; z-index: 1; }
      @media (forced-colors: active) { [popover] { outline: 1px solid CanvasText; } }
    `,
  ]

  @property({ attribute: false }) data!: AccountData
  @query('[popover]') private list!: HTMLElement
  @state() private isOpen = false
  readonly #notices = new Watch(this, () => this.data?.notices)
  readonly #inboxes = new Watch(this, () => this.data?.inboxes)
  readonly #panels = new Watch(this, () => (this.isOpen ? panelsOf(this.data) : undefined))
  #before: HTMLElement | undefined

  #toggle = async (): Promise<void> => {
    if (this.isOpen) {
      this.list.hidePopover()
      return
    }
    this.#before = deepActiveElement()
    // Their plugins' texts stand with the panels; until those are there the notices speak for themselves.
    void panelsOf(this.data).load()
    this.isOpen = true
    await this.updateComplete
    this.list.showPopover()
    const trigger = this.querySelector('[slot="trigger"]') ?? this
    place(this.list, trigger.getBoundingClientRect(), { beside: !matchMedia('(max-width: 767px)').matches })
    this.list.focus()
  }

  #toggled = (event: ToggleEvent): void => {
    this.isOpen = event.newState === 'open'
    this.querySelector('[slot="trigger"]')?.setAttribute('aria-expanded', String(this.isOpen))
    const inside = deepActiveElement()
    if (!this.isOpen && (!inside || inside === document.body || this.renderRoot.contains(inside))) this.#before?.focus()
  }

  async #dismiss({ id }: Notice): Promise<void> {
    const { notices, id: account } = this.data
    try {
      await dismissNotice(account, id)
      notices.value = notices.value?.filter((one) => one.id !== id)
      this.list.focus()
    } catch (error) {
      toast({ tone: 'bad', text: failureText(error) })
    }
  }

  #words({ plugin_id, message, title, text, values }: Notice): { title: string; text: string } {
    const texts = this.#panels.value?.find(({ pluginId }) => pluginId === plugin_id)?.texts
    const say = (part: string, fallback: string) =>
      message && texts?.has(`${message}.${part}`) ? texts.t(`${message}.${part}`, values) : fallback
    return { title: say('title', title), text: say('text', text) }
  }

  #notice = (notice: Notice) => {
    const { title, text } = this.#words(notice)
    const tone = tones[notice.severity]
    const inbox = this.#inboxes.value?.find(({ id }) => id === notice.inbox_id)
    const at = dateOf(notice.created_at).getTime() / 1000
    return html`<li>
      <cb-icon class=${tone} .name=${toneIcon[tone]} label=${t(`shell.notices.${notice.severity}`)}></cb-icon>
      <div class="words">
        <h3>${inbox ? html`<a href=${accountPath(`settings/inboxes/${inbox.id}`, this.data.id)} @click=${() => this.list.hidePopover()}>${title}</a>` : title}</h3>
        <p>${text}</p>
        <span class="end">${inbox ? html`<span dir="auto">${inbox.name}</span> · ` : nothing}<time datetime=${notice.created_at} title=${exactTime(at)}>${shortAge(at)}</time></span>
      </div>
      <cb-icon-button size="s" icon=${x} label=${t('shell.notices.dismiss', { title })} @click=${() => void this.#dismiss(notice)}></cb-icon-button>
    </li>`
  }

  override render() {
    return html`<slot name="trigger" @click=${this.#toggle}></slot>
      <div popover role="dialog" aria-label=${t('shell.notices')} tabindex="-1" @toggle=${this.#toggled}>${this.isOpen ? this.#content() : nothing}</div>`
  }

  #content() {
    const notices = this.#notices.value ?? []
    return html`<h2>${t('shell.notices')}</h2>${
      notices.length > 0
        ? html`<ul>${repeat(notices, ({ id }) => id, this.#notice)}</ul>`
        : html`<cb-empty live heading=${t('shell.notices.none')}>${t('shell.notices.none.text')}</cb-empty>`
    }`
  }
}

define('cb-notices', CbNotices)

declare global {
  interface HTMLElementTagNameMap {
    'cb-notices': CbNotices
  }
}
