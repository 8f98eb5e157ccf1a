import { ContextProvider } from '@lit/context'
import { css, html, LitElement, nothing } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { AccountData, dataContext } from '../data/account-data.ts'
import { rememberAccount } from '../data/profile.ts'
import { session } from '../data/session.ts'
import { Watch } from '../data/store.ts'
import '../elements/cb-banner.ts'
import '../elements/cb-button.ts'
import '../elements/cb-toaster.ts'
import { define } from '../elements/define.ts'
import { base } from '../styles/base.ts'
import './cb-nav.ts'
import './cb-rail.ts'
import './cb-tabbar.ts'
import { t } from './language.ts'
import { here } from './navigation.ts'
import { Reachability } from './reachability.ts'
import type { Match } from './route.ts'
import { startShellCommands } from './shell-commands.ts'

/** Rail, navigation and the sheet on which the screen stands; gives the screen the stores of the open account. */
export class CbShell extends LitElement {
  static override styles = [
    base,
    css`
      :host { display: grid; grid-template-columns: var(--cb-rail-width) var(--cb-nav-width) minmax(0, 1fr); block-size: 100dvh; overflow: hidden; background: var(--cb-canvas); }
      .skip { position: absolute; inset-block-start: -4rem; inset-inline-start: var(--cb-space-8); z-index: var(--cb-z-tooltip); padding: var(--cb-space-8) var(--cb-space-12); background: var(--cb-brand); color: var(--cb-on-brand); border-radius: var(--cb-radius-md); }
      .skip:focus { inset-block-start: var(--cb-space-8); }
      cb-rail { position: relative; z-index: 1; }
      main { display: flex; flex-direction: column; min-inline-size: 0; min-block-size: 0; margin: var(--cb-sheet-gap); margin-inline-start: 0; border-radius: var(--cb-radius-lg); background: var(--cb-surface); box-shadow: 0 0 0 1px var(--cb-line), var(--cb-shadow-1); overflow: hidden; position: relative; }
      main:focus { outline: none; }
      ::slotted(*) { flex: 1; min-block-size: 0; }
      dialog { border: 0; padding: 0; margin: 0; block-size: 100dvh; max-block-size: none; inline-size: min(18rem, 86vw); max-inline-size: none; background: var(--cb-canvas); color: var(--cb-text); box-shadow: var(--cb-shadow-3); inset-block: 0; inset-inline: 0 auto; }
      dialog::backdrop { background: var(--cb-scrim); }
      dialog[open] { animation: slide var(--cb-time-calm) var(--cb-ease); }
      @keyframes slide { from { opacity: 0; transform: translateX(-1rem); } }
      cb-tabbar { display: none; }
      @media (max-width: 1359px) {
        :host { grid-template-columns: var(--cb-rail-width) minmax(0, 1fr); }
        .side { display: none; }
        main { margin-inline-start: var(--cb-sheet-gap); }
      }
      @media (max-width: 767px) {
        :host { display: flex; flex-direction: column; }
        cb-rail { display: none; }
        main { flex: 1; margin: 0; border-radius: 0; box-shadow: none; }
        cb-tabbar { display: block; flex: none; }
        :host([data-view='thread']) cb-tabbar { display: none; }
      }
      @media (forced-colors: active) { main { outline: 1px solid CanvasText; outline-offset: -1px; } }
    `,
  ]

  @property({ attribute: false }) match!: Match
  @query('dialog') private drawer!: HTMLDialogElement
  @query('main') private main!: HTMLElement
  @state() private data: AccountData | undefined
  readonly #context = new ContextProvider(this, { context: dataContext })
  readonly #reach = new Reachability(this, () => this.data?.realtime)
  #stop: (() => void) | undefined

  constructor() {
    super()
    // Reads the session in render, so that a new avatar or account name shows at once.
    new Watch(this, () => session)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = startShellCommands()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop?.()
    this.#close()
  }

  override willUpdate(): void {
    const account = Number(this.match.params.account_id)
    if (this.data?.id !== account) this.#open(account)
    this.dataset.view = this.match.params.conversation_id ? 'thread' : 'list'
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('match') && this.drawer.open) this.drawer.close()
  }

  #open(account: number): void {
    this.#close()
    const user = session.value
    if (!user) return
    const data = new AccountData(account, user)
    this.data = data
    this.#context.setValue(data)
    void data.load().catch((error) => console.warn('A part of the account could not be loaded', error))
    void rememberAccount(account).catch(() => {})
  }

  #close(): void {
    this.data?.close()
    this.data = undefined
    this.#context.setValue(undefined)
  }

  #skip = (event: Event): void => {
    event.preventDefault()
    this.main.focus()
  }

  override render() {
    if (!this.data) return nothing
    const { section } = this.match.route
    const nav = () => html`<cb-nav .data=${this.data} .section=${section} .path=${here()}></cb-nav>`
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t('shell.skip')}</a>
      <cb-rail .data=${this.data} .section=${section} @cb-unfold=${this.#unfold}></cb-rail>
      <div class="side">${nav()}</div>
      <main id="main" tabindex="-1">
        ${this.#reach.isLost ? html`<cb-banner tone="warn"><strong>${t('shell.offline.title')}</strong> ${t('shell.offline.text')}</cb-banner>` : nothing}
        <slot></slot>
      </main>
      <cb-tabbar .data=${this.data} .section=${section} @cb-unfold=${this.#unfold}></cb-tabbar>
      <dialog aria-label=${t('shell.navigation')} @click=${this.#outside}>${nav()}</dialog>
      <cb-toaster></cb-toaster>
    `
  }

  #unfold = (): void => {
    this.drawer.showModal()
  }

  #outside = (event: Event): void => {
    if (event.target === this.drawer) this.drawer.close()
  }
}

define('cb-shell', CbShell)

declare global {
  interface HTMLElementTagNameMap {
    'cb-shell': CbShell
  }
}
